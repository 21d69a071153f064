"""Browsers that an account has come in with are known, so that failures of others do not hold them up."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_browser",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name_hash", sa.String(length=64), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name="known_browser_user"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("user_id", "name_hash", name="known_browser_once"),
    )
    op.create_index("ix_known_browser_seen_at", "known_browser", ["seen_at"])


def downgrade() -> None:
    op.drop_table("known_browser")
