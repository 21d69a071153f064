"""Cards that are moved to those to be discussed, and the message about it."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0021"
branch_labels = None
depends_on = None

ADDED = ("pulled",)


def upgrade() -> None:
    with op.batch_alter_table("approval_round") as batch_op:
        for column in ("pulled_by", "pulled_for"):
            batch_op.add_column(sa.Column(f"{column}_id", sa.Integer(), nullable=True))
            batch_op.create_foreign_key(f"round_{column}", "ab_user", [f"{column}_id"], ["id"])
    _allow((*_allowed(), *ADDED))


def downgrade() -> None:
    """Forget the messages with what they tell of."""
    told = ", ".join(f"'{one}'" for one in ADDED)
    op.execute(sa.text(f"DELETE FROM notification WHERE message IN ({told})"))  # noqa: S608  (words of ours)
    _allow(tuple(one for one in _allowed() if one not in ADDED))
    with op.batch_alter_table("approval_round") as batch_op:
        for column in ("pulled_by", "pulled_for"):
            batch_op.drop_constraint(f"round_{column}", type_="foreignkey")
            batch_op.drop_column(f"{column}_id")


def _allowed() -> tuple[str, ...]:
    """Return the messages that the database knows."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("notification")
    text = next(one["sqltext"] for one in checks if one["name"] == "notification_message")
    return tuple(re.findall(r"'(\w+)'", text))


def _allow(words: tuple[str, ...]) -> None:
    allowed = ", ".join(f"'{one}'" for one in words)
    with op.batch_alter_table("notification") as batch_op:
        batch_op.drop_constraint("notification_message", type_="check")
        batch_op.create_check_constraint("notification_message", f"message IN ({allowed})")
