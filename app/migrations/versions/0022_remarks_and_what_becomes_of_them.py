"""Answers say how far a remark is followed, votes whom an activity concerns instead."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ADDED = "objection_withdrawn"
RESOLUTIONS = "'accepted', 'partly', 'not_accepted'"


def upgrade() -> None:
    with op.batch_alter_table("answer") as batch_op:
        batch_op.add_column(sa.Column("resolution", sa.String(length=40), nullable=True))
        batch_op.create_check_constraint("answer_resolution", f"resolution IN ({RESOLUTIONS})")
        batch_op.create_check_constraint(
            "answer_resolves_a_remark", "remark_id IS NOT NULL OR resolution IS NULL"
        )
    with op.batch_alter_table("vote") as batch_op:
        batch_op.add_column(sa.Column("suggested_institution_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            "vote_suggested_institution", "institution", ["suggested_institution_id"], ["id"]
        )
        batch_op.create_check_constraint(
            "vote_suggests_instead", "suggested_institution_id IS NULL OR choice = 'not_applicable'"
        )
    _allow(added=True)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM notification WHERE message = :added").bindparams(added=ADDED))
    _allow(added=False)
    with op.batch_alter_table("vote") as batch_op:
        batch_op.drop_constraint("vote_suggests_instead", type_="check")
        batch_op.drop_constraint("vote_suggested_institution", type_="foreignkey")
        batch_op.drop_column("suggested_institution_id")
    with op.batch_alter_table("answer") as batch_op:
        batch_op.drop_constraint("answer_resolves_a_remark", type_="check")
        batch_op.drop_constraint("answer_resolution", type_="check")
        batch_op.drop_column("resolution")


def _allow(added: bool) -> None:
    """Let the database know the new message, or forget it, beside those that it knows."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("notification")
    laid = next(one["sqltext"] for one in checks if one["name"] == "notification_message")
    known = [one for one in re.findall(r"'(\w+)'", laid) if one != ADDED]
    allowed = ", ".join(f"'{one}'" for one in (*known, *([ADDED] if added else [])))
    with op.batch_alter_table("notification") as batch_op:
        batch_op.drop_constraint("notification_message", type_="check")
        batch_op.create_check_constraint("notification_message", f"message IN ({allowed})")
