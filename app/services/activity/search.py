"""Finding activities: the list of everybody, one's own work, and how many there are."""

# What a person sees at all is decided by `app.visibility`; here is what is looked for behind its wall.

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CursorResult,
    Row,
    ScalarSelect,
    bindparam,
    func,
    select,
)

from app.extensions import db
from app.services.activity.search_criteria import (
    Due as Due,
    Order as Order,
    Search as Search,
    criteria,
    in_order,
    stands_after,
)
from app.services.activity.search_turns import CARD, REQUIREMENT, ROUND
from app.services.activity.standing import Built, execute, kept
from models import Activity, Institution, Requirement, Resource, Round
from rules import transitions
from rules.facts import ActivityFacts, Actor, RequirementFacts
from rules.ruleset import Text
from rules.vocabulary import Kind, RequirementState, Role, Status, Urgency

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One row of a list; institutions and resources are codes, with their names beside them."""

    id: int
    number: str
    title: str
    kind: Kind
    urgency: Urgency
    status: Status
    revision: int
    round: int
    restricted: bool
    holder: str
    holder_name: str
    holder_name_en: str
    resource: str | None
    resource_name: str | None
    new_resource_name: str
    due_on: date | None
    waiting_for: tuple[str, ...]
    asking: tuple[str, ...]  # institutions whose question is open
    changed_at: datetime

    @property
    def holder_in_words(self) -> Text:
        """The name of the holder in both languages."""
        return Text(self.holder_name, self.holder_name_en or self.holder_name)


def counts(searches: Iterable[Search], actor: Actor, at_most: int) -> dict[Search, int]:
    """Return how many cards each search finds, in one query; the counting of each stops at so many."""
    wanted = tuple(dict.fromkeys(replace(one, order=Order.newest) for one in searches))
    found = kept(lambda: _executed(_sums, actor, wanted, at_most).one(), actor, wanted, at_most)
    return dict(zip(wanted, found, strict=True))


def page(
    search: Search, actor: Actor, number: int = 0, size: int = PAGE_SIZE, after: str = "", ahead: int = 0
) -> list[Listed]:
    """Return one page of rows in two queries: by its number from 0, or what stands after a card.

    `ahead`: so many rows of the next page besides.
    """
    first = min(number * size, _BEYOND)
    what = (search, first, size + ahead, after)
    return list(kept(lambda: _page(actor, *what), actor, *what))


def rows_of(ids: Iterable[int]) -> list[Listed]:
    """Return the rows of these cards, which have been seen, in the order of the ids, in two queries."""
    place = {key: at for at, key in enumerate(ids)}
    found = db.session.connection().execute(_ROWS.where(CARD.id.in_(place))).all()
    return sorted(_with_sheets(found), key=lambda row: place[row.id])


def count(search: Search, actor: Actor) -> int:
    """Return how many match, however many they are."""
    return _executed(_all, actor, (search,)).scalar() or 0


def waiting_count(actor: Actor, at_most: int) -> int:
    """Return how many cards this person is asked to do something with; the counting stops at so many."""
    acts = actor.institution_id is not None and not actor.has(Role.admin)
    return sum(counts([Search(to_do=True)], actor, at_most).values()) if acts else 0


_BEYOND = 10**9  # more rows than there will ever be; larger numbers do not fit into a database's integer
_STANDING = ("number", "status", "revision", "round")
_OWN = ("id", *_STANDING, "title", "kind", "restricted", "urgency", "new_resource_name", "changed_at")

_CARDS: Any = Activity.__table__
_HOLDER: Any = Institution.__table__.c
_RESOURCE: Any = Resource.__table__.c
# Of tables, not of mapped classes: a row is made of what the query found, and `wall` says what is seen.
_ROWS = (
    select(
        *(CARD[name] for name in _OWN),
        _HOLDER.code.label("holder"),
        _HOLDER.name_lv.label("holder_name"),
        _HOLDER.name_en.label("holder_name_en"),
        _RESOURCE.code.label("resource"),
        _RESOURCE.name_lv.label("resource_name"),
    )
    .join_from(_CARDS, Institution.__table__, _HOLDER.id == CARD.holder_id)
    .outerjoin(Resource.__table__, _RESOURCE.id == CARD.resource_id)
)
_RUNNING = (
    select(REQUIREMENT.activity_id, REQUIREMENT.id, REQUIREMENT.state, REQUIREMENT.due_on, _HOLDER.code)
    .join_from(Requirement.__table__, Round.__table__)
    .join(Institution.__table__, _HOLDER.id == REQUIREMENT.institution_id)
    .where(REQUIREMENT.activity_id.in_(bindparam("ids", expanding=True)), ROUND.closed_at.is_(None))
    .order_by(REQUIREMENT.position)
)


def _executed(build: Built, actor: Actor, searches: tuple[Search, ...], *what: Hashable) -> CursorResult[Any]:
    """Execute what `build` makes; words, or institutions, are looked for while some are made, for once."""
    if any(one.asks_the_database for one in searches):
        return db.session.connection().execute(build(actor, searches, *what))
    return execute(build, actor, searches, *what)


def _page(actor: Actor, search: Search, first: int, most: int, after: str) -> list[Listed]:
    return _with_sheets(_executed(_one_page, actor, (search,), first, most, after).all())


def _with_sheets(rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Listed]:
    sheets = _running_sheets([row.id for row in rows if row.status is Status.in_approval])
    return [_listed(row, sheets.get(row.id, ())) for row in rows]


def _sums(actor: Actor, searches: tuple[Search, ...], at_most: int) -> Any:
    return select(*(_counted(search, actor, at_most) for search in searches))


def _all(actor: Actor, searches: tuple[Search, ...]) -> Any:
    return select(func.count()).select_from(_CARDS).where(*criteria(searches[0], actor))


def _one_page(actor: Actor, searches: tuple[Search, ...], first: int, most: int, after: str) -> Any:
    (search,) = searches
    order, found = in_order(search.order, search.emergencies_first), criteria(search, actor)
    if after:
        found.append(stands_after(after, search.order))
    # First which rows, by an index where there is one; only of these what stands in them.
    these = select(CARD.id).where(*found).order_by(*order).limit(most).offset(first)
    return _ROWS.where(CARD.id.in_(these.correlate(None))).order_by(*order)


def _counted(search: Search, actor: Actor, at_most: int) -> ScalarSelect[int]:
    matching = select(CARD.id).where(*criteria(search, actor)).limit(at_most)
    return select(func.count()).select_from(matching.subquery()).scalar_subquery()


def _running_sheets(ids: list[int]) -> dict[int, list[RequirementFacts]]:
    # The card that they belong to has been seen, so nothing is added to the query.
    if not ids:
        return {}
    sheets: dict[int, list[RequirementFacts]] = {}
    for row in db.session.connection().execute(_RUNNING, {"ids": ids}):
        sheets.setdefault(row.activity_id, []).append(_fact(row))
    return sheets


def _fact(row: Row[*tuple[Any, ...]]) -> RequirementFacts:
    return RequirementFacts(
        id=row.id,
        institution=row.code,
        fixed=False,
        state=row.state,
        choice=None,
        due_on=row.due_on,
        open_question=row.state is RequirementState.info_requested,
    )


def _listed(row: Row[*tuple[Any, ...]], sheet: list[RequirementFacts] | tuple[()]) -> Listed:
    facts = ActivityFacts(
        **{name: getattr(row, name) for name in _STANDING},
        holder=row.holder,
        published=False,
        author_id=None,
        submitter_id=None,
        requirements=tuple(sheet),
    )
    due_on, waiting_for = transitions.due_on(facts), tuple(transitions.waiting_for(facts))
    asking = tuple(one.institution for one in sheet if one.open_question)
    return Listed(**row._mapping, due_on=due_on, waiting_for=waiting_for, asking=asking)
