"""Hashes of passwords stand in a table of their own; with the account stays a mark that there is one."""

from secrets import token_hex

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_USERS = sa.table("ab_user", sa.column("id"), sa.column("password"))
_KEPT = sa.table("kept_password", sa.column("user_id"), sa.column("hash"))


def upgrade() -> None:
    op.create_table(
        "kept_password",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=256), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["ab_user.id"], name="kept_password_user"),
        sa.PrimaryKeyConstraint("user_id"),
    )
    connection = op.get_bind()
    having = sa.select(_USERS).where(_USERS.c.password.is_not(None), _USERS.c.password != "")
    for row in connection.execute(having).all():
        connection.execute(_KEPT.insert().values(user_id=row.id, hash=row.password))
        connection.execute(_mark(row.id, f"kept:{token_hex(16)}"))


def downgrade() -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(_KEPT)).all():
        connection.execute(_mark(row.user_id, row.hash))
    op.drop_table("kept_password")


def _mark(user_id: int, said: str) -> sa.Update:
    return _USERS.update().where(_USERS.c.id == user_id).values(password=said)
