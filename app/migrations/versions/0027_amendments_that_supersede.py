"""An amendment that is approved supersedes what it amends; closing notices that come late are marked."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ADDED = "superseded"
KEPT_IN = (
    ("activity", "status", "activity_status"),
    ("event", "from_status", "event_from_status"),
    ("event", "to_status", "event_to_status"),
    ("vote", "status_after", "vote_status_after"),
    ("notification", "message", "notification_message"),
)
PUBLISHED = ("approved", "in_progress", "completed")


def upgrade() -> None:
    for table, column, name in KEPT_IN:
        _allow(table, column, name, (*_allowed(table, name), ADDED))
    _publish((*PUBLISHED, ADDED))
    op.create_index("ix_activity_amends_id", "activity", ["amends_id"])
    op.add_column("activity", sa.Column("notice_late", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Only while nothing was superseded: history does not change."""
    superseded = sa.text("SELECT count(*) FROM activity WHERE status = :added")
    if op.get_bind().scalar(superseded.bindparams(added=ADDED)):
        raise RuntimeError("An activity was superseded already: its history cannot be told without the word")
    op.drop_column("activity", "notice_late")
    op.drop_index("ix_activity_amends_id", "activity")
    op.execute(sa.text("DELETE FROM notification WHERE message = :added").bindparams(added=ADDED))
    _publish(PUBLISHED)
    for table, column, name in KEPT_IN:
        _allow(table, column, name, tuple(one for one in _allowed(table, name) if one != ADDED))


def _publish(statuses: tuple[str, ...]) -> None:
    with op.batch_alter_table("activity") as batch_op:
        batch_op.drop_constraint("activity_approved_is_published", type_="check")
        batch_op.create_check_constraint(
            "activity_approved_is_published",
            f"status NOT IN ({_listed(statuses)}) OR published_at IS NOT NULL",
        )


def _allowed(table: str, name: str) -> tuple[str, ...]:
    """Return the words that the database knows."""
    checks = sa.inspect(op.get_bind()).get_check_constraints(table)
    text = next(one["sqltext"] for one in checks if one["name"] == name)
    return tuple(re.findall(r"'(\w+)'", text))


def _allow(table: str, column: str, name: str, words: tuple[str, ...]) -> None:
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"{column} IN ({_listed(words)})")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{one}'" for one in words)
