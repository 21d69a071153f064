"""Rule sets that are uploaded and dated, and kept answers of the questionnaire."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "no_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("rule_set", sa.String(length=80), nullable=False),
        sa.CheckConstraint("title <> ''", name="no_need_says_what"),
        sa.ForeignKeyConstraint(["created_by_id"], ["ab_user.id"], name="no_need_author"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="no_need_of_institution"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    with op.batch_alter_table("no_need", schema=None) as batch_op:
        batch_op.create_index("no_need_institution", ["institution_id", "id"], unique=False)

    op.create_table(
        "rule_set",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["ab_user.id"], name="rule_set_uploaded_by"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "rule_set_start",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["ab_user.id"], name="rule_set_proposed_by"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("rule_set_start", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_set_start_code"), ["code"], unique=False)

    op.create_table(
        "rule_set_decision",
        sa.Column("start_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("approved OR reason <> ''", name="rule_set_refusal_says_why"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["ab_user.id"], name="rule_set_decided_by"),
        sa.ForeignKeyConstraint(["start_id"], ["rule_set_start.id"], name="rule_set_decision_start"),
        sa.PrimaryKeyConstraint("start_id"),
    )


def downgrade() -> None:
    op.drop_table("rule_set_decision")
    with op.batch_alter_table("rule_set_start", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rule_set_start_code"))

    op.drop_table("rule_set_start")
    op.drop_table("rule_set")
    with op.batch_alter_table("no_need", schema=None) as batch_op:
        batch_op.drop_index("no_need_institution")

    op.drop_table("no_need")
