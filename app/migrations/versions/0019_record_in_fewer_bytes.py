"""PostgreSQL keeps evidence, reasons, contents and digests packed; SQLite keeps them as they are."""

from collections.abc import Callable
from json import dumps
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import distinct_on, insert

from models.packed import pack, unpack

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_JSON = {
    "approval_round": ("facts", "notes"),
    "requirement": ("reasons", "watches"),
    "revision": ("content",),
    "event": ("data",),
}
_DIGESTS = {"event": ("previous_hash", "hash"), "revision": ("content_hash",), "vote": ("content_hash",)}


def upgrade() -> None:
    """Each table is written anew once; triggers that refuse changes of rows see none."""
    if op.get_bind().dialect.name == "postgresql":
        _rewrite("bytea", "decode({}, 'hex')", pack)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _rewrite("json", "encode({}, 'hex')", lambda kept: dumps(unpack(kept), ensure_ascii=False))


def _rewrite(after: str, digest: str, turned: Callable[[Any], Any]) -> None:
    of_digests = "bytea" if after == "bytea" else "varchar(64)"
    for table in dict.fromkeys((*_JSON, *_DIGESTS)):
        _look_up(table, after, turned)
        changes = [
            f"ALTER {one} TYPE {after} USING pg_temp.turned({one}::text)" for one in _JSON.get(table, ())
        ]
        digests = [(one, digest.format(one)) for one in _DIGESTS.get(table, ())]
        changes += [f"ALTER {one} TYPE {of_digests} USING {value}" for one, value in digests]
        op.execute(f"ALTER TABLE {table} {', '.join(changes)}")
        op.execute("DROP FUNCTION pg_temp.turned(text); DROP TABLE turned")


def _look_up(table: str, after: str, turned: Callable[[Any], Any]) -> None:
    """Lay a temporary function that knows what each different value becomes."""
    connection, kept = op.get_bind(), sa.table("turned", sa.column("known"), sa.column("value"))
    op.execute(f"CREATE TEMPORARY TABLE turned (known text PRIMARY KEY, value {after} NOT NULL)")
    op.execute(_FUNCTION.replace("{type}", after))
    add = insert(kept).on_conflict_do_nothing()
    for column in map(sa.column, _JSON.get(table, ())):
        known = sa.func.md5(sa.cast(column, sa.Text)).label("known")
        different = (
            sa.select(known, column.label("value")).select_from(sa.table(table)).ext(distinct_on(known))
        )
        for batch in connection.execute(different, execution_options={"yield_per": 1000}).partitions():
            connection.execute(add, [{"known": one.known, "value": turned(one.value)} for one in batch])


_FUNCTION = """
    CREATE FUNCTION pg_temp.turned(text) RETURNS {type} LANGUAGE sql STABLE
    AS $$ SELECT value FROM turned WHERE known = md5($1) $$
"""
