"""The cards that a simulation found to change: filtered, counted and read page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from app.extensions import db
from app.services.words import matching
from models import Activity, SimulationChange

PAGE_SIZE = 25
READ_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for; what is empty narrows nothing."""

    year: int | None = None
    added: str = ""
    removed: str = ""
    holder: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A card on which somebody would come or go."""

    number: str
    title: str
    year: int
    holder: str
    domain: str | None
    added: tuple[str, ...]
    removed: tuple[str, ...]
    before: int
    after: int


def page(key: int, wanted: Wanted, number: int) -> list[Change]:
    """Return one page, newest card first."""
    rows = _found(key, wanted).offset(number * PAGE_SIZE).limit(PAGE_SIZE)
    return [_read(row) for row in db.session.execute(rows)]


def count(key: int, wanted: Wanted) -> int:
    """Return how many there are."""
    return db.session.scalar(_found(key, wanted).with_only_columns(func.count()).order_by(None)) or 0


def every(key: int, wanted: Wanted) -> Iterator[Change]:
    """Yield all that is found, in pieces."""
    rest = _found(key, wanted).limit(READ_AT_ONCE)
    piece = rest
    while rows := list(db.session.execute(piece)):
        yield from map(_read, rows)
        piece = rest.where(SimulationChange.number < rows[-1].number)


def _found(key: int, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    found: Select[*tuple[Any, ...]] = select(*_COLUMNS, Activity.title)
    found = found.outerjoin(Activity, Activity.number == SimulationChange.number)
    found = found.where(SimulationChange.simulation_id == key, *_conditions(wanted))
    return found.order_by(SimulationChange.number.desc())


_NAMES = ("number", "year", "holder", "domain", "added", "removed", "before", "after")
_COLUMNS = tuple(getattr(SimulationChange, name) for name in _NAMES)


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.year:
        yield SimulationChange.year == wanted.year
    if wanted.holder:
        yield SimulationChange.holder == wanted.holder
    for column, code in ((SimulationChange.added, wanted.added), (SimulationChange.removed, wanted.removed)):
        if code:  # LIKE would take upper and lower case for the same on SQLite
            yield func.replace(column, f"|{code}|", "") != column
    if wanted.text:
        yield from matching(Activity.search_text, wanted.text, number=Activity.number)


def _read(row: Any) -> Change:
    added, removed = (tuple(filter(None, codes.split("|"))) for codes in (row.added, row.removed))
    told = {**row._mapping, "title": row.title or row.number}
    return Change(**{**told, "added": added, "removed": removed})
