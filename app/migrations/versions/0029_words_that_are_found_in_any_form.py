"""Words are found in any of their forms; meetings and documents are found, and the last steps of a person."""

import sqlalchemy as sa
from alembic import op

from rules.search import index
from rules.text import fold

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_TEXTS = ("goal", "description", "legal_basis", "risks", "backout_plan")
_NEW = ("meeting", "attachment")


def upgrade() -> None:
    for name in _NEW:
        with op.batch_alter_table(name) as batch_op:
            batch_op.add_column(sa.Column("search_text", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("activity") as batch_op:
        batch_op.drop_column("search_public")
    op.create_index("event_by_actor", "event", ["actor_id", "id"])
    for name, (read, fill) in _FILLED.items():
        _fill(name, read, lambda row, fill=fill: {"search_text": fill(row)})


def downgrade() -> None:
    op.drop_index("event_by_actor", table_name="event")
    with op.batch_alter_table("activity") as batch_op:
        batch_op.add_column(sa.Column("search_public", sa.Text(), server_default="", nullable=False))
    with op.batch_alter_table("activity") as batch_op:
        batch_op.alter_column("search_public", server_default=None)
    for name in _NEW:
        with op.batch_alter_table(name) as batch_op:
            batch_op.drop_column("search_text")
    for name, (read, fill) in _BEFORE.items():
        _fill(name, read, fill)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS virsis_found(text[], text[], text[], integer)")


def _fill(name: str, read: str, fill) -> None:  # type: ignore[no-untyped-def]
    """Write what is found into each row, some at a time."""
    connection = op.get_bind()
    last = 0
    while rows := list(connection.execute(sa.text(_SOME.format(read)), {"last": last}).mappings()):
        told = [{"row": row["id"], **{f"new_{key}": text for key, text in fill(row).items()}} for row in rows]
        columns = [key.removeprefix("new_") for key in told[0] if key != "row"]
        table = sa.table(name, sa.column("id"), *(sa.column(one) for one in columns))
        new = {one: sa.bindparam(f"new_{one}") for one in columns}
        connection.execute(table.update().where(table.c.id == sa.bindparam("row")).values(new), told)
        last = rows[-1]["id"]


_SOME = "SELECT * FROM ({}) AS found WHERE id > :last ORDER BY id LIMIT 2000"
_ACTIVITY = (
    "SELECT activity.*, resource.code AS resource_code, resource.name_lv AS resource_name, "
    "institution.code AS holder_code, institution.name_lv AS holder_name FROM activity "
    "JOIN institution ON institution.id = activity.holder_id "
    "LEFT JOIN resource ON resource.id = activity.resource_id"
)


def _all(row, *names: str) -> list[str]:  # type: ignore[no-untyped-def]
    return [row[one] or "" for one in names]


_NAMED = ("new_resource_name", "resource_code", "resource_name", "holder_code", "holder_name")
_FILLED = {
    "institution": (
        "SELECT * FROM institution",
        lambda row: index(_all(row, "name_lv", "name_en"), texts=_all(row, "reg_no"), code=row["code"]),
    ),
    "resource": ("SELECT * FROM resource", lambda row: index([row["name_lv"]], code=row["code"])),
    "ab_user": (
        "SELECT * FROM ab_user",
        lambda row: index(
            _all(row, "first_name", "last_name"), texts=_all(row, "email"), code=row["username"]
        ),
    ),
    "meeting": (
        "SELECT * FROM meeting",
        lambda row: index([row["title"]], [row["place"]], number=row["number"]),
    ),
    "attachment": ("SELECT * FROM attachment", lambda row: index([row["title"]], [row["file_name"]])),
    "activity": (
        _ACTIVITY,
        lambda row: index([row["title"]], _all(row, *_NAMED), _all(row, *_TEXTS), number=row["number"]),
    ),
}


def _folded(*names: str):  # type: ignore[no-untyped-def]
    return lambda row: {"search_text": fold(" ".join(_all(row, *names)))}


_KNOWN = ("number", "title", *_NAMED)
_BEFORE = {
    "institution": ("SELECT * FROM institution", _folded("code", "name_lv", "name_en", "reg_no")),
    "resource": ("SELECT * FROM resource", _folded("code", "name_lv")),
    "ab_user": ("SELECT * FROM ab_user", _folded("first_name", "last_name", "username", "email")),
    "activity": (
        _ACTIVITY,
        lambda row: {
            "search_public": fold(" ".join(_all(row, *_KNOWN))),
            "search_text": fold(" ".join(_all(row, *_KNOWN, *_TEXTS))),
        },
    ),
}
