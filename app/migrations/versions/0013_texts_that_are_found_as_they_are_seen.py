"""Search texts and sort keys leave out signs that nobody sees; quotation marks and dashes are alike."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from rules.text import fold, name_key, nfc, sort_key

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TEXTS = ("goal", "description", "legal_basis", "risks", "backout_plan")


def upgrade() -> None:
    connection = op.get_bind()
    for name in ("institution", "resource", "domain"):
        _clear_codes(connection, sa.table(name, sa.column("id"), sa.column("code")))
    for name, filled in _FILLED.items():
        table = sa.table(name, sa.column("id"), *(sa.column(one) for one in filled))
        changed = list(_changed(connection, name, filled))
        if changed:
            new = {one: sa.bindparam(f"new_{one}") for one in filled}
            connection.execute(table.update().where(table.c.id == sa.bindparam("row")).values(new), changed)


def downgrade() -> None:
    """Leave the texts: what was typed is as it was, and each is filled anew when its row is saved."""


def _clear_codes(connection: sa.Connection, table: sa.TableClause) -> None:
    """Take out of codes what nobody sees, as codes are looked up now, unless another row has that code."""
    codes = {row.code: row.id for row in connection.execute(sa.select(table))}
    for code, row_id in codes.items():
        if nfc(code) and nfc(code) not in codes:
            connection.execute(table.update().where(table.c.id == row_id).values(code=nfc(code)))


def _changed(connection: sa.Connection, name: str, filled: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what is to be written into each row whose texts are others now."""
    for row in connection.execute(sa.text(_READ[name])).mappings():
        new = {one: fill(row) for one, fill in filled.items()}
        if any(row[one] != text for one, text in new.items()):
            yield {"row": row["id"], **{f"new_{one}": text for one, text in new.items()}}


def _known(row: Any) -> list[str]:
    names = ("number", "title", "new_resource_name", "resource_code", "resource_name")
    return [row[one] or "" for one in (*names, "holder_code", "holder_name")]


def _searched(*names: str) -> Any:
    return lambda row: fold(" ".join(row[one] or "" for one in names))


_READ = {
    "institution": "SELECT * FROM institution",
    "resource": "SELECT * FROM resource",
    "ab_user": "SELECT * FROM ab_user",
    "activity": "SELECT activity.*, resource.code AS resource_code, resource.name_lv AS resource_name, "
    "institution.code AS holder_code, institution.name_lv AS holder_name FROM activity "
    "JOIN institution ON institution.id = activity.holder_id "
    "LEFT JOIN resource ON resource.id = activity.resource_id",
}
_FILLED: dict[str, dict[str, Any]] = {
    "institution": {
        "sort_key": lambda row: sort_key(row["name_lv"])[:700],
        "search_text": _searched("code", "name_lv", "name_en", "reg_no"),
    },
    "resource": {
        "name_key": lambda row: name_key(row["name_lv"])[:300],
        "sort_key": lambda row: sort_key(row["name_lv"])[:700],
        "search_text": _searched("code", "name_lv"),
    },
    "ab_user": {
        "name_sort": lambda row: sort_key(f"{row['first_name']} {row['last_name']}")[:300],
        "search_text": _searched("first_name", "last_name", "username", "email"),
    },
    "activity": {
        "title_sort": lambda row: sort_key(row["title"])[:520],
        "search_public": lambda row: fold(" ".join(_known(row))),
        "search_text": lambda row: fold(" ".join([*_known(row), *(row[one] or "" for one in _TEXTS)])),
    },
}
