"""Looking among all that a person sees: how much there is of each type, and what stands first."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, true

from app.extensions import db
from app.services.checks import refuse
from app.services.search import suggestion
from app.services.search.types import SEARCHED, Searched
from app.services.words import meets
from app.visibility import may_read_texts
from models import Activity
from rules.facts import Actor
from rules.refusals import Problem
from rules.ruleset import Text
from rules.search import Part, SearchType, equal, snippet, terms
from rules.text import length
from rules.vocabulary import ProblemCode

MOST_OF_EACH = 5  # where all types are looked at
SHORTEST, LONGEST = 2, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something that was found; `row` is what stands in the database."""

    type: SearchType
    code: str
    title: Text | str
    snippet: str
    status: StrEnum | None
    row: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How much there is of each type, the page that was asked for, and what may have been meant instead."""

    count: int
    counts: dict[SearchType, int]
    hits: list[Hit]
    suggestion: str | None = None


def look(
    q: str, actor: Actor, only: SearchType | None = None, page: int | None = None, size: int = MOST_OF_EACH
) -> Found:
    """Return what somebody finds: of one type a page, else the first of each. Raises `Invalid`."""
    refuse(problems_of(q, only, page))
    counts = dict.fromkeys(SearchType, 0)
    hits: list[Hit] = []
    for one in SEARCHED:
        if only in (None, one.type):
            counts[one.type], rows = _page(one, q, actor, (page or 0) * size, size)
            hits += _hits(one, rows, q, actor)
        else:
            counts[one.type] = count(one, q, actor)
    total = sum(counts.values()) if only is None else counts[only]
    meant = None if total else suggestion.instead(q, lambda other: _finds(other, actor, only))
    return Found(count=total, counts=counts, hits=hits, suggestion=meant)


def problems_of(q: str, only: SearchType | None, page: int | None) -> list[Problem]:
    """Return what is wrong with what was asked."""
    typed, found = q.strip(), []
    if not typed:
        found.append(Problem("q", ProblemCode.required))
    elif length(typed) < SHORTEST and not typed.isdecimal():
        found.append(Problem("q", ProblemCode.too_short, {"minimum": SHORTEST, "length": length(typed)}))
    elif length(typed) > LONGEST:
        found.append(Problem("q", ProblemCode.too_long, {"maximum": LONGEST, "length": length(typed)}))
    if only is None and page is not None:
        found.append(Problem("page", ProblemCode.not_needed))
    return found


def count(one: Searched, q: str, actor: Actor) -> int:
    """Return how many things of a type are found."""
    counted: int | None = db.session.scalar(select(func.count(one.table.id)).where(*one.found(q, actor)))
    return counted or 0


def _finds(q: str, actor: Actor, only: SearchType | None) -> bool:
    return any(count(one, q, actor) for one in SEARCHED if only in (None, one.type))


def _page(one: Searched, q: str, actor: Actor, first: int, size: int) -> tuple[int, list[Any]]:
    """Return how many there are, counted in the query for the page, and the rows of the page."""
    found = one.found(q, actor)
    place = select(one.table.id, func.count().over()).where(*found).order_by(_rank(one, q), one.newest)
    places = db.session.execute(place.limit(size).offset(min(first, _BEYOND))).all()
    if not places:
        return (count(one, q, actor) if first else 0), []
    order = {key: at for at, (key, _total) in enumerate(places)}
    rows: Select[Any] = select(one.table).where(one.table.id.in_(order)).options(*one.loads)
    return places[0][1], sorted(db.session.scalars(rows), key=lambda row: order[row.id])


_BEYOND = 10**9  # larger numbers do not fit into a database's integer


def _rank(one: Searched, q: str) -> ColumnElement[int]:
    """What was typed is the number or code; its words stand in title or name; the rest."""
    kept = one.table.search_text
    named = and_(true(), *(meets(kept, term, Part.names) for term in terms(q)))
    return case((or_(kept.contains(equal(q), autoescape=True), *_is_number(one, q)), 0), (named, 1), else_=2)


def _is_number(one: Searched, q: str) -> Iterable[ColumnElement[bool]]:
    for term in terms(q)[:1] if len(terms(q)) == 1 and one.number is not None else ():
        if term.last:
            kept = one.table.search_text.like(f"%{term.last} %")
            yield and_(one.number.like(f"{term.series}%"), kept)


def _hits(one: Searched, rows: list[Any], q: str, actor: Actor) -> list[Hit]:
    read, sought = _read(one, rows, actor), terms(q)
    return [
        Hit(
            type=one.type,
            code=str(getattr(row, one.code.key)),
            title=one.title(row),
            snippet=snippet([*one.texts(row), *(one.withheld(row) if row.id in read else ())], sought),
            status=one.status(row),
            row=row,
        )
        for row in rows
    ]


def _read(one: Searched, rows: list[Any], actor: Actor) -> set[int]:
    """Return the keys of the things whose texts the person reads."""
    if one.table is not Activity or not rows:
        return {row.id for row in rows}
    keys = select(Activity.id).where(Activity.id.in_([row.id for row in rows]), may_read_texts(actor))
    return set(db.session.scalars(keys))
