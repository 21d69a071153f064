"""What the liquidation of a resource does to the registry, and what keeps the resource from its end."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, or_, select

from app.database import one_by_one
from app.extensions import db
from app.services.door import follow, lock_row
from app.services.registry import changes
from app.visibility import seeing_everything
from models import Activity, Dependency, Obligation, Resource
from rules.dependency.words import IN_FORCE, DependencyState
from rules.facts import Actor
from rules.liquidation.consumers import systems
from rules.obligation.steps import FLOW
from rules.obligation.words import UNFINISHED, ObligationSource, ObligationState, ObligationStep
from rules.registry_vocabulary import ChangeSource, ResourceStatus
from rules.requirements import new_consumer
from rules.requirements_json import note_json
from rules.vocabulary import AMENDABLE, FINAL, Kind, NoteCode, Status

DEPENDENCIES = "dependencies"  # those who change what depends on what come one by one
_UNDER_WAY = (Activity.kind == Kind.liquidation, Activity.status.not_in(FINAL))
_IN_ROUND = frozenset({Status.in_approval, Status.awaiting_decision})


def hold(provider: Resource | None) -> None:
    """Lock the liquidations of a resource that are not over, before what depends on it is changed.

    Whoever completes one takes the two in this order, too.
    """
    if provider is not None:
        for key in db.session.scalars(_liquidations(provider).with_only_columns(Activity.id)):
            lock_row(Activity, key)


def hold_all() -> frozenset[int]:
    """Lock every liquidation that is not over; return the ids of the resources that they end."""
    every = select(Activity.id, Activity.resource_id).where(*_UNDER_WAY).order_by(Activity.id)
    rows = db.session.execute(every.execution_options(see_everything=True)).all()
    for key, _resource in rows:
        lock_row(Activity, key)
    return frozenset(resource for _key, resource in rows if resource is not None)


def begin(resource: Resource, actor: Actor, at: datetime) -> None:
    """Say of a resource that it is being liquidated: the liquidation has been approved."""
    if resource.status is ResourceStatus.active:
        _change(resource, actor, at, status=ResourceStatus.being_liquidated)


def give_up(activity: Activity, actor: Actor, at: datetime) -> None:
    """Let the resource live on: the liquidation was withdrawn, and no other is approved or in progress."""
    resource = activity.resource
    if resource is None or resource.status is not ResourceStatus.being_liquidated:
        return
    others = [one for one in _cards(resource) if one is not activity and one.status in AMENDABLE]
    if not others:
        _change(resource, actor, at, status=ResourceStatus.active)


def finish(resource: Resource, on: date, actor: Actor, at: datetime) -> None:
    """End the resource on a day, and with it all that it needs and that needs it."""
    one_by_one(db.session(), DEPENDENCIES)
    _change(resource, actor, at, closed_on=on, status=ResourceStatus.liquidated)
    end_dependencies(resource, on, actor, at, ChangeSource.activity)


def end_dependencies(resource: Resource, on: date, actor: Actor, at: datetime, source: ChangeSource) -> None:
    """End all that a resource needs and that needs it: it is no more."""
    either = or_(Dependency.consumer_id == resource.id, Dependency.provider_id == resource.id)
    rows = select(Dependency).where(either, Dependency.status.in_(IN_FORCE))
    for dependency in db.session.scalars(rows):
        name = f"{dependency.consumer.code} → {dependency.provider.code}, {dependency.kind.value}"
        was, now = f"{name}: {dependency.status.value}", f"{name}: {DependencyState.ended.value}"
        dependency.status, dependency.until = DependencyState.ended, on
        if dependency.consumer_id == resource.id:
            dependency.over_on = on  # it asks nothing more of what it needed
            ended(dependency, at)
        for one in (dependency.consumer, dependency.provider):
            changes.record(one, "dependency", was, now, actor, at, source)


def came_into_force(row: Dependency) -> None:
    """Let the liquidations of the provider know of a system that has come to need it.

    While a round is open it is noted; from the approval on it is an obligation.
    """
    consumer, provider = row.consumer, row.provider
    if consumer.holder.in_charge is provider.holder.in_charge or _tied(row):
        return
    for card in _cards(provider):
        if card.status in _IN_ROUND:
            _note(card, consumer)
        elif card.status in AMENDABLE:
            _oblige(card, consumer)


def oblige_newcomers(activity: Activity) -> None:
    """Let what was noted while the round was open become an obligation: the liquidation is approved."""
    notes = activity.current_round.notes if activity.current_round else ()
    codes = [code for one in notes if one["code"] == NoteCode.new_consumer for code in one["resources"]]
    needing = {one.code: one for one in activity.resource.consumers} if codes and activity.resource else {}
    for code in (one for one in codes if one in needing):
        _oblige(activity, needing[code])


def ended(row: Dependency, at: datetime) -> None:
    """Let lapse what a system had to do that no longer needs the resource to be liquidated."""
    if _tied(row):
        return
    on_it = select(Activity.id).where(Activity.resource_id == row.provider_id)
    rows = select(Obligation).where(
        Obligation.source == ObligationSource.registry,
        Obligation.resource_id == row.consumer_id,
        Obligation.activity_id.in_(on_it),
        Obligation.status.in_(UNFINISHED),
    )
    with seeing_everything():
        for one in db.session.scalars(rows):
            follow(FLOW, one, ObligationStep.lapse, at)


def blocking_text(consumer: str, provider: str) -> str:
    """Return what a system is to do before the resource ends, as obligations say it."""
    return f"{consumer}: pārtraukt izmantot {provider}"


def _change(resource: Resource, actor: Actor, at: datetime, **values: Any) -> None:
    changes.hold(resource)
    changes.make(resource, values, actor, at, ChangeSource.activity)


def _liquidations(resource: Resource) -> Select[Activity]:
    found = select(Activity).where(Activity.resource_id == resource.id, *_UNDER_WAY).order_by(Activity.id)
    return found.execution_options(see_everything=True)


def _cards(resource: Resource) -> Sequence[Activity]:
    return db.session.scalars(_liquidations(resource)).all()


def _tied(row: Dependency) -> bool:
    """Whether the two resources are tied by another dependency in force, too."""
    another = select(Dependency.id).where(
        Dependency.consumer_id == row.consumer_id,
        Dependency.provider_id == row.provider_id,
        Dependency.id != row.id,
        Dependency.status.in_(IN_FORCE),
    )
    return db.session.scalar(another.limit(1)) is not None


def _note(card: Activity, consumer: Resource) -> None:
    """Note the system with the round, unless somebody is asked because of it, or it stands there already."""
    current = card.current_round
    if current is None:
        return
    asked = {code for row in current.requirements for code in systems(row.reasons)}
    noted = {
        code for one in current.notes if one["code"] == NoteCode.new_consumer for code in one["resources"]
    }
    if consumer.code not in asked | noted:
        note = new_consumer(consumer.holder.in_charge.code, consumer.code)
        current.notes = [*current.notes, note_json(note)]


def _oblige(card: Activity, consumer: Resource) -> None:
    """Ask the system to do without the resource by the planned end, unless it has to already."""
    there = select(Obligation.id).where(
        Obligation.activity_id.in_((card.id, card.amends_id)),  # what the amended one asks for goes over
        Obligation.resource_id == consumer.id,
        Obligation.status.in_(UNFINISHED),
    )
    if card.planned_end is None or db.session.scalar(there.limit(1)) is not None:
        return
    provider = card.resource.code if card.resource else ""
    db.session.add(
        Obligation(
            activity_id=card.id,
            source=ObligationSource.registry,
            asked_by_id=consumer.holder_id,
            resource_id=consumer.id,
            text=blocking_text(consumer.code, provider),
            due_on=card.planned_end,
            status=ObligationState.open,
        )
    )
