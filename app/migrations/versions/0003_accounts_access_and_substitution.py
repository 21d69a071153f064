"""Accounts, access and substitution."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Columns that name an account; each comes with its foreign key, so that SQLite need not copy the table.
ACCOUNTS = (
    ("activity", "caretaker_id", "activity_caretaker"),
    ("decision", "on_behalf_of_id", "decision_on_behalf_of"),
    ("vote", "on_behalf_of_id", "vote_on_behalf_of"),
)
BEFORE = (
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
)
MESSAGES = (
    *BEFORE,
    "invitation",
    "password_reset",
    "password_changed",
    "administrator_asked",
    "administrator_refused",
    "substitution_set",
    "substitution_ended",
    "work_handed_over",
)


@contextmanager
def _notification(messages: tuple[str, ...]) -> Iterator[BatchOperations]:
    """Change the outbox and what its messages may be."""
    allowed = ", ".join(f"'{one}'" for one in messages)
    with op.batch_alter_table("notification") as batch_op:
        batch_op.drop_constraint("notification_message", type_="check")
        batch_op.create_check_constraint("notification_message", f"message IN ({allowed})")
        yield batch_op


def upgrade() -> None:
    op.create_table(
        "account_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "signed_in",
                "signed_out",
                "sign_in_failed",
                "sign_in_delayed",
                "sessions_ended",
                "created",
                "changed",
                "roles_changed",
                "closed",
                "reopened",
                "pseudonymised",
                "work_handed_over",
                "invited",
                "reset_asked",
                "password_set",
                "link_refused",
                "second_factor_set",
                "second_factor_removed",
                "second_factor_failed",
                "recovery_code_used",
                "identity_linked",
                "identity_refused",
                "administrator_asked",
                "administrator_approved",
                "administrator_refused",
                "substitution_set",
                "substitution_ended",
                "key_created",
                "key_revoked",
                "key_refused",
                "exported",
                "downloaded",
                "refused",
                name="account_event_action",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("network", sa.String(length=45), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["ab_user.id"], name="account_event_subject"),
        sa.ForeignKeyConstraint(["actor_id"], ["ab_user.id"], name="account_event_actor"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="account_event_of_institution"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("account_event", schema=None) as batch_op:
        batch_op.create_index("account_event_account", ["account_id", "id"], unique=False)
        batch_op.create_index("account_event_institution", ["institution_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_event_at"), ["at"], unique=False)

    op.create_table(
        "account_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "invitation",
                "password_reset",
                name="account_link_purpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["ab_user.id"], name="account_link_author"),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name="account_link_user"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_link_user_id"), ["user_id"], unique=False)

    op.create_table(
        "administrator_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(length=64), nullable=False),
        sa.Column("last_name", sa.String(length=64), nullable=False),
        sa.Column("position", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("replaces", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "approved",
                "refused",
                name="administrator_request_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("looks_signed", sa.Boolean(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["ab_user.id"], name="administrator_request_decided_by"),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="administrator_request_institution"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name="administrator_request_user"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    with op.batch_alter_table("administrator_request", schema=None) as batch_op:
        batch_op.create_index("administrator_request_queue", ["state", "created_at"], unique=False)

    op.create_table(
        "external_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name="external_identity_user"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("issuer", "subject", name="external_identity_once"),
    )
    with op.batch_alter_table("external_identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_external_identity_user_id"), ["user_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=255), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name="recovery_code_user"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("user_id", "code_hash", name="recovery_code_once"),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_user_id"), ["user_id"], unique=False)

    op.create_table(
        "remembered_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name="remembered_device_user"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    with op.batch_alter_table("remembered_device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remembered_device_user_id"), ["user_id"], unique=False)

    op.create_table(
        "second_factor",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name="second_factor_user"),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.create_table(
        "substitution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("principal_id", sa.Integer(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "applicant",
                "change_controller",
                "cab_member",
                "cab_head",
                "user_admin",
                "admin",
                name="substitution_role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("principal_id <> substitute_id", name="substitution_of_another"),
        sa.CheckConstraint("until_on >= from_on", name="substitution_days_in_order"),
        sa.ForeignKeyConstraint(["created_by_id"], ["ab_user.id"], name="substitution_author"),
        sa.ForeignKeyConstraint(["principal_id"], ["ab_user.id"], name="substitution_principal_user"),
        sa.ForeignKeyConstraint(["substitute_id"], ["ab_user.id"], name="substitution_substitute_user"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("substitution", schema=None) as batch_op:
        batch_op.create_index("substitution_principal", ["principal_id", "until_on"], unique=False)
        batch_op.create_index("substitution_substitute", ["substitute_id", "until_on"], unique=False)

    op.add_column("ab_user", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ab_user", sa.Column("pseudonymised_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ab_user", sa.Column("is_service", sa.Boolean(), server_default=sa.false(), nullable=False))
    for column, default in (("address", ""), ("device", ""), ("way", "form")):
        length = {"address": 80, "device": 200, "way": 20}[column]
        op.add_column(
            "sign_in", sa.Column(column, sa.String(length=length), server_default=default, nullable=False)
        )
    for table, column, name in ACCOUNTS:
        reference = sa.ForeignKey("ab_user.id", name=name)
        op.add_column(table, sa.Column(column, sa.Integer(), reference), inline_references=True)
    op.create_index("ix_activity_caretaker_id", "activity", ["caretaker_id"])

    with _notification(MESSAGES) as batch_op:
        batch_op.add_column(sa.Column("address", sa.String(length=320), server_default="", nullable=False))
        batch_op.add_column(sa.Column("locale", sa.String(length=5), server_default="lv", nullable=False))
        batch_op.alter_column("recipient_id", existing_type=sa.Integer(), nullable=True)
        batch_op.alter_column("activity_id", existing_type=sa.Integer(), nullable=True)
        batch_op.create_check_constraint(
            "notification_goes_somewhere", "recipient_id IS NOT NULL OR address <> ''"
        )


def downgrade() -> None:
    op.execute("DELETE FROM notification WHERE activity_id IS NULL")
    with _notification(BEFORE) as batch_op:
        batch_op.drop_constraint("notification_goes_somewhere", type_="check")
        batch_op.alter_column("activity_id", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("recipient_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("locale")
        batch_op.drop_column("address")

    op.drop_index("ix_activity_caretaker_id", "activity")
    for table, column, _name in ACCOUNTS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)
    for column in ("way", "device", "address"):
        op.drop_column("sign_in", column)
    for column in ("is_service", "pseudonymised_at", "closed_at"):
        op.drop_column("ab_user", column)

    with op.batch_alter_table("substitution", schema=None) as batch_op:
        batch_op.drop_index("substitution_substitute")
        batch_op.drop_index("substitution_principal")

    op.drop_table("substitution")
    op.drop_table("second_factor")
    with op.batch_alter_table("remembered_device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remembered_device_user_id"))

    op.drop_table("remembered_device")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_user_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("external_identity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_external_identity_user_id"))

    op.drop_table("external_identity")
    with op.batch_alter_table("administrator_request", schema=None) as batch_op:
        batch_op.drop_index("administrator_request_queue")

    op.drop_table("administrator_request")
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_link_user_id"))

    op.drop_table("account_link")
    with op.batch_alter_table("account_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_event_at"))
        batch_op.drop_index("account_event_institution")
        batch_op.drop_index("account_event_account")

    op.drop_table("account_event")
