"""First tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ab_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("label", sa.String(length=150), nullable=True),
        sa.Column("description", sa.String(length=512), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "ab_permission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "ab_register_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(length=64), nullable=False),
        sa.Column("last_name", sa.String(length=64), nullable=False),
        sa.Column("username", sa.String(length=128), nullable=False),
        sa.Column("password", sa.String(length=256), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("registration_date", sa.DateTime(), nullable=True),
        sa.Column("registration_hash", sa.String(length=256), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
        sa.UniqueConstraint("username"),
    )
    op.create_table(
        "ab_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "ab_view_menu",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "calendar_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("day"),
    )
    op.create_table(
        "institution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_lv", sa.String(length=300), nullable=False),
        sa.Column("name_en", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "ministry",
                "central_authority",
                "state_authority",
                "state_company",
                "independent_authority",
                "autonomous_authority",
                "constitutional_body",
                "association",
                "municipality",
                name="institution_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("reg_no", sa.String(length=20), nullable=True),
        sa.Column(
            "certainty",
            sa.Enum(
                "confirmed",
                "likely",
                "check",
                "unofficial",
                name="institution_certainty",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "closed",
                name="institution_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("sort_key", sa.String(length=700), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint("(status = 'closed') = (closed_on IS NOT NULL)", name="institution_closed_on"),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 40", name="institution_code_length"),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name="institution_not_own_parent"),
        sa.CheckConstraint(
            "successor_id IS NULL OR successor_id <> id", name="institution_not_own_successor"
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["institution.id"], name="institution_parent"),
        sa.ForeignKeyConstraint(["successor_id"], ["institution.id"], name="institution_successor"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    with op.batch_alter_table("institution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_institution_sort_key"), ["sort_key"], unique=False)

    op.create_table(
        "number_series",
        sa.Column("prefix", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "year"),
    )
    op.create_table(
        "principle_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("version"),
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("counted_under", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_failure_at"), ["at"], unique=False)
        batch_op.create_index("sign_in_failure_counted", ["counted_under", "at"], unique=False)

    op.create_table(
        "ab_group_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("role_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["ab_group.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["role_id"], ["ab_role.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("group_id", "role_id"),
    )
    with op.batch_alter_table("ab_group_role", schema=None) as batch_op:
        batch_op.create_index("idx_group_id", ["group_id"], unique=False)
        batch_op.create_index("idx_group_role_id", ["role_id"], unique=False)

    op.create_table(
        "ab_permission_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permission_id", sa.Integer(), nullable=False),
        sa.Column("view_menu_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["permission_id"],
            ["ab_permission.id"],
        ),
        sa.ForeignKeyConstraint(
            ["view_menu_id"],
            ["ab_view_menu.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("permission_id", "view_menu_id"),
    )
    with op.batch_alter_table("ab_permission_view", schema=None) as batch_op:
        batch_op.create_index("idx_permission_id", ["permission_id"], unique=False)
        batch_op.create_index("idx_view_menu_id", ["view_menu_id"], unique=False)

    op.create_table(
        "ab_user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(length=64), nullable=False),
        sa.Column("last_name", sa.String(length=64), nullable=False),
        sa.Column("username", sa.String(length=128), nullable=False),
        sa.Column("password", sa.String(length=256), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("last_login", sa.DateTime(), nullable=True),
        sa.Column("login_count", sa.Integer(), nullable=True),
        sa.Column("fail_login_count", sa.Integer(), nullable=True),
        sa.Column("created_on", sa.DateTime(), nullable=True),
        sa.Column("changed_on", sa.DateTime(), nullable=True),
        sa.Column("created_by_fk", sa.Integer(), nullable=True),
        sa.Column("changed_by_fk", sa.Integer(), nullable=True),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("locale", sa.String(length=5), server_default="lv", nullable=False),
        sa.Column("theme", sa.String(length=10), server_default="auto", nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_fk"],
            ["ab_user.id"],
        ),
        sa.ForeignKeyConstraint(
            ["created_by_fk"],
            ["ab_user.id"],
        ),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="user_institution"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
        sa.UniqueConstraint("username"),
    )
    with op.batch_alter_table("ab_user", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ab_user_institution_id"), ["institution_id"], unique=False)

    op.create_table(
        "domain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_lv", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column(
            "certainty",
            sa.Enum(
                "confirmed",
                "likely",
                "check",
                "unofficial",
                name="domain_certainty",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("architect_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["architect_id"], ["institution.id"], name="domain_architect"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "principle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column(
            "group_name",
            sa.Enum(
                "security",
                "practice",
                name="principle_group",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title_lv", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("hint_lv", sa.String(length=500), nullable=False),
        sa.Column("hint_en", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["principle_list.id"], name="principle_in_list"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("list_id", "code", name="principle_once_in_list"),
    )
    op.create_table(
        "resource",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name_lv", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "information_system",
                "platform",
                "tool",
                "infrastructure",
                "service",
                name="resource_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column(
            "certainty",
            sa.Enum(
                "confirmed",
                "likely",
                "check",
                "unofficial",
                name="resource_certainty",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "active",
                "liquidated",
                "cancelled",
                name="resource_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("name_key", sa.String(length=300), nullable=False),
        sa.Column("sort_key", sa.String(length=700), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 60", name="resource_code_length"),
        sa.CheckConstraint("successor_id IS NULL OR successor_id <> id", name="resource_not_own_successor"),
        sa.ForeignKeyConstraint(["holder_id"], ["institution.id"], name="resource_holder"),
        sa.ForeignKeyConstraint(["successor_id"], ["resource.id"], name="resource_successor"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    with op.batch_alter_table("resource", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resource_name_key"), ["name_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_resource_sort_key"), ["sort_key"], unique=False)
        batch_op.create_index("resource_holder_code", ["holder_id", "code"], unique=False)

    op.create_table(
        "ab_api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=256), nullable=False),
        sa.Column("key_hash", sa.String(length=256), nullable=False),
        sa.Column("lookup_hash", sa.String(length=256), nullable=True),
        sa.Column("key_prefix", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_on", sa.DateTime(), nullable=True),
        sa.Column("expires_on", sa.DateTime(), nullable=True),
        sa.Column("revoked_on", sa.DateTime(), nullable=True),
        sa.Column("last_used_on", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("lookup_hash"),
        sa.UniqueConstraint("uuid"),
    )
    with op.batch_alter_table("ab_api_key", schema=None) as batch_op:
        batch_op.create_index("idx_api_key_lookup_hash", ["lookup_hash"], unique=True)
        batch_op.create_index("idx_api_key_prefix", ["key_prefix"], unique=False)
        batch_op.create_index("idx_api_key_user_id", ["user_id"], unique=False)

    op.create_table(
        "ab_permission_view_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("permission_view_id", sa.Integer(), nullable=True),
        sa.Column("role_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["permission_view_id"], ["ab_permission_view.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["role_id"], ["ab_role.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("permission_view_id", "role_id"),
    )
    with op.batch_alter_table("ab_permission_view_role", schema=None) as batch_op:
        batch_op.create_index("idx_permission_view_id", ["permission_view_id"], unique=False)
        batch_op.create_index("idx_role_id", ["role_id"], unique=False)

    op.create_table(
        "ab_user_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["ab_group.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("user_id", "group_id"),
    )
    with op.batch_alter_table("ab_user_group", schema=None) as batch_op:
        batch_op.create_index("idx_user_group_id", ["group_id"], unique=False)
        batch_op.create_index("idx_user_id", ["user_id"], unique=False)

    op.create_table(
        "ab_user_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("role_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["role_id"], ["ab_role.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("user_id", "role_id"),
    )
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "in_control",
                "returned",
                "in_approval",
                "awaiting_decision",
                "approved",
                "rejected",
                "in_progress",
                "completed",
                "withdrawn",
                name="activity_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("first_submitted_on", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("principle_list_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "creation",
                "development",
                "liquidation",
                name="activity_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "urgency",
            sa.Enum(
                "normal",
                "emergency",
                name="activity_urgency",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("amends_id", sa.Integer(), nullable=True),
        sa.Column("resource_id", sa.Integer(), nullable=True),
        sa.Column("new_resource_name", sa.Text(), nullable=False),
        sa.Column(
            "new_resource_kind",
            sa.Enum(
                "information_system",
                "platform",
                "tool",
                "infrastructure",
                "service",
                name="activity_new_resource_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("domain_id", sa.Integer(), nullable=True),
        sa.Column("scope_new_system", sa.Boolean(), nullable=False),
        sa.Column("scope_functionality", sa.Boolean(), nullable=False),
        sa.Column("scope_architecture", sa.Boolean(), nullable=False),
        sa.Column("scope_infrastructure", sa.Boolean(), nullable=False),
        sa.Column("scope_others", sa.Boolean(), nullable=False),
        sa.Column("personal_data", sa.Boolean(), nullable=True),
        sa.Column("statistics", sa.Boolean(), nullable=False),
        sa.Column("heritage", sa.Boolean(), nullable=False),
        sa.Column("municipalities", sa.Boolean(), nullable=False),
        sa.Column("planned_start", sa.Date(), nullable=True),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.Column("budget_eur", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column(
            "funding_source",
            sa.Enum(
                "state_budget",
                "eu_funds",
                "municipal_budget",
                "own_revenue",
                "other",
                name="activity_funding_source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("risks", sa.Text(), nullable=False),
        sa.Column("backout_plan", sa.Text(), nullable=False),
        sa.Column(
            "liquidation_data_destiny",
            sa.Enum(
                "transfer",
                "archive",
                "delete",
                name="activity_data_destiny",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("liquidation_data_recipient", sa.Text(), nullable=False),
        sa.Column("liquidation_successor", sa.Text(), nullable=False),
        sa.Column("liquidation_no_successor_reason", sa.Text(), nullable=False),
        sa.Column("liquidation_user_notice", sa.Text(), nullable=False),
        sa.Column("actual_start", sa.Date(), nullable=True),
        sa.Column("actual_end", sa.Date(), nullable=True),
        sa.Column("actual_cost_eur", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("title_sort", sa.String(length=520), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("search_public", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(status = 'completed') = (actual_end IS NOT NULL)", name="activity_completed_has_end"
        ),
        sa.CheckConstraint("status <> 'in_approval' OR round >= 1", name="activity_in_approval_has_round"),
        sa.CheckConstraint(
            "status NOT IN ('approved', 'in_progress', 'completed') OR published_at IS NOT NULL",
            name="activity_approved_is_published",
        ),
        sa.CheckConstraint("revision >= 1", name="activity_revision_positive"),
        sa.CheckConstraint("round >= 0", name="activity_round_not_negative"),
        sa.ForeignKeyConstraint(["amends_id"], ["activity.id"], name="activity_amends"),
        sa.ForeignKeyConstraint(["created_by_id"], ["ab_user.id"], name="activity_author"),
        sa.ForeignKeyConstraint(["domain_id"], ["domain.id"], name="activity_domain"),
        sa.ForeignKeyConstraint(["holder_id"], ["institution.id"], name="activity_holder"),
        sa.ForeignKeyConstraint(["principle_list_id"], ["principle_list.id"], name="activity_principle_list"),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name="activity_resource"),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["ab_user.id"], name="activity_submitter"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index("activity_holder_number", ["holder_id", "number"], unique=False)
        batch_op.create_index("activity_kind_number", ["kind", "number"], unique=False)
        batch_op.create_index("activity_seen", ["round", "holder_id", "published_at"], unique=False)
        batch_op.create_index(
            "activity_holder_status", ["holder_id", "status", "round", "published_at"], unique=False
        )
        batch_op.create_index("activity_status_number", ["status", "number"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_created_by_id"), ["created_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_resource_id"), ["resource_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_submitted_by_id"), ["submitted_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_activity_title_sort"), ["title_sort"], unique=False)

    op.create_table(
        "dependency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consumer_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "data_exchange",
                "uses_service",
                "hosted_on",
                "part_of",
                name="dependency_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("description_lv", sa.String(length=500), nullable=False),
        sa.Column(
            "certainty",
            sa.Enum(
                "confirmed",
                "likely",
                "check",
                "unofficial",
                name="dependency_certainty",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("consumer_id <> provider_id", name="dependency_not_on_itself"),
        sa.ForeignKeyConstraint(["consumer_id"], ["resource.id"], name="dependency_consumer"),
        sa.ForeignKeyConstraint(["provider_id"], ["resource.id"], name="dependency_provider"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("consumer_id", "provider_id", "kind", name="dependency_once"),
    )
    with op.batch_alter_table("dependency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dependency_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "activity_affected_institution",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name="activity_affected_institution_activity"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="activity_affected_institution_institution"
        ),
        sa.PrimaryKeyConstraint("activity_id", "institution_id"),
    )
    with op.batch_alter_table("activity_affected_institution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_affected_institution_institution_id"), ["institution_id"], unique=False
        )

    op.create_table(
        "activity_affected_resource",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="activity_affected_resource_activity"),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name="activity_affected_resource_resource"),
        sa.PrimaryKeyConstraint("activity_id", "resource_id"),
    )
    with op.batch_alter_table("activity_affected_resource", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_affected_resource_resource_id"), ["resource_id"], unique=False
        )

    op.create_table(
        "activity_principle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "met",
                "partly",
                "not_applicable",
                name="principle_answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="activity_principle_activity"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("activity_id", "code", name="activity_principle_once"),
    )
    op.create_table(
        "activity_suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column(
            "use_as",
            sa.Enum(
                "used",
                "affected",
                name="suggestion_use",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reason = '' OR accepted IS NOT NULL", name="activity_suggestion_reason"),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="activity_suggestion_activity"),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name="activity_suggestion_resource"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("activity_id", "resource_id", name="activity_suggestion_once"),
    )
    op.create_table(
        "activity_used_resource",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="activity_used_resource_activity"),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name="activity_used_resource_resource"),
        sa.PrimaryKeyConstraint("activity_id", "resource_id"),
    )
    with op.batch_alter_table("activity_used_resource", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_activity_used_resource_resource_id"), ["resource_id"], unique=False
        )

    op.create_table(
        "approval_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule_set", sa.String(length=80), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="round_activity"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("activity_id", "number", name="round_once"),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf_of_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column(
            "from_status",
            sa.Enum(
                "draft",
                "in_control",
                "returned",
                "in_approval",
                "awaiting_decision",
                "approved",
                "rejected",
                "in_progress",
                "completed",
                "withdrawn",
                name="event_from_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "draft",
                "in_control",
                "returned",
                "in_approval",
                "awaiting_decision",
                "approved",
                "rejected",
                "in_progress",
                "completed",
                "withdrawn",
                name="event_to_status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="event_activity"),
        sa.ForeignKeyConstraint(["actor_id"], ["ab_user.id"], name="event_actor"),
        sa.ForeignKeyConstraint(["on_behalf_of_id"], ["ab_user.id"], name="event_on_behalf_of"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("activity_id", "seq", name="event_once"),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_at"), ["at"], unique=False)

    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column(
            "message",
            sa.Enum(
                "submitted",
                "returned",
                "opinion_asked",
                "opened",
                "info_requested",
                "remark",
                "answered",
                "round_closed",
                "decided",
                "overruled",
                "withdrawn",
                "started",
                "completed",
                "reminder",
                "overdue",
                "nobody_to_vote",
                name="notification_message",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("message_values", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sent",
                "retry",
                "failed",
                "kept",
                name="notification_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="notification_activity"),
        sa.ForeignKeyConstraint(["recipient_id"], ["ab_user.id"], name="notification_recipient"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("message_id"),
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notification_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index("notification_delivery", ["state", "next_attempt_at"], unique=False)
        batch_op.create_index("notification_inbox", ["recipient_id", "created_at"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="revision_activity"),
        sa.ForeignKeyConstraint(["saved_by_id"], ["ab_user.id"], name="revision_saved_by"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("activity_id", "number", name="revision_once"),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "approve",
                "reject",
                "return",
                name="decision_outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reasoning", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reasoning <> ''", name="decision_says_why"),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="decision_activity"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["ab_user.id"], name="decision_by"),
        sa.ForeignKeyConstraint(["round_id"], ["approval_round.id"], name="decision_round"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("round_id", name="decision_once_in_round"),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_activity_id"), ["activity_id"], unique=False)

    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("watches", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "answered",
                "info_requested",
                "not_answered",
                "carried_over",
                name="requirement_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "choice",
            sa.Enum(
                "approve",
                "approve_with_proposals",
                "object",
                "need_info",
                "not_applicable",
                name="requirement_choice",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("NOT fixed OR choice <> 'not_applicable'", name="requirement_fixed_must_answer"),
        sa.CheckConstraint(
            "state <> 'answered' OR answered_at IS NOT NULL", name="requirement_answered_has_moment"
        ),
        sa.CheckConstraint(
            "state <> 'answered' OR choice IS NOT NULL", name="requirement_answered_has_choice"
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="requirement_activity"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="requirement_institution"),
        sa.ForeignKeyConstraint(["round_id"], ["approval_round.id"], name="requirement_round"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("round_id", "institution_id", name="requirement_once"),
    )
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.create_index(
            "requirement_activity_institution", ["activity_id", "institution_id"], unique=False
        )
        batch_op.create_index("requirement_institution_state", ["institution_id", "state"], unique=False)

    op.create_table(
        "objection_resolution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column(
            "resolution",
            sa.Enum("overrule", name="resolution_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reasoning", sa.Text(), nullable=False),
        sa.CheckConstraint("reasoning <> ''", name="resolution_says_why"),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="resolution_activity"),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name="resolution_decision"),
        sa.ForeignKeyConstraint(["requirement_id"], ["requirement.id"], name="resolution_requirement"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("decision_id", "requirement_id", name="resolution_once"),
    )
    with op.batch_alter_table("objection_resolution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_objection_resolution_activity_id"), ["activity_id"], unique=False
        )

    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("voter_id", sa.Integer(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum(
                "approve",
                "approve_with_proposals",
                "object",
                "need_info",
                "not_applicable",
                name="vote_choice",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status_after",
            sa.Enum(
                "draft",
                "in_control",
                "returned",
                "in_approval",
                "awaiting_decision",
                "approved",
                "rejected",
                "in_progress",
                "completed",
                "withdrawn",
                name="vote_status_after",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("request_key", sa.String(length=64), nullable=True),
        sa.Column("request_hash", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "choice NOT IN ('need_info', 'not_applicable') OR comment <> ''", name="vote_says_why"
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="vote_activity"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="vote_institution"),
        sa.ForeignKeyConstraint(["requirement_id"], ["requirement.id"], name="vote_requirement"),
        sa.ForeignKeyConstraint(["voter_id"], ["ab_user.id"], name="vote_voter"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("requirement_id", "seq", name="vote_once"),
        sa.UniqueConstraint("voter_id", "request_key", name="vote_request_once"),
    )
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_activity_id"), ["activity_id"], unique=False)

    op.create_table(
        "remark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "objection",
                "proposal",
                name="remark_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("section", sa.String(length=80), nullable=False),
        sa.Column("current_text", sa.Text(), nullable=False),
        sa.Column("proposed_text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("reason <> ''", name="remark_says_why"),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="remark_activity"),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name="remark_vote"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remark_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_remark_vote_id"), ["vote_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("remark_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("text <> ''", name="answer_says_something"),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="answer_activity"),
        sa.ForeignKeyConstraint(["author_id"], ["ab_user.id"], name="answer_author"),
        sa.ForeignKeyConstraint(["remark_id"], ["remark.id"], name="answer_remark"),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name="answer_vote"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_remark_id"), ["remark_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_vote_id"), ["vote_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_vote_id"))
        batch_op.drop_index(batch_op.f("ix_answer_remark_id"))
        batch_op.drop_index(batch_op.f("ix_answer_activity_id"))

    op.drop_table("answer")
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remark_vote_id"))
        batch_op.drop_index(batch_op.f("ix_remark_activity_id"))

    op.drop_table("remark")
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_activity_id"))

    op.drop_table("vote")
    with op.batch_alter_table("objection_resolution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objection_resolution_activity_id"))

    op.drop_table("objection_resolution")
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.drop_index("requirement_institution_state")
        batch_op.drop_index("requirement_activity_institution")

    op.drop_table("requirement")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_activity_id"))

    op.drop_table("decision")
    op.drop_table("revision")
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_index("notification_inbox")
        batch_op.drop_index("notification_delivery")
        batch_op.drop_index(batch_op.f("ix_notification_activity_id"))

    op.drop_table("notification")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_at"))

    op.drop_table("event")
    op.drop_table("approval_round")
    with op.batch_alter_table("activity_used_resource", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_used_resource_resource_id"))

    op.drop_table("activity_used_resource")
    op.drop_table("activity_suggestion")
    op.drop_table("activity_principle")
    with op.batch_alter_table("activity_affected_resource", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_affected_resource_resource_id"))

    op.drop_table("activity_affected_resource")
    with op.batch_alter_table("activity_affected_institution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_affected_institution_institution_id"))

    op.drop_table("activity_affected_institution")
    with op.batch_alter_table("dependency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dependency_provider_id"))

    op.drop_table("dependency")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_activity_title_sort"))
        batch_op.drop_index(batch_op.f("ix_activity_submitted_by_id"))
        batch_op.drop_index(batch_op.f("ix_activity_resource_id"))
        batch_op.drop_index(batch_op.f("ix_activity_created_by_id"))
        batch_op.drop_index("activity_status_number")
        batch_op.drop_index("activity_holder_status")
        batch_op.drop_index("activity_seen")
        batch_op.drop_index("activity_kind_number")
        batch_op.drop_index("activity_holder_number")

    op.drop_table("activity")
    op.drop_table("ab_user_role")
    with op.batch_alter_table("ab_user_group", schema=None) as batch_op:
        batch_op.drop_index("idx_user_id")
        batch_op.drop_index("idx_user_group_id")

    op.drop_table("ab_user_group")
    with op.batch_alter_table("ab_permission_view_role", schema=None) as batch_op:
        batch_op.drop_index("idx_role_id")
        batch_op.drop_index("idx_permission_view_id")

    op.drop_table("ab_permission_view_role")
    with op.batch_alter_table("ab_api_key", schema=None) as batch_op:
        batch_op.drop_index("idx_api_key_user_id")
        batch_op.drop_index("idx_api_key_prefix")
        batch_op.drop_index("idx_api_key_lookup_hash")

    op.drop_table("ab_api_key")
    with op.batch_alter_table("resource", schema=None) as batch_op:
        batch_op.drop_index("resource_holder_code")
        batch_op.drop_index(batch_op.f("ix_resource_sort_key"))
        batch_op.drop_index(batch_op.f("ix_resource_name_key"))

    op.drop_table("resource")
    op.drop_table("principle")
    op.drop_table("domain")
    with op.batch_alter_table("ab_user", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ab_user_institution_id"))

    op.drop_table("ab_user")
    with op.batch_alter_table("ab_permission_view", schema=None) as batch_op:
        batch_op.drop_index("idx_view_menu_id")
        batch_op.drop_index("idx_permission_id")

    op.drop_table("ab_permission_view")
    with op.batch_alter_table("ab_group_role", schema=None) as batch_op:
        batch_op.drop_index("idx_group_role_id")
        batch_op.drop_index("idx_group_id")

    op.drop_table("ab_group_role")
    with op.batch_alter_table("sign_in_failure", schema=None) as batch_op:
        batch_op.drop_index("sign_in_failure_counted")
        batch_op.drop_index(batch_op.f("ix_sign_in_failure_at"))

    op.drop_table("sign_in_failure")
    op.drop_table("principle_list")
    op.drop_table("number_series")
    with op.batch_alter_table("institution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_institution_sort_key"))

    op.drop_table("institution")
    op.drop_table("calendar_override")
    op.drop_table("ab_view_menu")
    op.drop_table("ab_role")
    op.drop_table("ab_register_user")
    op.drop_table("ab_permission")
    op.drop_table("ab_group")
