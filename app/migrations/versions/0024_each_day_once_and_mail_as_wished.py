"""Days that were run, how people want their mail, two more messages, and emergencies that say why."""

import re
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ADDED = ("unfinished", "digest")
ADDED_STATES = ("gathered", "digested", "unmailed")
OF_EMERGENCIES = ("urgency_reason", "review")


def upgrade() -> None:
    op.create_table(
        "daily_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("day"),
    )
    with op.batch_alter_table("ab_user") as batch_op:
        batch_op.add_column(sa.Column("mail_ways", sa.JSON(), server_default="{}", nullable=False))
    with op.batch_alter_table("activity") as batch_op:
        for name in OF_EMERGENCIES:
            batch_op.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
    _allow("message", ADDED)
    _allow("state", ADDED_STATES)


def downgrade() -> None:
    """Keep what was not mailed by itself as if there had been no server."""
    op.execute(sa.text(f"DELETE FROM notification WHERE message IN ({_listed(ADDED)})"))  # noqa: S608  (ours)
    kept = f"UPDATE notification SET state = 'kept' WHERE state IN ({_listed(ADDED_STATES)})"  # noqa: S608
    op.execute(sa.text(kept))
    _allow("state", but=ADDED_STATES)
    _allow("message", but=ADDED)
    with op.batch_alter_table("activity") as batch_op:
        for name in OF_EMERGENCIES:
            batch_op.drop_column(name)
    with op.batch_alter_table("ab_user") as batch_op:
        batch_op.drop_column("mail_ways")
    op.drop_table("daily_run")


def _allow(column: str, added: tuple[str, ...] = (), but: tuple[str, ...] = ()) -> None:
    """Let the database know more words, or fewer, than it knows."""
    constraint = f"notification_{column}"
    checks = sa.inspect(op.get_bind()).get_check_constraints("notification")
    laid = next(one["sqltext"] for one in checks if one["name"] == constraint)
    known = [one for one in re.findall(r"'(\w+)'", laid) if one not in but]
    with op.batch_alter_table("notification") as batch_op:
        batch_op.drop_constraint(constraint, type_="check")
        batch_op.create_check_constraint(constraint, f"{column} IN ({_listed((*known, *added))})")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{one}'" for one in words)
