"""Questions that nobody has answered are not a no."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

QUESTIONS = ("statistics", "heritage", "municipalities")


def upgrade() -> None:
    """Let them stay unanswered. What was kept keeps its value: hashes are made of it."""
    with op.batch_alter_table("activity") as batch_op:
        for name in QUESTIONS:
            batch_op.alter_column(name, existing_type=sa.Boolean(), nullable=True)


def downgrade() -> None:
    activity = sa.table("activity", *(sa.column(name) for name in QUESTIONS))
    for name in QUESTIONS:
        op.execute(activity.update().where(activity.c[name].is_(None)).values({name: sa.false()}))
    with op.batch_alter_table("activity") as batch_op:
        for name in QUESTIONS:
            batch_op.alter_column(name, existing_type=sa.Boolean(), nullable=False)
