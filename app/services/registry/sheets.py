"""The registry as sheets: what is exported, what a file would change, and changing it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import aliased

from app.database import one_by_one
from app.extensions import db
from app.services.registry import spreadsheet
from models import Dependency, Institution, Resource
from models.columns import typed
from rules.registry_vocabulary import ResourceStatus
from rules.sheet import cells, difference as differences, file as files
from rules.sheet.columns import SHEETS, Sheet
from rules.sheet.difference import Change, Difference, Kept, Row
from rules.sheet.file import Unusable

TABLES: Mapping[str, type[Any]] = {
    "institutions": Institution,
    "resources": Resource,
    "dependencies": Dependency,
}
MOST_MEGABYTES = 50
_AT_ONCE = 1000  # rows that are held as things
_SUBJECT = "resources"  # of whatever changes the registry
_OVER = (ResourceStatus.liquidated, ResourceStatus.cancelled)


def exported(name: str) -> tuple[tuple[str, ...], list[list[str]]]:
    """Return the names of the columns and the rows of a sheet, safe for spreadsheets."""
    sheet = SHEETS[name]
    heads = tuple(one.name for one in sheet.columns)
    rows = _rows(sheet)
    cell = cells.guarded
    return heads, [[cell(rows[key][head]) for head in heads] for key in differences.exported(rows)]


def compare(name: str, content: bytes, *, skip_refused: bool = False) -> Difference:
    """Return what a file would change; nothing is written."""
    sheet = SHEETS[name]
    try:
        file = _read(content, sheet)
    except Unusable as error:
        return Difference(refused=list(error.problems), unusable=True)
    return differences.difference(sheet, file, _kept(sheet), skip_refused=skip_refused)


def bring_in(name: str, content: bytes, *, skip_refused: bool = False) -> tuple[Difference, bool]:
    """Change the registry as the file says; return the difference and whether anything was written.

    Nothing is written while a row is refused, unless those are skipped.
    """
    one_by_one(db.session(), _SUBJECT)
    found = compare(name, content, skip_refused=skip_refused)
    if (found.refused and not skip_refused) or not (found.new or found.changed):
        return found, False
    _add(SHEETS[name], found.new)
    _change(SHEETS[name], found.changed)
    return found, True


def _read(content: bytes, sheet: Sheet) -> files.File:
    if len(content) > MOST_MEGABYTES * 1_000_000:
        raise files.too_large(MOST_MEGABYTES)
    if spreadsheet.is_one(content):
        return files.table(spreadsheet.records(content), sheet)
    return files.read(content, sheet)


def _kept(sheet: Sheet) -> Kept:
    referred = {one.of for one in sheet.columns if one.of}
    codes = {of: set(db.session.scalars(select(TABLES[of].code))) for of in referred}
    over = set(db.session.scalars(select(Resource.code).where(Resource.status.in_(_OVER))))
    return Kept(_rows(sheet), codes, over)


def _rows(sheet: Sheet) -> dict[str, Row]:
    """Return every row as a file has it, by key, without loading the things themselves."""
    table = TABLES[sheet.name]
    found: Any = select().select_from(table)
    for column in sheet.columns:
        if column.of:
            other, link = aliased(TABLES[column.of]), getattr(table, _link(column.name))
            found = found.add_columns(other.code).outerjoin(other, link)
        else:
            found = found.add_columns(getattr(table, column.name))
    names = [one.name for one in sheet.columns]
    rows = (dict(zip(names, map(_text, row), strict=True)) for row in db.session.execute(found))
    return {sheet.key_of(row): row for row in rows}


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _link(name: str) -> str:
    return name.removesuffix("_code")


def _add(sheet: Sheet, new: Mapping[str, Row]) -> None:
    """Add rows, some at a time; links between them are laid once all of them are there."""
    own = frozenset(one.name for one in sheet.columns if one.of == sheet.name)
    ids, rows = _ids(sheet), list(new.values())
    for first in range(0, len(rows), _AT_ONCE):
        some = (
            {name: row[name] for name in row if name not in own} for row in rows[first : first + _AT_ONCE]
        )
        db.session.add_all(TABLES[sheet.name](**_values(sheet, row, ids)) for row in some)
        db.session.flush()
    _change(
        sheet, [Change(key, name, "", row[name]) for key, row in new.items() for name in own if row[name]]
    )


def _change(sheet: Sheet, changed: list[Change]) -> None:
    said: dict[str, Row] = {}
    for one in changed:
        said.setdefault(one.key, {})[one.field] = one.after
    ids = _ids(sheet) if changed else {}
    every = select(TABLES[sheet.name]).execution_options(yield_per=_AT_ONCE)
    for row in db.session.scalars(every) if changed else ():
        key = sheet.key_of(_key(sheet, row))
        for name, value in _values(sheet, said.get(key, {}), ids).items():
            setattr(row, name, value)
    db.session.flush()


def _key(sheet: Sheet, row: Any) -> Row:
    named = {name: getattr(row, _link(name) if name != "code" else name) for name in sheet.key}
    return {name: str(getattr(one, "code", one)) for name, one in named.items()}


def _ids(sheet: Sheet) -> dict[str, dict[str, int]]:
    """Return the ids of what the sheet's columns name: table, then code."""
    referred = {one.of: TABLES[one.of] for one in sheet.columns if one.of}
    return {
        of: {code: number for code, number in db.session.execute(select(table.code, table.id))}
        for of, table in referred.items()
    }


def _values(sheet: Sheet, row: Row, ids: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    columns = inspect(TABLES[sheet.name]).columns
    referred = {one.name: one.of for one in sheet.columns if one.of}
    links = {f"{_link(name)}_id": ids[referred[name]].get(row[name]) for name in row if name in referred}
    return links | {name: typed(columns[name], said) for name, said in row.items() if name not in referred}
