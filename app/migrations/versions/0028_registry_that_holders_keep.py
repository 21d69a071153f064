"""Resources say more, with a record of each change; dependencies are agreed by two sides."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ADDED = (
    *("dependency_proposed", "dependency_confirmed", "dependency_rejected", "dependency_ended"),
    "resource_entered",
)
STATES = ("proposed", "confirmed", "rejected", "ended")
IN_FORCE = sa.text("status IN ('proposed', 'confirmed')")
LEVELS = ("low", "medium", "high", "critical")
HOURS = ("office", "extended", "always")
SOURCES = ("page", "api", "import", "activity")
TEXTS = {"name_en": sa.String(300), "legal_basis": sa.Text(), "purpose": sa.Text()}
LINES = {"responsible": sa.String(300), "hosting": sa.String(300), "url": sa.String(500)}


def upgrade() -> None:
    with op.batch_alter_table("resource") as batch_op:
        for name, kind in (*TEXTS.items(), *LINES.items()):
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=""))
        batch_op.add_column(sa.Column("domain_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("resource_domain", "domain", ["domain_id"], ["id"])
        batch_op.add_column(sa.Column("personal_data", sa.Boolean(), nullable=True))
        batch_op.add_column(_word("criticality", "resource_criticality", *LEVELS))
        batch_op.add_column(sa.Column("maintainer_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("resource_maintainer", "institution", ["maintainer_id"], ["id"])
        batch_op.add_column(sa.Column("data_sets", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(_word("service_hours", "resource_service_hours", *HOURS))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("resource") as batch_op:
        for name in (*TEXTS, *LINES, "data_sets", "version"):
            batch_op.alter_column(name, server_default=None)
    _dependencies()
    _changes()
    _allow((*_allowed(), *ADDED))


def downgrade() -> None:
    """Forget what the registry did not know before, and dependencies that are not in force."""
    told = ", ".join(f"'{one}'" for one in ADDED)
    op.execute(sa.text(f"DELETE FROM notification WHERE message IN ({told})"))  # noqa: S608  (words of ours)
    _allow(tuple(one for one in _allowed() if one not in ADDED))
    op.drop_table("resource_change")
    op.execute(sa.text("DELETE FROM dependency WHERE status NOT IN ('proposed', 'confirmed')"))
    op.drop_index("dependency_once", "dependency")
    with op.batch_alter_table("dependency") as batch_op:
        batch_op.drop_constraint("dependency_proposed_by", type_="foreignkey")
        for name in ("proposed_by_id", "confirmed_on", "since", "until", "version"):
            batch_op.drop_column(name)
        batch_op.drop_constraint("dependency_status", type_="check")
        batch_op.drop_column("status")
        batch_op.create_unique_constraint("dependency_once", ["consumer_id", "provider_id", "kind"])
    with op.batch_alter_table("resource") as batch_op:
        for name in ("resource_domain", "resource_maintainer"):
            batch_op.drop_constraint(name, type_="foreignkey")
        for name in ("resource_criticality", "resource_service_hours"):
            batch_op.drop_constraint(name, type_="check")
        for name in (*TEXTS, *LINES, "domain_id", "personal_data", "criticality", "maintainer_id"):
            batch_op.drop_column(name)
        for name in ("data_sets", "service_hours", "version"):
            batch_op.drop_column(name)


def _dependencies() -> None:
    """What is there was entered by administrators: it is confirmed."""
    with op.batch_alter_table("dependency") as batch_op:
        batch_op.drop_constraint("dependency_once", type_="unique")
        batch_op.add_column(
            _word("status", "dependency_status", *STATES, nullable=False, server_default="confirmed")
        )
        batch_op.add_column(sa.Column("proposed_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("dependency_proposed_by", "institution", ["proposed_by_id"], ["id"])
        for name in ("confirmed_on", "since", "until"):
            batch_op.add_column(sa.Column(name, sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("dependency") as batch_op:
        for name in ("status", "version"):
            batch_op.alter_column(name, server_default=None)
    ends = ["consumer_id", "provider_id", "kind"]
    op.create_index(
        "dependency_once", "dependency", ends, unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE
    )


def _changes() -> None:
    op.create_table(
        "resource_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), sa.ForeignKey("ab_user.id", name="resource_change_by")),
        _word("source", "resource_change_source", *SOURCES, nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_resource_change_resource_id", "resource_change", ["resource_id"])


def _word(column: str, name: str, *words: str, nullable: bool = True, **options: str) -> sa.Column[str]:
    kept = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(column, kept, nullable=nullable, **options)


def _allowed() -> tuple[str, ...]:
    """Return the messages that the database knows."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("notification")
    text = next(one["sqltext"] for one in checks if one["name"] == "notification_message")
    return tuple(re.findall(r"'(\w+)'", text))


def _allow(words: tuple[str, ...]) -> None:
    allowed = ", ".join(f"'{one}'" for one in words)
    with op.batch_alter_table("notification") as batch_op:
        batch_op.drop_constraint("notification_message", type_="check")
        batch_op.create_check_constraint("notification_message", f"message IN ({allowed})")
