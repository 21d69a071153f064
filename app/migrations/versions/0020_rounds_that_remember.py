"""A round remembers whose vote stays in force, and why the others are asked again."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MESSAGES = (
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
    "due_moved",
    "invitation",
    "password_reset",
    "password_changed",
    "administrator_asked",
    "administrator_approved",
    "administrator_refused",
    "substitution_set",
    "substitution_ended",
    "work_handed_over",
)


def upgrade() -> None:
    with op.batch_alter_table("requirement") as batch_op:
        batch_op.add_column(sa.Column("carried_from_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("again_because", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.create_foreign_key("requirement_carried_from", "requirement", ["carried_from_id"], ["id"])
        batch_op.create_check_constraint(
            "requirement_carried_from_one", "(state = 'carried_over') = (carried_from_id IS NOT NULL)"
        )
    with op.batch_alter_table("requirement") as batch_op:
        batch_op.alter_column("again_because", server_default=None)
    _allow((*MESSAGES, "carried_over", "no_longer_asked"))


def downgrade() -> None:
    _allow(MESSAGES)
    with op.batch_alter_table("requirement") as batch_op:
        batch_op.drop_constraint("requirement_carried_from_one", type_="check")
        batch_op.drop_constraint("requirement_carried_from", type_="foreignkey")
        batch_op.drop_column("again_because")
        batch_op.drop_column("carried_from_id")


def _allow(messages: tuple[str, ...]) -> None:
    allowed = ", ".join(f"'{one}'" for one in messages)
    with op.batch_alter_table("notification") as batch_op:
        batch_op.drop_constraint("notification_message", type_="check")
        batch_op.create_check_constraint("notification_message", f"message IN ({allowed})")
