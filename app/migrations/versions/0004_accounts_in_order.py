"""Accounts are found by folded text and stand in the order of the Latvian alphabet."""

import sqlalchemy as sa
from alembic import op

from rules.text import fold, sort_key

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ab_user") as batch_op:
        batch_op.add_column(sa.Column("name_sort", sa.String(300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("search_text", sa.Text(), server_default="", nullable=False))
    _fill()


def downgrade() -> None:
    with op.batch_alter_table("ab_user") as batch_op:
        batch_op.drop_column("search_text")
        batch_op.drop_column("name_sort")


def _fill() -> None:
    names = ("id", "first_name", "last_name", "username", "email", "name_sort", "search_text")
    users = sa.table("ab_user", *(sa.column(name) for name in names))
    connection = op.get_bind()
    for row in connection.execute(sa.select(users)).all():
        filled = {
            "name_sort": sort_key(f"{row.first_name} {row.last_name}")[:300],
            "search_text": fold(f"{row.first_name} {row.last_name} {row.username} {row.email}"),
        }
        connection.execute(users.update().where(users.c.id == row.id).values(filled))
