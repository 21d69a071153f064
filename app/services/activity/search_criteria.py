"""What narrows a list of activities, and in which order it stands, as conditions on the cards."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum, auto
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, func, or_, select

from app.clock import RIGA, today
from app.services.activity.search_turns import CARD, REQUIREMENT, ROUND, in_round, my_turn, paused, to_do
from app.services.activity.search_words import among, meeting
from app.services.registry.institutions import in_sector
from app.visibility import wall
from models import Activity, Institution, Requirement, Resource
from models.database.there_is import there_is
from rules.facts import Actor
from rules.text import nfc
from rules.vocabulary import OPEN_STATES, Kind, RequirementState, Status, Urgency


class Order(StrEnum):
    """In which order a list stands."""

    newest = "-number"
    oldest = "number"
    by_title = "title"
    by_title_backwards = "-title"
    by_due = "due_on"
    by_due_backwards = "-due_on"
    by_change = "changed_at"
    by_change_backwards = "-changed_at"


class Due(StrEnum):
    """When an opinion that is waited for is due."""

    overdue = auto()
    week = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for; every field narrows it.

    `waiting`: it is the person's turn; `to_do`: the person is asked to do something.
    `discarded`: with drafts that were thrown away. `paused`: the own institution has asked something.
    `due`: an opinion is waited for, past its day or within seven days. `behind`: these cards alone.
    `emergencies_first`: before the order counts.
    """

    q: str = ""
    statuses: tuple[Status, ...] = ()
    kind: Kind | None = None
    holder: str | None = None
    ministry: str | None = None
    resource: str | None = None
    asked: str | None = None
    urgency: Urgency | None = None
    changed_from: date | None = None
    behind: tuple[int, ...] | None = None
    mine: bool = False
    waiting: bool = False
    to_do: bool = False
    paused: bool = False
    discarded: bool = True
    due: Due | None = None
    order: Order = Order.newest
    emergencies_first: bool = False

    @property
    def asks_the_database(self) -> bool:
        """Whether something is asked while its statement is made, which then serves this once."""
        return bool(self.q or self.ministry or self.behind is not None)


def criteria(search: Search, actor: Actor) -> list[ColumnElement[bool]]:
    """Return what is true of each card that is seen and looked for."""
    found = [wall(CARD), *_named(search)]
    if search.mine:
        people = (CARD.created_by_id, CARD.submitted_by_id, CARD.caretaker_id)
        found.append(or_(*(person == actor.user_id for person in people)))
    if search.waiting:
        found.append(my_turn(actor))
    if search.to_do:
        found.append(to_do(actor))
    if not search.discarded:
        kept = or_(CARD.status != Status.withdrawn, CARD.first_submitted_on.is_not(None))
        found.append(kept)
    if search.paused:
        found.append(paused(actor))
    if search.due is not None:
        found.append(in_round(REQUIREMENT.state == RequirementState.waiting, _due(search.due)))
    return [*found, *meeting(search.q, actor, CARD)]


def _named(search: Search) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if search.statuses:
        found.append(CARD.status.in_(search.statuses))
    if search.kind is not None:
        found.append(CARD.kind == search.kind)
    if search.holder:
        found.append(_held_by(_key_of(search.holder), search.statuses))
    return [*found, *_narrowed(search)]


def _narrowed(search: Search) -> Iterator[ColumnElement[bool]]:
    if search.ministry:
        yield CARD.holder_id.in_(in_sector(search.ministry))
    if search.resource:
        main = select(_MAIN.id).where(_MAIN.code == nfc(search.resource))
        yield CARD.resource_id == main.scalar_subquery()
    if search.asked:
        rows = Requirement.__table__.alias()
        mine = (rows.c.activity_id == CARD.id, rows.c.institution_id == _key_of(search.asked))
        yield there_is(rows, *mine)
    if search.urgency is not None:
        yield CARD.urgency == search.urgency
    if search.changed_from is not None:
        yield CARD.changed_at >= datetime.combine(search.changed_from, time(), RIGA)
    yield from among(CARD.id, search.behind)


def _key_of(institution: str) -> ScalarSelect[int]:
    # Not the table of the rows' holders: this stands inside the query that joins them.
    known = Institution.__table__.alias().c
    return select(known.id).where(known.code == nfc(institution)).scalar_subquery()


def _due(when: Due) -> ColumnElement[bool]:
    if when is Due.overdue:
        return and_(REQUIREMENT.due_on < today())
    return and_(REQUIREMENT.due_on.between(today(), today() + timedelta(days=7)))


def _held_by(holder: ColumnElement[int], statuses: tuple[Status, ...]) -> ColumnElement[bool]:
    """Go by holder and status at once to cards not finished, which are few among all."""
    if not statuses or not _UNFINISHED.issuperset(statuses):
        return and_(CARD.holder_id == holder)
    card = Activity.__table__.alias().c
    return and_(CARD.id.in_(select(card.id).where(card.holder_id == holder, card.status.in_(statuses))))


_UNFINISHED = frozenset(
    {Status.draft, Status.in_control, Status.returned, Status.in_approval, Status.awaiting_decision}
)
_MAIN: Any = Resource.__table__.c


def in_order(order: Order, emergencies_first: bool = False) -> list[ColumnElement[Any]]:
    """Return what rows are ordered by."""
    first = [CARD.urgency.asc()] if emergencies_first else []  # the words stand in this order, too
    return [*first, *(of(CARD).asc() if rises else of(CARD).desc() for of, rises in _ORDERS[order])]


def stands_after(number: str, order: Order) -> ColumnElement[bool]:
    """What stands after a card; after one that the person does not see stands nothing."""
    *first, (_number, rises) = _ORDERS[order]
    later = CARD.number > number if rises else CARD.number < number
    if not first:
        return and_(later)
    (of, rises), there = first[0], Activity.__table__.alias()
    seen = select(of(there.c)).where(there.c.number == number, wall(there.c)).scalar_subquery()
    passed, reached = (of(CARD) > seen, of(CARD) >= seen) if rises else (of(CARD) < seen, of(CARD) <= seen)
    return and_(reached, or_(passed, later))  # `reached` is said once more for the index


_Step = tuple[Callable[[Any], ColumnElement[Any]], bool]
_NUMBER, _TITLE, _CHANGE = attrgetter("number"), attrgetter("title_sort"), attrgetter("changed_at")


def _due_on(otherwise: date) -> Callable[[Any], ColumnElement[Any]]:
    """What `rules.guards.due_on` says, and another day where there is none."""

    def of(card: Any) -> ColumnElement[Any]:
        running = (ROUND.id == REQUIREMENT.round_id, ROUND.closed_at.is_(None))
        latest = select(func.max(REQUIREMENT.due_on)).where(
            REQUIREMENT.activity_id == card.id, REQUIREMENT.state.in_(OPEN_STATES), *running
        )
        there = case((card.status == Status.in_approval, latest.scalar_subquery()))
        return func.coalesce(there, otherwise)

    return of


# What rows stand by, each with whether it rises; the number tells any two cards apart.
_ORDERS: dict[Order, tuple[_Step, ...]] = {
    Order.newest: ((_NUMBER, False),),
    Order.oldest: ((_NUMBER, True),),
    Order.by_title: ((_TITLE, True), (_NUMBER, False)),
    Order.by_title_backwards: ((_TITLE, False), (_NUMBER, False)),
    Order.by_due: ((_due_on(date.max), True), (_NUMBER, False)),
    Order.by_due_backwards: ((_due_on(date.min), False), (_NUMBER, False)),
    Order.by_change: ((_CHANGE, True), (_NUMBER, True)),
    Order.by_change_backwards: ((_CHANGE, False), (_NUMBER, False)),
}
