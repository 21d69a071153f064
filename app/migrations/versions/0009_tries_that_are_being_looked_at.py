"""A counted try says whether it is still being looked at: right ones wait for each other."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "sign_in_failure", sa.Column("pending", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    with op.batch_alter_table("sign_in_failure") as batch_op:
        batch_op.drop_column("pending")
