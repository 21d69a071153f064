"""Days that were run, how people want their mail, two more messages, and emergencies that say why."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0021"
branch_labels = None
depends_on = None

MESSAGES = (
    "submitted",
    "returned",
    "opinion_asked",
    "opened",
    "carried_over",
    "no_longer_asked",
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
    "invitation",
    "password_reset",
    "password_changed",
    "administrator_asked",
    "administrator_approved",
    "administrator_refused",
    "substitution_set",
    "substitution_ended",
    "work_handed_over",
    "due_moved",
    "attached",
    "commented",
    "mentioned",
    "replied",
    "noted",
)
ADDED = ("unfinished", "digest")
STATES = ("queued", "sent", "retry", "failed", "kept")
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
    _allow("notification_message", "message", (*MESSAGES, *ADDED))
    _allow("notification_state", "state", (*STATES, *ADDED_STATES))


def downgrade() -> None:
    """Keep what was not mailed by itself as if there had been no server."""
    op.execute(sa.text(f"DELETE FROM notification WHERE message IN ({_listed(ADDED)})"))  # noqa: S608  (ours)
    kept = f"UPDATE notification SET state = 'kept' WHERE state IN ({_listed(ADDED_STATES)})"  # noqa: S608
    op.execute(sa.text(kept))
    _allow("notification_state", "state", STATES)
    _allow("notification_message", "message", MESSAGES)
    with op.batch_alter_table("activity") as batch_op:
        for name in OF_EMERGENCIES:
            batch_op.drop_column(name)
    with op.batch_alter_table("ab_user") as batch_op:
        batch_op.drop_column("mail_ways")
    op.drop_table("daily_run")


def _allow(constraint: str, column: str, words: tuple[str, ...]) -> None:
    with op.batch_alter_table("notification") as batch_op:
        batch_op.drop_constraint(constraint, type_="check")
        batch_op.create_check_constraint(constraint, f"{column} IN ({_listed(words)})")


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{one}'" for one in words)
