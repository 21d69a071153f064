"""A liquidation as its card tells it: what the head looks through, and who hears of it unasked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.services import outbox
from app.services.registry import liquidation as registry
from app.services.registry.impact import impact
from app.visibility import seeing_everything
from models import Activity, Dependency, Resource
from rules.audience import Message, Told
from rules.dependency.words import IN_FORCE, DependencyState
from rules.facts import Actor
from rules.impact import Direction
from rules.liquidation.consumers import ConsumerGiven
from rules.liquidation.words import ConsumerAnswer
from rules.vocabulary import AMENDABLE, FINAL, Kind, Role, Status

_YEAR = timedelta(days=365)
_TWO_STEPS = 2


@dataclass(frozen=True, slots=True)
class Consumer:
    """A system that needs the resource, or did; what its holder says of its end, None before."""

    resource: Resource
    state: DependencyState
    answer: ConsumerAnswer | None = None
    until: date | None = None
    comment: str = ""

    @property
    def holder(self) -> str:
        """Who is in charge of it."""
        return self.resource.holder.in_charge.code


@dataclass(frozen=True, slots=True)
class Checklist:
    """What is to be looked at before a resource ends; what nobody has answered yet comes first.

    `disputed` = needs that were rejected or ended within a year; `indirect` = systems two steps away;
    `activities` = the others on the resource that are not over and that the reader sees.
    """

    consumers: Sequence[Consumer]
    disputed: Sequence[Consumer]
    indirect: Sequence[Resource]
    activities: Sequence[str]
    tickets: Sequence[str]
    data_sets: Sequence[str]
    personal_data: bool | None


def checklist(activity: Activity, resource: Resource, on: date) -> Checklist:
    """Return what the head looks through before deciding on a liquidation, as it stands on a day."""
    rows = _dependencies(resource)
    answers = _answers(activity)
    lasting = [one for one in rows if one.status in IN_FORCE or one.over_on is None]
    consumers = _consumers(lasting, answers)
    codes = {one.resource.code for one in consumers}
    left = [
        one for one in rows if one.over_on and one.over_on >= on - _YEAR and one.consumer.code not in codes
    ]
    return Checklist(
        consumers=consumers,
        disputed=_consumers(left, answers),
        indirect=_indirect(resource),
        activities=_others(activity, resource),
        tickets=(),
        data_sets=resource.data_sets,
        personal_data=resource.personal_data,
    )


def approved(activity: Activity, actor: Actor, at: datetime) -> None:
    """Let the registry say that the resource is being liquidated; tell those who hold systems two steps away.

    Nothing happens with an activity of another kind; so with the other steps.
    """
    resource = activity.resource
    if activity.kind is not Kind.liquidation or resource is None:
        return
    registry.begin(resource, actor, at)
    systems: dict[Told, list[str]] = {}
    for one in _indirect(resource):
        holder = one.holder.in_charge
        if holder is not activity.holder.in_charge:
            for told in outbox.controllers(Message.liquidation_approved, holder.code):
                systems.setdefault(told, []).append(one.code)
    for told, codes in systems.items():
        outbox.enqueue(activity, [told], actor, at, {"resource": resource.code, "systems": codes})


def given_up(activity: Activity, before: Status, actor: Actor, at: datetime) -> None:
    """Let the resource live on, where the withdrawn liquidation had been approved."""
    if activity.kind is Kind.liquidation and before in AMENDABLE:
        registry.give_up(activity, actor, at)


def completed(activity: Activity, on: date, actor: Actor, at: datetime) -> None:
    """End the resource on a day; tell the applicants of open cards that name it what to do with them now."""
    resource = activity.resource
    if activity.kind is not Kind.liquidation or resource is None:
        return
    registry.finish(resource, on, actor, at)
    named = or_(
        Activity.resource_id == resource.id,
        Activity.used_resources.any(Resource.id == resource.id),
        Activity.affected_resources.any(Resource.id == resource.id),
    )
    wanted = select(Activity).where(named, Activity.id != activity.id, Activity.status.not_in(FINAL))
    with seeing_everything():
        cards = db.session.scalars(wanted.order_by(Activity.number)).unique().all()
    for code in sorted({one.holder.code for one in cards}):
        numbers = [one.number for one in cards if one.holder.code == code]
        told = [Told(Message.liquidation_completed, Role.applicant, code)]
        outbox.enqueue(activity, told, actor, at, {"resource": resource.code, "numbers": numbers})


def _dependencies(resource: Resource) -> Sequence[Dependency]:
    ends = joinedload(Dependency.consumer).joinedload(Resource.holder)
    rows = select(Dependency).where(Dependency.provider_id == resource.id).options(ends)
    return db.session.scalars(rows.order_by(Dependency.id)).all()


def _answers(activity: Activity) -> dict[str, ConsumerGiven]:
    rows = activity.current_round.requirements if activity.current_round else ()
    return {one.resource: one for row in rows for one in row.consumers}


def _consumers(rows: Iterable[Dependency], answers: dict[str, ConsumerGiven]) -> list[Consumer]:
    """Return one line a system; of several dependencies the one that says most counts."""
    found: dict[str, Consumer] = {}
    for one in sorted(rows, key=lambda row: _WEIGHT[row.status]):
        code = one.consumer.code
        said = answers.get(code) or ConsumerGiven(resource=code)
        found[code] = Consumer(one.consumer, one.status, said.answer, said.until, said.comment)
    return sorted(found.values(), key=lambda one: (one.answer is not None, one.resource.code))


_WEIGHT = {
    DependencyState.ended: 0,
    DependencyState.rejected: 1,
    DependencyState.proposed: 2,
    DependencyState.confirmed: 3,
}


def _indirect(resource: Resource) -> list[Resource]:
    nodes = impact(resource.code, Direction.consumers, _TWO_STEPS).nodes
    return [one.resource for one in nodes if one.reached.depth == _TWO_STEPS]


def _others(activity: Activity, resource: Resource) -> Sequence[str]:
    on_it = (Activity.resource_id == resource.id, Activity.id != activity.id)
    rows = select(Activity.number).where(*on_it, Activity.status.not_in(FINAL))
    return db.session.scalars(rows.order_by(Activity.number)).all()
