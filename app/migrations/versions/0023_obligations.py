"""Obligations with what is reported on them, and the messages about them."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ADDED = ("obligation_reported", "obligation_changed", "obligation_due", "obligation_overdue")
STATES = ("proposed", "open", "reported", "fulfilled", "released", "lapsed")


def upgrade() -> None:
    _obligations()
    _reports()
    _allow("notification", "message", "notification_message", ADDED)
    _allow("objection_resolution", "resolution", "resolution_kind", ("obligation",))


def downgrade() -> None:
    """Forget the messages with what they tell of; an objection that became an obligation was overruled."""
    told = ", ".join(f"'{one}'" for one in ADDED)
    op.execute(sa.text(f"DELETE FROM notification WHERE message IN ({told})"))  # noqa: S608  (words of ours)
    _allow("notification", "message", "notification_message", ADDED, forbid=True)
    _unlock("objection_resolution")
    op.execute(sa.text("UPDATE objection_resolution SET resolution = 'overrule'"))
    _allow("objection_resolution", "resolution", "resolution_kind", ("obligation",), forbid=True)
    op.drop_table("obligation_report")
    op.drop_table("obligation")


def _obligations() -> None:
    op.create_table(
        "obligation",
        sa.Column("id", sa.Integer(), nullable=False),
        _to("activity", "activity_id", "obligation_activity"),
        _word("source", "obligation_source", "vote", "objection", "decision"),
        _to("vote", "vote_id", "obligation_vote", nullable=True),
        _to("decision", "decision_id", "obligation_decision", nullable=True),
        _to("institution", "asked_by_id", "obligation_asked_by", nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        _word("status", "obligation_status", *STATES),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("text <> ''", name="obligation_says_what"),
        sa.CheckConstraint("(source = 'vote') = (vote_id IS NOT NULL)", name="obligation_of_vote"),
        sa.CheckConstraint("(source = 'vote') = (decision_id IS NULL)", name="obligation_of_decision"),
        sa.CheckConstraint(
            "source = 'decision' OR asked_by_id IS NOT NULL", name="obligation_of_institution"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.create_index("obligation_of_activity", ["activity_id", "status"])
        batch_op.create_index("obligation_due", ["status", "due_on"])
        batch_op.create_index(batch_op.f("ix_obligation_vote_id"), ["vote_id"])
        batch_op.create_index(batch_op.f("ix_obligation_decision_id"), ["decision_id"])


def _reports() -> None:
    op.create_table(
        "obligation_report",
        sa.Column("id", sa.Integer(), nullable=False),
        _to("activity", "activity_id", "obligation_report_activity"),
        _to("obligation", "obligation_id", "obligation_report_of"),
        sa.Column("text", sa.Text(), nullable=False),
        _to("attachment", "attachment_id", "obligation_report_attachment", nullable=True),
        _to("ab_user", "reported_by_id", "obligation_report_by"),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("text <> ''", name="obligation_report_says_something"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("obligation_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_obligation_report_activity_id"), ["activity_id"])
        batch_op.create_index(batch_op.f("ix_obligation_report_obligation_id"), ["obligation_id"])


def _to(table: str, column: str, name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(column, sa.Integer(), sa.ForeignKey(f"{table}.id", name=name), nullable=nullable)


def _word(column: str, name: str, *words: str) -> sa.Column[str]:
    kept = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(column, kept, nullable=False)


def _allow(table: str, column: str, name: str, words: tuple[str, ...], forbid: bool = False) -> None:
    """Let a column hold these words, too, or no longer, whatever others it holds."""
    known = {one["name"]: one["sqltext"] for one in sa.inspect(op.get_bind()).get_check_constraints(table)}
    kept = [one for one in re.findall(r"'(\w+)'", known[name]) if one not in words]
    allowed = ", ".join(f"'{one}'" for one in (*kept, *(() if forbid else words)))
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"{column} IN ({allowed})")


def _unlock(table: str) -> None:
    """Take away what keeps a table append-only; it is laid again after the next upgrade."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(sa.text(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}"))
    else:
        op.execute(sa.text(f"DROP TRIGGER IF EXISTS {table}_no_update"))
