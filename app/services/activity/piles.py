"""The CAB list as programs and CAB heads read it: a pile, page by page, with why each card lies there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, auto
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select

from app.extensions import db
from app.services.activity.ballots import Pile, asked_of, lies_on, to_discuss
from app.services.activity.search import Listed, rows_of
from app.visibility import wall
from models import Activity, Institution, Requirement, Round, User
from rules.facts import Actor
from rules.refusals import NotAllowed
from rules.text import N_
from rules.vocabulary import OPEN_STATES, Choice, RequirementState, Role, Status, Urgency


class Because(StrEnum):
    """Why a card is to be discussed."""

    objection = auto()
    question = auto()
    pulled = auto()


@dataclass(slots=True)
class Others:
    """How those asked have answered: besides the own institution, for who looks as its member."""

    answered: int = 0
    total: int = 0
    objections: int = 0


@dataclass(slots=True, kw_only=True)
class Piled:
    """A card on a pile.

    `reasons`: why the own institution is asked; `against`: by institution who objects or asks; `pulled_by`
    and `pulled_from`: who moved it to those to be discussed, of which institution.
    """

    row: Listed
    reasons: list[dict[str, Any]] = field(default_factory=list)
    pulled_by: str | None = None
    pulled_from: str | None = None
    against: dict[str, Choice] = field(default_factory=dict)
    others: Others = field(default_factory=Others)

    @property
    def discussed_because(self) -> list[Because]:
        """Why it is to be discussed; empty where it is not."""
        choices = self.against.values()
        held = (Choice.object in choices, Choice.need_info in choices, self.pulled_by is not None)
        return [why for why, holds in zip(Because, held, strict=True) if holds]


def check(which: Pile, actor: Actor) -> None:
    """Raise `NotAllowed` for whom the pile is not: members vote, heads decide, both discuss."""
    member = actor.has(Role.cab_member) and actor.institution_id is not None
    head = actor.has(Role.cab_head)
    if not {Pile.decide: head, Pile.discuss: member or head}.get(which, member):
        raise NotAllowed(_FOR_HEADS if which is Pile.decide else _FOR_MEMBERS)


def numbers_to_discuss(actor: Actor, on: date) -> list[str]:
    """Return the numbers of all that a CAB head has to be discussed, in the order of the pile."""
    ordered = _in_order(_lying(Pile.discuss, actor, on)).with_only_columns(_CARD.number)
    return list(db.session.connection().scalars(ordered))


def page(which: Pile, actor: Actor, on: date, number: int, size: int) -> tuple[list[Piled], int]:
    """Return one page of the pile, emergencies first, then by due date, and how many lie on it.

    It takes four queries, and one more where the page is beyond the last.
    """
    lying = _lying(which, actor, on)
    ordered = _in_order(lying.add_columns(func.count().over().label("count")))
    shown = ordered.limit(size).offset(min(number * size, _BEYOND))
    these = {key: count for key, count in db.session.connection().execute(shown)}
    found = {row.id: Piled(row=row) for row in rows_of(these)}
    _explain(found, None if _as_head(which, actor) else actor.institution_id)
    return list(found.values()), next(iter(these.values()), None) or _count(lying)


# Tables, not mapped classes: `wall` says what is seen of them.
_CARD: Any = Activity.__table__.c
_ASKED: Any = Requirement.__table__.c
_ROUND: Any = Round.__table__.c
_HOME: Any = Institution.__table__
_PERSON: Any = User.__table__
_BEYOND = 10**9  # more rows than there will ever be
_FOR_HEADS = N_("Only CAB heads see what waits for a decision.")
_FOR_MEMBERS = N_("Only CAB members see what waits for the opinion of their institution.")
_ANSWERED = frozenset({RequirementState.answered, RequirementState.carried_over})
_CURRENT = and_(_ROUND.activity_id == _CARD.id, _ROUND.number == _CARD.round)


def _count(lying: Select[Any]) -> int:
    return db.session.connection().scalar(select(func.count()).select_from(lying.subquery())) or 0


def _lying(which: Pile, actor: Actor, on: date) -> Select[Any]:
    """Return the select of the cards that lie on the pile."""
    cards = select(_CARD.id).join_from(Activity.__table__, Round.__table__, _CURRENT)
    if not _as_head(which, actor):
        mine = asked_of(actor)
        return cards.where(_ROUND.id.in_(select(mine.round_id).where(lies_on(which, mine))))
    lies = to_discuss(_ROUND.id, _ROUND.pulled_by_id) if which is Pile.discuss else _to_decide(on)
    return cards.where(_CARD.status.in_((Status.in_approval, Status.awaiting_decision)), wall(_CARD), lies)


def _in_order(lying: Select[Any]) -> Select[Any]:
    last, urgent = _last_due(), _CARD.urgency == Urgency.emergency
    return lying.order_by(urgent.desc(), last.is_(None), last, _CARD.number)


def _as_head(which: Pile, actor: Actor) -> bool:
    return which is Pile.decide or (which is Pile.discuss and actor.has(Role.cab_head))


def _to_decide(on: date) -> ColumnElement[bool]:
    return or_(_CARD.status == Status.awaiting_decision, _last_due() < on)


def _last_due() -> Any:
    """Until when somebody is still to answer; nothing in a round that is closed."""
    asked = Requirement.__table__.alias()
    still_open = (asked.c.round_id == _ROUND.id, asked.c.state.in_(OPEN_STATES))
    return select(func.max(asked.c.due_on)).where(*still_open).scalar_subquery()


def _explain(found: Mapping[int, Piled], own: int | None) -> None:
    """Say of each card who answered what in its current round, in one query; `own` institution aside."""
    if not found:
        return
    reasons = case((_ASKED.institution_id == own, _ASKED.reasons)).label("reasons")
    rows = (
        select(_CARD.id, _ASKED.institution_id, _ASKED.state, _ASKED.choice, reasons)
        .add_columns(_HOME.c.code, _PERSON.c.username, _FROM.c.code.label("pulled_from"))
        .join_from(Activity.__table__, Round.__table__, _CURRENT)
        .join(Requirement.__table__, _ASKED.round_id == _ROUND.id)
        .join(_HOME, _HOME.c.id == _ASKED.institution_id)
        .outerjoin(_PERSON, _PERSON.c.id == _ROUND.pulled_by_id)
        .outerjoin(_FROM, _FROM.c.id == _PERSON.c.institution_id)
        .where(_CARD.id.in_(found))
        .order_by(_ASKED.position)
    )
    for row in db.session.connection().execute(rows):
        _count_in(found[row.id], row, own)


_FROM: Any = _HOME.alias()


def _count_in(one: Piled, row: Row[Any], own: int | None) -> None:
    one.pulled_by, one.pulled_from = row.username, row.pulled_from
    if row.choice in (Choice.object, Choice.need_info):
        one.against[row.code] = row.choice
    if row.institution_id == own:
        one.reasons = row.reasons
        return
    one.others.total += 1
    one.others.answered += row.state in _ANSWERED
    one.others.objections += row.choice is Choice.object
