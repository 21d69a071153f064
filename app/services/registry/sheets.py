"""The registry as sheets: what is exported, what a file would change, and changing it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.database import one_by_one
from app.extensions import db
from app.services.registry import liquidation, sheet_writing, spreadsheet
from app.services.registry.sheet_writing import TABLES, link_of
from models import Dependency, Resource
from rules.dependency.words import DependencyState
from rules.facts import Actor
from rules.registry_vocabulary import GONE
from rules.sheet import cells, difference as differences, file as files
from rules.sheet.columns import SHEETS, Sheet
from rules.sheet.difference import Difference, Kept, Row
from rules.sheet.file import Unusable

MOST_MEGABYTES = 50
_SUBJECTS = ("resources", "dependencies")  # of whatever changes the registry


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


def bring_in(
    name: str, content: bytes, actor: Actor, at: datetime, *, skip_refused: bool = False
) -> tuple[Difference, bool]:
    """Change the registry as the file says; return the difference and whether anything was written.

    Nothing is written while a row is refused, unless those are skipped.
    """
    ending = liquidation.hold_all() if name == "dependencies" else frozenset()
    for subject in _SUBJECTS:
        one_by_one(db.session(), subject)
    found = compare(name, content, skip_refused=skip_refused)
    if (found.refused and not skip_refused) or not (found.new or found.changed):
        return found, False
    sheet_writing.add(SHEETS[name], found.new, actor, at, ending)
    sheet_writing.change(SHEETS[name], found.changed, actor, at)
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
    over = set(db.session.scalars(select(Resource.code).where(Resource.status.in_(GONE))))
    return Kept(_rows(sheet), codes, over)


def _rows(sheet: Sheet) -> dict[str, Row]:
    """Return every row as a file has it, by key, without loading the things themselves."""
    table = TABLES[sheet.name]
    found: Any = select().select_from(table)
    for column in sheet.columns:
        if column.of:
            other, link = aliased(TABLES[column.of]), getattr(table, link_of(column.name))
            found = found.add_columns(other.code).outerjoin(other, link)
        else:
            found = found.add_columns(getattr(table, column.name))
    if table is Dependency:
        found = found.where(Dependency.status == DependencyState.confirmed)
    names = [one.name for one in sheet.columns]
    rows = (dict(zip(names, map(_text, row), strict=True)) for row in db.session.execute(found))
    return {sheet.key_of(row): row for row in rows}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "|".join(value)
    return value.isoformat() if isinstance(value, date) else str(value or "")
