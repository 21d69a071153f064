"""Who reads English finds institutions in the order of their English names."""

import sqlalchemy as sa
from alembic import op

from rules.text import sort_key

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("institution") as batch_op:
        batch_op.add_column(sa.Column("sort_key_en", sa.String(700), server_default="", nullable=False))
        batch_op.create_index("ix_institution_sort_key_en", ["sort_key_en"])
    _fill()


def downgrade() -> None:
    with op.batch_alter_table("institution") as batch_op:
        batch_op.drop_index("ix_institution_sort_key_en")
        batch_op.drop_column("sort_key_en")


def _fill() -> None:
    names = ("id", "name_lv", "name_en", "sort_key_en")
    table = sa.table("institution", *(sa.column(name) for name in names))
    connection = op.get_bind()
    for row in connection.execute(sa.select(table)).all():
        key = sort_key(row.name_en or row.name_lv)[:700]
        connection.execute(table.update().where(table.c.id == row.id).values(sort_key_en=key))
