"""Finding activities: the list of everybody, one's own work, and how many there are."""

# What a person sees at all is decided by `app.visibility`; here is only what is looked for.

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum, auto
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, and_, func, or_, select

from app.extensions import db
from app.services.activity.search_turns import REQUIREMENT, ROUND, in_round, my_turn, paused, to_do
from app.visibility import may_read_texts
from models import Activity, Institution, Requirement, Resource, Round
from rules import transitions
from rules.facts import ActivityFacts, Actor, CardFacts, RequirementFacts
from rules.ruleset import Text
from rules.text import fold, nfc
from rules.vocabulary import OPEN_STATES, Kind, RequirementState, Role, Status

PAGE_SIZE = 25


class Order(StrEnum):
    """In which order a list stands."""

    newest = auto()
    oldest = auto()
    by_title = auto()
    by_title_backwards = auto()
    by_change = auto()
    by_change_backwards = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for; every field narrows it.

    `waiting`: it is the person's turn; `to_do`: the person is asked to do something.
    `discarded`: with drafts that were thrown away. `paused`: the own institution has asked something.
    `due_before`: an answer was due before that day.
    """

    q: str = ""
    statuses: tuple[Status, ...] = ()
    kind: Kind | None = None
    holder: str | None = None
    mine: bool = False
    waiting: bool = False
    to_do: bool = False
    paused: bool = False
    discarded: bool = True
    due_before: date | None = None
    order: Order = Order.newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One row of a list; institutions and resources are codes, with their names beside them."""

    id: int
    number: str
    title: str
    kind: Kind
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
    waiting_for: list[str]
    asking: tuple[str, ...]  # institutions whose question is open
    changed_at: datetime

    @property
    def holder_in_words(self) -> Text:
        """The name of the holder in both languages."""
        return Text(self.holder_name, self.holder_name_en or self.holder_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """How many cards the tabs of the list lead to, counted up to a limit."""

    every: int
    mine: int
    in_approval: int
    approved: int


def views(actor: Actor, at_most: int) -> Views:
    """Return how many cards there are behind each tab, in one query."""
    wanted = {
        "every": Search(discarded=False),
        "mine": Search(mine=True, discarded=False),
        "in_approval": Search(statuses=(Status.in_approval,)),
        "approved": Search(statuses=(Status.approved,)),
    }
    sums = [_counted(search, actor, at_most).label(name) for name, search in wanted.items()]
    return Views(**db.session.execute(select(*sums)).one()._mapping)


def page(search: Search, actor: Actor, number: int = 0, size: int = PAGE_SIZE) -> list[Listed]:
    """Return one page of rows (pages count from 0) in two queries, however many rows there are."""
    matching = _ROWS.where(*_criteria(search, actor)).order_by(*_ORDERS[search.order])
    rows = db.session.execute(matching.limit(size).offset(min(number * size, _BEYOND))).all()
    sheets = _running_sheets([row.id for row in rows if row.status is Status.in_approval])
    return [_listed(row, sheets.get(row.id, ())) for row in rows]


def count(search: Search, actor: Actor, at_most: int | None = None) -> int:
    """Return how many match; with `at_most` the counting stops there."""
    found = _criteria(search, actor)
    if at_most is None:
        return db.session.scalar(select(func.count()).select_from(Activity).where(*found)) or 0
    matching = select(Activity.id).where(*found).limit(at_most)
    return db.session.scalar(select(func.count()).select_from(matching.subquery())) or 0


def waiting_count(actor: Actor) -> int:
    """Return how many cards this person is asked to do something with."""
    acts = actor.institution_id is not None and not actor.has(Role.admin)
    return count(Search(to_do=True), actor) if acts else 0


_BEYOND = 10**9  # more rows than there will ever be; larger numbers do not fit into a database's integer
_WORDS = 12  # more words than this count as one phrase: databases limit the depth of a condition
_LONGEST_QUERY = 400
_ESCAPES = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})
_NO_CARD = CardFacts(kind=None, holder="")  # whose turn it is does not depend on the content

_STANDING = ("number", "status", "revision", "round")
_OWN = ("id", *_STANDING, "title", "kind", "restricted", "new_resource_name", "changed_at")

# The card that they belong to has been seen, so nothing is added to the query.
_ROWS = (
    select(
        *(getattr(Activity, name) for name in _OWN),
        Institution.code.label("holder"),
        Institution.name_lv.label("holder_name"),
        Institution.name_en.label("holder_name_en"),
        Resource.code.label("resource"),
        Resource.name_lv.label("resource_name"),
    )
    .join(Institution, Institution.id == Activity.holder_id)
    .outerjoin(Resource, Resource.id == Activity.resource_id)
)
_ORDERS: dict[Order, tuple[ColumnElement[Any], ...]] = {
    Order.newest: (Activity.number.desc(),),
    Order.oldest: (Activity.number.asc(),),
    Order.by_title: (Activity.title_sort.asc(), Activity.number.desc()),
    Order.by_title_backwards: (Activity.title_sort.desc(), Activity.number.desc()),
    Order.by_change: (Activity.changed_at.asc(), Activity.number.asc()),
    Order.by_change_backwards: (Activity.changed_at.desc(), Activity.number.desc()),
}


def _counted(search: Search, actor: Actor, at_most: int) -> ScalarSelect[int]:
    matching = select(Activity.id).where(*_criteria(search, actor)).limit(at_most)
    return select(func.count()).select_from(matching.subquery()).scalar_subquery()


def _criteria(search: Search, actor: Actor) -> list[ColumnElement[bool]]:
    found = _named(search)
    if search.mine:
        people = (Activity.created_by_id, Activity.submitted_by_id, Activity.caretaker_id)
        found.append(or_(*(person == actor.user_id for person in people)))
    if search.waiting:
        found.append(my_turn(actor))
    if search.to_do:
        found.append(to_do(actor))
    if not search.discarded:
        kept = or_(Activity.status != Status.withdrawn, Activity.first_submitted_on.is_not(None))
        found.append(kept)
    if search.paused:
        found.append(paused(actor))
    if search.due_before is not None:
        found.append(in_round(REQUIREMENT.due_on < search.due_before, REQUIREMENT.state.in_(OPEN_STATES)))
    if words := _words(search.q):
        readable = and_(may_read_texts(actor), *(Activity.search_text.like(*word) for word in words))
        found.append(or_(readable, and_(*(Activity.search_public.like(*word) for word in words))))
    return found


def _named(search: Search) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if search.statuses:
        found.append(Activity.status.in_(search.statuses))
    if search.kind is not None:
        found.append(Activity.kind == search.kind)
    if search.holder is not None:
        own = select(Institution.id).where(Institution.code == nfc(search.holder))
        found.append(Activity.holder_id == own.scalar_subquery())
    return found


def _words(q: str) -> list[tuple[str, str]]:
    """Return pattern and escape sign for each word; every word must occur."""
    return [(f"%{word.translate(_ESCAPES)}%", "\\") for word in fold(q)[:_LONGEST_QUERY].split(None, _WORDS)]


def _running_sheets(ids: list[int]) -> dict[int, list[RequirementFacts]]:
    # The card that they belong to has been seen, so nothing is added to the query.
    if not ids:
        return {}
    columns = (REQUIREMENT.activity_id, REQUIREMENT.id, REQUIREMENT.state, REQUIREMENT.due_on)
    rows = select(*columns, Institution.code).join_from(Requirement.__table__, Round.__table__)
    named = rows.join(Institution, Institution.id == REQUIREMENT.institution_id)
    running = named.where(REQUIREMENT.activity_id.in_(ids), ROUND.closed_at.is_(None))
    sheets: dict[int, list[RequirementFacts]] = {}
    for row in db.session.execute(running.order_by(REQUIREMENT.position)):
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
        card=_NO_CARD,
        requirements=tuple(sheet),
    )
    due_on, waiting_for = transitions.due_on(facts), transitions.waiting_for(facts)
    asking = tuple(one.institution for one in sheet if one.open_question)
    return Listed(**row._mapping, due_on=due_on, waiting_for=waiting_for, asking=asking)
