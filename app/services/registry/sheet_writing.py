"""What a sheet changes in the registry is written, and recorded."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select

from app.extensions import db
from app.services.registry import changes, liquidation
from models import Dependency, Domain, Institution, Resource
from models.columns import typed
from rules.deadlines import day_of
from rules.dependency.words import DependencyState
from rules.facts import Actor
from rules.registry_vocabulary import ChangeSource
from rules.sheet.columns import Column, Sheet
from rules.sheet.difference import Change, Row

TABLES: Mapping[str, type[Any]] = {
    "institutions": Institution,
    "resources": Resource,
    "dependencies": Dependency,
    "domains": Domain,
}
_AT_ONCE = 1000  # rows that are held as things
_YES_NO = {"true": True, "false": False}


def add(
    sheet: Sheet, new: Mapping[str, Row], actor: Actor, at: datetime, ending: frozenset[int] = frozenset()
) -> None:
    """Add rows, some at a time; links between them are laid once all of them are there.

    `ending`: the resources whose liquidations have to hear of what comes to need them.
    """
    own = frozenset(one.name for one in sheet.columns if one.of == sheet.name)
    ids = _ids(sheet)
    rows = _not_confirmed(sheet, new, ids, actor, at) if sheet.name == "dependencies" else list(new.values())
    for first in range(0, len(rows), _AT_ONCE):
        some = (
            {name: row[name] for name in row if name not in own} for row in rows[first : first + _AT_ONCE]
        )
        made = [TABLES[sheet.name](**_values(sheet, row, ids)) for row in some]
        db.session.add_all(made)
        db.session.flush()
        for one in made:
            _record_new(one, actor, at)
            if isinstance(one, Dependency) and one.provider_id in ending:
                liquidation.came_into_force(one)
    laid = [Change(key, name, "", row[name]) for key, row in new.items() for name in own if row[name]]
    _write(sheet, laid)


def change(sheet: Sheet, changed: list[Change], actor: Actor, at: datetime) -> None:
    """Change fields of rows, and record those of resources."""
    rows = _write(sheet, changed, later=True)
    if sheet.name != "resources":
        return
    columns = {one.name: one for one in sheet.columns}
    for one in changed:
        before, after = (_plain(columns[one.field], text) for text in (one.before, one.after))
        field = link_of(one.field)
        changes.record(rows[one.key], field, before, after, actor, at, ChangeSource.imported)


def link_of(name: str) -> str:
    """Return what a column with a code links to."""
    return name.removesuffix("_code")


def _write(sheet: Sheet, changed: list[Change], later: bool = False) -> dict[str, Any]:
    """Set fields; return the rows by key. `later`: of rows that others have seen."""
    said: dict[str, Row] = {}
    for one in changed:
        said.setdefault(one.key, {})[one.field] = one.after
    ids, found = _ids(sheet) if changed else {}, {}
    for row in _every(sheet) if changed else ():
        key = _key_of(sheet, row)
        if key in said:
            found[key] = row
            _set(row, _values(sheet, said[key], ids))
            if later and hasattr(row, "version"):
                row.version += 1
    db.session.flush()
    return found


def _not_confirmed(
    sheet: Sheet, new: Mapping[str, Row], ids: Mapping[str, Mapping[str, int]], actor: Actor, at: datetime
) -> list[Row]:
    """Confirm what is proposed already; return the other rows."""
    left = {key: {**row} for key, row in new.items()}
    proposed = select(Dependency).where(Dependency.status == DependencyState.proposed)
    for row in db.session.scalars(proposed):
        said = left.pop(_key_of(sheet, row), None)
        if said is not None:
            _set(row, {**_values(sheet, said, ids), "status": DependencyState.confirmed})
            row.confirmed_on, row.version = day_of(at), row.version + 1
            _record_new(row, actor, at, DependencyState.proposed)
    return list(left.values())


def _record_new(row: Any, actor: Actor, at: datetime, was: DependencyState | None = None) -> None:
    if isinstance(row, Resource):
        changes.record(row, changes.ENTERED, None, row.code, actor, at, ChangeSource.imported)
    if isinstance(row, Dependency):
        row.confirmed_on = row.confirmed_on or day_of(at)
        name = f"{row.consumer.code} → {row.provider.code}, {row.kind.value}"
        before = f"{name}: {was.value}" if was else None
        after = f"{name}: {DependencyState.confirmed.value}"
        for one in (row.consumer, row.provider):
            changes.record(one, "dependency", before, after, actor, at, ChangeSource.imported)


def _every(sheet: Sheet) -> Iterator[Any]:
    table = TABLES[sheet.name]
    every = select(table).execution_options(yield_per=_AT_ONCE)
    if table is Dependency:
        every = every.where(Dependency.status == DependencyState.confirmed)
    return iter(db.session.scalars(every))


def _key_of(sheet: Sheet, row: Any) -> str:
    named = {name: getattr(row, link_of(name) if name != "code" else name) for name in sheet.key}
    return sheet.key_of({name: str(getattr(one, "code", one)) for name, one in named.items()})


def _ids(sheet: Sheet) -> dict[str, dict[str, int]]:
    """Return the ids of what the sheet's columns name: table, then code."""
    referred = {one.of: TABLES[one.of] for one in sheet.columns if one.of}
    return {
        of: {code: number for code, number in db.session.execute(select(table.code, table.id))}
        for of, table in referred.items()
    }


def _values(sheet: Sheet, row: Row, ids: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    kept = inspect(TABLES[sheet.name]).columns
    values: dict[str, Any] = {}
    for column in sheet.columns:
        if column.name not in row:
            continue
        said = row[column.name]
        if column.of:
            values[f"{link_of(column.name)}_id"] = ids[column.of].get(said)
        elif column.yes_no or column.listed:
            values[column.name] = _plain(column, said)
        else:
            values[column.name] = typed(kept[column.name], said)
    return values


def _plain(column: Column, said: str) -> Any:
    if column.listed:
        return said.split("|") if said else []
    return _YES_NO.get(said) if column.yes_no else said or None


def _set(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
