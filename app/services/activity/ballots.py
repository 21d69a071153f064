"""The CAB list: cards that wait for an institution's vote, votes that can still change, decisions due."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum, auto
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.extensions import db
from app.visibility import wall
from models import Activity, Institution, Requirement, Round, User, Vote
from models.database.there_is import there_is
from rules.facts import Actor
from rules.vocabulary import OPEN_STATES, Choice, Kind, RequirementState, Status, Urgency

PAGE_SIZE = 50
CONTESTING = (Choice.object, Choice.need_info)


class Pile(StrEnum):
    """A tab of the list."""

    consent = auto()  # nobody objects or asks
    discuss = auto()  # somebody does, or moved it there
    given = auto()  # answered by the own institution, can still change
    decide = auto()  # for CAB heads: to decide, or to close a round that is over


@dataclass(slots=True)
class Sheet:
    """How the institutions asked have answered so far."""

    asked: int = 0
    answered: int = 0
    objections: int = 0
    questions: int = 0
    proposals: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cards lie on each pile; of the waiting ones, how many are late or due this week."""

    waiting: int
    discuss: int
    given: int
    late: int
    due_soon: int

    @property
    def consent(self) -> int:
        """Cards that wait for the institution's vote and about which nobody objects or asks."""
        return self.waiting - self.discuss


@dataclass(slots=True)
class Ballot:
    """One row of the list; `contesting` are the votes in force of others that object or ask.

    `before` is what the own institution said last in an earlier round.
    """

    requirement: Requirement
    activity: Activity
    sheet: Sheet
    vote: Vote | None = None
    before: Vote | None = None
    contesting: list[Vote] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A card that waits for the head: to decide, or to close a round that is over."""

    id: int
    number: str
    title: str
    kind: Kind
    urgency: Urgency
    holder: str
    round: int
    status: Status
    closed_at: datetime | None
    due_on: date | None
    sheet: Sheet

    @property
    def undisputed(self) -> bool:
        """Whether all have answered and nobody objects: it can be approved together with others."""
        done = self.status is Status.awaiting_decision and self.sheet.answered == self.sheet.asked
        return done and not self.sheet.objections


def week_end(on: date) -> date:
    """Return the Sunday of the week."""
    return on + timedelta(days=6 - on.weekday())


def counts(actor: Actor, on: date) -> Counts:
    """Return how many cards lie on each pile, in one query."""
    asked = asked_of(actor)
    mine = (
        select(asked.state, asked.due_on, to_discuss(asked.round_id, asked.pulled_by_id).label("contested"))
        .subquery()
        .c
    )
    waiting = mine.state == RequirementState.waiting
    sums = {
        "waiting": waiting,
        "discuss": and_(waiting, mine.contested),
        "given": mine.state != RequirementState.waiting,
        "late": and_(waiting, mine.due_on < on),
        "due_soon": and_(waiting, mine.due_on.between(on, week_end(on))),
    }
    totals = [func.coalesce(func.sum(case((one, 1), else_=0)), 0).label(name) for name, one in sums.items()]
    return Counts(**db.session.connection().execute(select(*totals)).one()._mapping)


def pile(actor: Actor, which: Pile, page: int = 0) -> list[Ballot]:
    """Return one page of a pile, nearest due date first, in at most four queries."""
    mine = asked_of(actor)
    wanted = (
        select(mine.id).where(lies_on(which, mine)).order_by(mine.urgent.desc(), mine.due_on, mine.number)
    )
    these = wanted.limit(PAGE_SIZE).offset(page * PAGE_SIZE)
    sheet = _counted().where(_ASKED.round_id.in_(select(_ASKED.round_id).where(_ASKED.id.in_(these))))
    beside = sheet.subquery()
    rows = select(Requirement, beside).join(beside, beside.c.round_id == Requirement.round_id)
    rows = rows.join(Requirement.activity).join(Activity.holder).join(Requirement.round)
    urgent = Activity.urgency == Urgency.emergency
    rows = rows.where(Requirement.id.in_(these))
    rows = rows.order_by(urgent.desc(), Requirement.due_on, Activity.number)
    rows = rows.options(
        contains_eager(Requirement.activity).contains_eager(Activity.holder),
        contains_eager(Requirement.round).joinedload(Round.pulled_by).joinedload(User.institution),
    )
    found = db.session.execute(rows).unique().all()
    ballots = [Ballot(one, one.activity, Sheet(*counted)) for one, _round, *counted in found]
    _add_earlier(ballots, actor)
    return _with_votes(ballots, which)


def to_decide(on: date, page: int = 0) -> list[ToDecide]:
    """Return one page of what waits for a head: emergencies, rounds that are closed, those that are over."""
    still_open = (_ASKED.round_id == _ROUND.id, _ASKED.state.in_(OPEN_STATES))
    last = select(func.max(_ASKED.due_on)).where(*still_open).scalar_subquery()
    named = (*(_CARD[name] for name in _DECIDED), _ROUND.closed_at)
    rows = (
        select(
            _ROUND.id.label("round_id"),
            Institution.__table__.c.code.label("holder"),
            last.label("due_on"),
            *named,
        )
        .join_from(
            _CARDS, Round.__table__, and_(_ROUND.activity_id == _CARD.id, _ROUND.number == _CARD.round)
        )
        .join(Institution.__table__, Institution.__table__.c.id == _CARD.holder_id)
        .where(_CARD.status.in_((Status.awaiting_decision, Status.in_approval)))
        .where(or_(_CARD.status == Status.awaiting_decision, last < on), wall(_CARD))
        .order_by((_CARD.urgency == Urgency.emergency).desc(), _CARD.status, _CARD.number)
    )
    wanted = rows.limit(PAGE_SIZE).offset(page * PAGE_SIZE)
    found = [dict(row._mapping) for row in db.session.connection().execute(wanted)]
    sheets = _sheets([row["round_id"] for row in found])
    return [ToDecide(sheet=sheets[row.pop("round_id")], **row) for row in found]


# Tables, not mapped classes: `wall` says what is seen of them.
_CARDS: Any = Activity.__table__
_CARD = _CARDS.c
_ASKED: Any = Requirement.__table__.c
_ROUND: Any = Round.__table__.c
_DECIDED = ("id", "number", "title", "kind", "urgency", "round", "status")


def asked_of(actor: Actor) -> Any:
    """Return the columns of what the actor's institution is asked in running rounds; never its own cards.

    It begins with the cards in co-approval: those that the institution was ever asked about are many more.
    OFFSET keeps both databases from beginning with what is looked for in it.
    """
    running = and_(_ROUND.activity_id == _CARD.id, _ROUND.number == _CARD.round)
    mine = and_(_ASKED.round_id == _ROUND.id, _ASKED.institution_id == actor.institution_id)
    rows = (
        select(
            *(_ASKED.id, _ASKED.round_id, _ASKED.state, _ASKED.due_on, _ASKED.activity_id, _CARD.number),
            (_CARD.urgency == Urgency.emergency).label("urgent"),
            _ROUND.pulled_by_id,
        )
        .join_from(_CARDS, Round.__table__, running)
        .join(Requirement.__table__, mine)
        .where(_CARD.status == Status.in_approval, _CARD.holder_id != actor.institution_id)
        .where(_ROUND.closed_at.is_(None), wall(_CARD))
    )
    return rows.offset(0).subquery().c


def lies_on(which: Pile, asked: Any) -> ColumnElement[bool]:
    """On which pile of a member a card lies, by what `asked_of` returns."""
    if which is Pile.given:
        return and_(asked.state != RequirementState.waiting)
    discussed = to_discuss(asked.round_id, asked.pulled_by_id)
    return and_(asked.state == RequirementState.waiting, discussed if which is Pile.discuss else ~discussed)


def to_discuss(round_id: Any, pulled_by_id: Any) -> ColumnElement[bool]:
    """Somebody in the round objects, has asked what is not answered yet, or moved the card there."""
    other = Requirement.__table__.alias()
    against = there_is(other, other.c.round_id == round_id, other.c.choice.in_(CONTESTING))
    return or_(pulled_by_id.is_not(None), against)


def _sheets(rounds: Sequence[int]) -> dict[int, Sheet]:
    rows = db.session.connection().execute(_counted().where(_ASKED.round_id.in_(rounds))) if rounds else ()
    return {round_id: Sheet(*counted) for round_id, *counted in rows}


def _counted() -> Select[Any]:
    """Return the select of a round's key and of what `Sheet` says of it; who asks says of which rounds."""
    those = (
        _ASKED.state.in_((RequirementState.answered, RequirementState.carried_over)),
        *(_ASKED.choice == one for one in (Choice.object, Choice.need_info, Choice.approve_with_proposals)),
    )
    sums = [func.sum(case((one, 1), else_=0)).label(f"sum_{place}") for place, one in enumerate(those)]
    return select(_ASKED.round_id, func.count().label("asked"), *sums).group_by(_ASKED.round_id)


def _add_earlier(ballots: list[Ballot], actor: Actor) -> None:
    """Say of cards in a later round what the own institution said in an earlier one."""
    again = {one.activity.id: one for one in ballots if one.requirement.round.number > 1}
    if not again:
        return
    wanted = select(Vote).join(Requirement, Requirement.id == Vote.requirement_id)
    wanted = wanted.where(
        Vote.activity_id.in_(again),
        Vote.institution_id == actor.institution_id,
        Requirement.round_id.not_in([one.requirement.round_id for one in again.values()]),
    )
    for vote in db.session.scalars(wanted.order_by(Vote.id)):
        again[vote.activity_id].before = vote


def _with_votes(ballots: list[Ballot], which: Pile) -> list[Ballot]:
    """Add what the reader needs of the votes: of others who object or ask, or the own ones."""
    if which is Pile.consent or not ballots:
        return ballots
    by_round = {one.requirement.round_id: one for one in ballots}
    wanted = select(Vote).join(Requirement, Requirement.id == Vote.requirement_id)
    if which is Pile.given:
        wanted = wanted.where(Requirement.id.in_([one.requirement.id for one in ballots]))
    else:
        wanted = wanted.where(Requirement.round_id.in_(by_round), Requirement.choice.in_(CONTESTING))
    wanted = wanted.options(
        contains_eager(Vote.requirement),
        selectinload(Vote.remarks),
        joinedload(Vote.voter),
        joinedload(Vote.on_behalf_of),
        joinedload(Vote.institution),
    )
    wanted = wanted.order_by(Requirement.position, Vote.seq)
    for vote in _in_force(db.session.scalars(wanted)):
        ballot = by_round[vote.requirement.round_id]
        if which is Pile.given:
            ballot.vote = vote
        else:
            ballot.contesting.append(vote)
    return ballots


def _in_force(votes: Iterable[Vote]) -> Iterable[Vote]:
    return {vote.requirement_id: vote for vote in votes}.values()
