"""Which obligations there are: of a card, of a resource, all that a person sees, and whose turn it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.extensions import db
from app.services.activity.obligations import DOOR
from app.visibility import may_read_texts, seeing_everything
from models import Activity, Institution, Obligation, ObligationReport, Resource
from models.obligation import staffed_institutions, verifying
from rules.facts import Actor
from rules.obligation.words import BY_PEOPLE, IN_FORCE, UNFINISHED, ObligationState, ObligationStep
from rules.refusals import NotFound
from rules.registry_vocabulary import InstitutionStatus
from rules.text import N_
from rules.vocabulary import Role

GONE = N_("There is no such thing, or you cannot see it.")
_REPORTS: Any = selectinload(Obligation.reports)
_SHOWN = (
    joinedload(Obligation.asked_by),
    _REPORTS.joinedload(ObligationReport.reported_by),
    _REPORTS.joinedload(ObligationReport.attachment),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; `mine`: it is my turn. `overdue_on`: still to be reported on after its due date."""

    states: tuple[ObligationState, ...] = ()
    mine: bool = False
    overdue_on: date | None = None


def of(activity: Activity) -> list[Obligation]:
    """Return the obligations of a card that the viewer sees, oldest first."""
    rows = _all().where(Obligation.activity_id == activity.id)
    return list(db.session.scalars(rows.order_by(Obligation.id)))


def found(key: int) -> Obligation:
    """Return an obligation that the viewer sees; raise `NotFound`."""
    row = db.session.scalars(_all().where(Obligation.id == key)).one_or_none()
    if row is None:
        raise NotFound(GONE)
    return row


def page(wanted: Wanted, actor: Actor, first: int = 0, most: int | None = None) -> list[Obligation]:
    """Return those that fit: my turn first, then what is not over, each by due date."""
    return _page(wanted, my_turn(actor), first, most)


def counted_page(
    wanted: Wanted, tabs: Sequence[Wanted], actor: Actor, first: int, most: int
) -> tuple[list[Obligation], list[int]]:
    """Return a page, and how many fit it and each of the tabs, counted by one query."""
    mine = my_turn(actor)
    fits = (and_(true(), *_criteria(one, mine)) for one in (wanted, *tabs))
    sums = select(*(func.count(case((one, 1))) for one in fits)).select_from(Obligation)
    counts = db.session.execute(sums.join(Obligation.activity)).one()
    return _page(wanted, mine, first, most), list(counts)


def _page(wanted: Wanted, mine: ColumnElement[bool], first: int, most: int | None) -> list[Obligation]:
    ranked = case((mine, 0), (Obligation.status.in_(UNFINISHED), 1), else_=2)
    rows = _all().where(*_criteria(wanted, mine)).order_by(ranked, Obligation.due_on, Obligation.id)
    return list(db.session.scalars(rows.offset(first).limit(most)))


def count(wanted: Wanted, actor: Actor) -> int:
    """Return how many fit."""
    rows = select(func.count(Obligation.id)).join(Obligation.activity)
    mine = my_turn(actor) if wanted.mine else false()
    return db.session.scalar(rows.where(*_criteria(wanted, mine))) or 0


def of_resource(resource: Resource) -> list[Obligation]:
    """Return what was ever agreed about a resource, open first; a planned one goes by its card's number.

    Also what a system has to do before another ends.
    """
    card = or_(Activity.resource_id == resource.id, Activity.number == resource.code)
    about = or_(card, Obligation.resource_id == resource.id)
    rows = _all().where(about, Obligation.status.in_(IN_FORCE))
    ranked = case((Obligation.status.in_(UNFINISHED), 0), else_=1)
    return list(db.session.scalars(rows.order_by(ranked, Obligation.due_on, Obligation.id)))


def due(until: date) -> list[Obligation]:
    """Return what is still to be reported on by a day, overdue first: of all cards, for what reminds people.

    `facts().verifier` of each says who verifies it.
    """
    with seeing_everything():
        rows = _all().where(Obligation.status == ObligationState.open, Obligation.due_on <= until)
        return list(db.session.scalars(rows.order_by(Obligation.due_on, Obligation.id)))


def with_texts(rows: Sequence[Obligation], actor: Actor) -> frozenset[int]:
    """Return the ids of those cards among theirs whose texts this person reads."""
    cards = {row.activity_id: row.activity.restricted for row in rows}
    withheld = {key for key, restricted in cards.items() if restricted}
    read = select(Activity.id).where(Activity.id.in_(withheld), may_read_texts(actor))
    return frozenset((cards.keys() - withheld) | set(db.session.scalars(read) if withheld else ()))


def possible(
    rows: Sequence[Obligation], actor: Actor, on: date, staffed: frozenset[str] | None = None
) -> dict[int, tuple[ObligationStep, ...]]:
    """Return by id what this person may do with each now; `staffed`: where CAB members work, where known."""
    with seeing_everything():
        known = staffed_institutions(db.session()) if staffed is None and rows else staffed or frozenset()
        facts = {row.id: row.facts(known) for row in rows}
    offered = {key: DOOR.flow.offered(one, actor, on) for key, one in facts.items()}
    return {key: tuple(step for step in steps if step in BY_PEOPLE) for key, steps in offered.items()}


def turn(steps: Sequence[ObligationStep]) -> ObligationStep | None:
    """Return the step for which somebody is waited for, of those that a person may take."""
    awaited = (ObligationStep.report, ObligationStep.accept)
    return next((one for one in awaited if one in steps), None)


def my_turn(actor: Actor) -> ColumnElement[bool]:
    """Return the criterion of obligations on which this person is to report, or whose report to verify."""
    if actor.has(Role.admin):
        return false()
    turns: list[ColumnElement[bool]] = [false()]
    reported = Obligation.status == ObligationState.reported
    if actor.has(Role.applicant):
        own = Activity.holder_id == actor.institution_id
        turns.append(and_(Obligation.status == ObligationState.open, own))
    if actor.has(Role.cab_member):
        turns.append(and_(reported, Obligation.asked_by_id.in_(_own_and_taken_over(actor))))
    if actor.has(Role.cab_head):
        theirs = Obligation.asked_by_id.not_in(_verifying_themselves())
        turns.append(and_(reported, or_(Obligation.asked_by_id.is_(None), theirs)))
    return or_(*turns)


def _own_and_taken_over(actor: Actor) -> list[int]:
    """Return the ids of the person's institution and of those closed whose work it took over."""
    closed = select(Institution).where(Institution.status == InstitutionStatus.closed)
    taken_over = (one.id for one in db.session.scalars(closed) if one.in_charge.code == actor.institution)
    return [*([actor.institution_id] if actor.institution_id else []), *taken_over]


def _verifying_themselves() -> list[int]:
    """Return the ids of the institutions that, or whose successors, verify what they asked for."""
    staffed = staffed_institutions(db.session())
    return [one.id for one in db.session.scalars(select(Institution)) if verifying(one, staffed)]


def _all() -> Select[Obligation]:
    holder = contains_eager(Obligation.activity).joinedload(Activity.holder)
    return select(Obligation).join(Obligation.activity).options(holder, *_SHOWN)


def _criteria(wanted: Wanted, mine: ColumnElement[bool]) -> Iterator[ColumnElement[bool]]:
    if wanted.states:
        yield Obligation.status.in_(wanted.states)
    if wanted.mine:
        yield mine
    if wanted.overdue_on is not None:
        yield Obligation.status == ObligationState.open
        yield Obligation.due_on < wanted.overdue_on
