"""Activities can be listed in the order of their last change."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    with op.batch_alter_table("activity") as batch_op:
        batch_op.add_column(sa.Column("changed_at", moment, nullable=True))
    _fill()
    with op.batch_alter_table("activity") as batch_op:
        batch_op.alter_column("changed_at", existing_type=moment, nullable=False)
        batch_op.create_index("activity_changed_number", ["changed_at", "number"])


def downgrade() -> None:
    with op.batch_alter_table("activity") as batch_op:
        batch_op.drop_index("activity_changed_number")
        batch_op.drop_column("changed_at")


def _fill() -> None:
    """The last event says when it was."""
    activity = sa.table("activity", *(sa.column(name) for name in ("id", "created_at", "changed_at")))
    event = sa.table("event", *(sa.column(name) for name in ("activity_id", "seq", "at")))
    of_card = sa.select(event.c.at).where(event.c.activity_id == activity.c.id)
    last = of_card.order_by(event.c.seq.desc()).limit(1).scalar_subquery()
    op.execute(activity.update().values(changed_at=sa.func.coalesce(last, activity.c.created_at)))
