"""Dependencies between resources: proposed by one side, confirmed or rejected by the other, ended."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.database import one_by_one
from app.extensions import db
from app.services import outbox, rights
from app.services.checks import refuse, required_texts
from app.services.door import Door, Step
from app.services.registry import changes, liquidation
from app.services.registry.liquidation import DEPENDENCIES
from models import Dependency, Resource
from rules.audience import Message
from rules.deadlines import day_of
from rules.dependency.flow import FLOW, controls, told_after
from rules.dependency.words import IN_FORCE, DependencyState, DependencyStep
from rules.facts import Actor
from rules.refusals import NotAllowed, Problem, WrongStatus
from rules.registry_vocabulary import GONE, Certainty, ChangeSource, DependencyKind
from rules.text import N_, nfc
from rules.vocabulary import ProblemCode, Role

_ONLY_CONTROLLERS = N_("Only change controllers of one of the two institutions propose a dependency.")
_THERE = N_("This dependency is in the registry already: number %(id)s.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A dependency as it comes in; ends are codes of resources."""

    consumer: str = ""
    provider: str = ""
    kind: DependencyKind | None = None
    description: str = ""
    since: date | None = None


def propose(asked: Proposal, actor: Actor, at: datetime, source: ChangeSource) -> tuple[Dependency, bool]:
    """Enter that one resource needs another; return the row, and whether it is a new one.

    It is confirmed at once by the administrator, within one institution, and where the other side has
    proposed the same. Raises `NotAllowed`, `Invalid`, and `WrongStatus` where it is in force already.
    """
    liquidation.hold(_resource(asked.provider))
    one_by_one(db.session(), DEPENDENCIES)
    rights.hold(actor)
    check_proposes(actor)
    consumer, provider = _resource(asked.consumer), _resource(asked.provider)
    refuse(_problems(asked, consumer, provider, actor))
    there = _in_force(consumer, provider, asked.kind)
    if there is not None:
        return _met(there, actor, at, source), False
    dependency = _new(asked, consumer, provider, actor)
    facts = dependency.facts()
    if actor.has(Role.admin) or facts.consumer == facts.provider:
        dependency.status, dependency.confirmed_on = DependencyState.confirmed, day_of(at)
    else:
        _tell(dependency, Message.dependency_proposed, tuple(sorted(facts.others)), actor, at)
    _record(dependency, None, actor, at, source)
    liquidation.came_into_force(dependency)
    return dependency, True


def check_proposes(actor: Actor) -> None:
    """Raise `NotAllowed` for whoever controls no resource."""
    if not actor.has(Role.change_controller, Role.admin):
        raise NotAllowed(_ONLY_CONTROLLERS)


def confirm(row: Dependency, actor: Actor, at: datetime, source: ChangeSource) -> None:
    """Agree that it is so, or that it still is."""
    with DOOR.step(row, DependencyStep.confirm, actor, at) as done:
        row.confirmed_on = day_of(at)
        done.data = {"source": source}


def reject(row: Dependency, actor: Actor, at: datetime, source: ChangeSource, *, comment: str) -> None:
    """Say why it is not so."""
    with DOOR.step(row, DependencyStep.reject, actor, at) as done:
        required_texts(comment=comment)
        row.over_on = day_of(at)
        done.comment, done.data = comment.strip(), {"source": source}


def end(
    row: Dependency,
    actor: Actor,
    at: datetime,
    source: ChangeSource,
    *,
    comment: str,
    until: date | None = None,
) -> None:
    """Say since when the resource is needed no more, and why; today at the latest."""
    liquidation.hold(row.provider)
    with DOOR.step(row, DependencyStep.end, actor, at) as done:
        late = until is not None and until > day_of(at)
        refuse([Problem("until", ProblemCode.invalid)] if late else [])
        required_texts(comment=comment)
        row.until, row.over_on = until or day_of(at), day_of(at)
        done.comment, done.data = comment.strip(), {"source": source}
        liquidation.ended(row, at)


def _new(asked: Proposal, consumer: Resource | None, provider: Resource | None, actor: Actor) -> Dependency:
    row = Dependency(
        consumer=consumer,
        provider=provider,
        kind=asked.kind,
        description_lv=asked.description.strip()[:500],
        certainty=Certainty.confirmed,
        since=asked.since,
        status=DependencyState.proposed,
        proposed_by_id=None if actor.has(Role.admin) else actor.institution_id,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _resource(code: str) -> Resource | None:
    return db.session.scalar(select(Resource).where(Resource.code == nfc(code)))


def _problems(
    asked: Proposal, consumer: Resource | None, provider: Resource | None, actor: Actor
) -> list[Problem]:
    found = [] if asked.kind else [Problem("kind", ProblemCode.required)]
    for name, resource in (("consumer", consumer), ("provider", provider)):
        code = getattr(asked, name)
        if resource is None:
            empty = Problem(name, ProblemCode.required)
            found.append(Problem(name, ProblemCode.unknown, {"code": code}) if code else empty)
        elif resource.status in GONE:
            found.append(Problem(name, ProblemCode.not_active, {"resource": resource.code}))
    if consumer is None or provider is None:
        return found
    if consumer is provider:
        found.append(Problem("provider", ProblemCode.invalid))
    sides = consumer.holder.in_charge.code, provider.holder.in_charge.code
    if not controls(actor, *sides):
        values = {"resource": consumer.code, "holder": sides[0]}
        found.append(Problem("consumer", ProblemCode.not_own, values))
    return found


def _in_force(
    consumer: Resource | None, provider: Resource | None, kind: DependencyKind | None
) -> Dependency | None:
    same = select(Dependency).where(
        Dependency.consumer == consumer,
        Dependency.provider == provider,
        Dependency.kind == kind,
        Dependency.status.in_(IN_FORCE),
    )
    return db.session.scalar(same)


def _met(row: Dependency, actor: Actor, at: datetime, source: ChangeSource) -> Dependency:
    """Return what the other side has proposed, confirmed by proposing the same."""
    proposed = row.status is DependencyState.proposed
    if not proposed or not controls(actor, *row.facts().others):
        raise WrongStatus(_THERE, told={"id": row.id}, id=row.id)
    confirm(row, actor, at, source)
    return row


def _record(
    row: Dependency, before: DependencyState | None, actor: Actor, at: datetime, by: ChangeSource
) -> None:
    """Write the step into the history of both resources."""
    name = f"{row.consumer.code} → {row.provider.code}, {row.kind.value}"
    was, now = (f"{name}: {one.value}" if one else None for one in (before, row.status))
    for one in (row.consumer, row.provider):
        changes.record(one, "dependency", was, now, actor, at, by)


def _tell(
    row: Dependency, message: Message, codes: tuple[str, ...], actor: Actor, at: datetime, comment: str = ""
) -> None:
    """Tell the controllers of these."""
    told = [one for code in codes for one in outbox.controllers(message, code)]
    values = {
        "dependency": row.id,
        "consumer": row.consumer.code,
        "provider": row.provider.code,
        "by": actor.institution,
        "comment": comment,
    }
    persons = {person.id: person for people in outbox.reached(told).values() for person in people}
    for key in sorted(persons.keys() - {actor.user_id}):
        outbox.tell(message, at, person=persons[key], values=values)


def _after(row: Dependency, step: DependencyStep, actor: Actor, at: datetime, done: Step) -> None:
    _record(row, done.facts.status, actor, at, done.data["source"])
    message, codes = told_after(step, done.facts, actor)
    _tell(row, message, codes, actor, at, done.comment)


DOOR: Door[Dependency, DependencyStep, Step] = Door(
    flow=FLOW,
    whole=(),
    step_of=Step,
    compare=lambda _row, _seen: None,
    tell=_after,
    begin=lambda _step: one_by_one(db.session(), DEPENDENCIES),
)
