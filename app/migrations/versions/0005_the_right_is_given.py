"""People who have an account are told by mail that they were given the user-administrator right."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

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
    "invitation",
    "password_reset",
    "password_changed",
    "administrator_asked",
    "administrator_refused",
    "substitution_set",
    "substitution_ended",
    "work_handed_over",
)


def upgrade() -> None:
    _allow((*BEFORE, "administrator_approved"))


def downgrade() -> None:
    op.execute("DELETE FROM notification WHERE message = 'administrator_approved'")
    _allow(BEFORE)


def _allow(messages: tuple[str, ...]) -> None:
    allowed = ", ".join(f"'{one}'" for one in messages)
    with op.batch_alter_table("notification") as batch_op:
        batch_op.drop_constraint("notification_message", type_="check")
        batch_op.create_check_constraint("notification_message", f"message IN ({allowed})")
