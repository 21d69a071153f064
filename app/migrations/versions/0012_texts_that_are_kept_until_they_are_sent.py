"""Texts that are kept until they are sent."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kept_key", sa.String(length=120), nullable=False),
        sa.Column("kept_fields", sa.JSON(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name="kept_text_user"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("user_id", "kept_key", name="kept_text_once"),
    )
    with op.batch_alter_table("kept_text", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_text_saved_at"), ["saved_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("kept_text", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_text_saved_at"))

    op.drop_table("kept_text")
