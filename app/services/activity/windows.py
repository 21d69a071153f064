"""When the work of an activity touches running systems: said by its applicants, known to who needs them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.services import outbox, rights
from app.services.activity import audit
from app.services.activity.door import lock
from app.services.checks import GONE, INVALID, refuse
from app.services.registry.collisions import GRAVE, Met, met_by, windows_of
from app.visibility import seeing_everything
from models import Activity, Window
from rules.audience import Message, Told
from rules.facts import Actor
from rules.guards import applicant_of_holder
from rules.refusals import Invalid, NotAllowed, NotFound, Problem, WrongStatus
from rules.text import N_, length
from rules.vocabulary import AMENDABLE, ProblemCode, Role, Status
from rules.window import span
from rules.window.collision import Work
from rules.window.words import WindowEffect, WindowStep

EVENT = "window"
KEPT_IN = frozenset({Status.draft, Status.returned, Status.approved, Status.in_progress})
TEXT_MOST = 2000
_APPLICANTS = N_("Only applicants of %(holder)s say when the work of this activity touches running systems.")
_NOT_NOW = N_("Windows stay as they are while the card is %(status)s: everybody is to see the same ones.")
_OVER = N_("This window is over and stays as it was.")
_STALE = N_("The window was changed while you were looking at it. It is now version %(version)s.")


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowGiven:
    """A window as it comes in."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    effect: WindowEffect | None = None
    text: str = ""
    collision_reason: str = ""


class Collides(Invalid):
    """The window meets what needs a reason, and none is given; `met` is what it meets."""

    def __init__(self, problems: tuple[Problem, ...], met: tuple[Met, ...]) -> None:
        super().__init__(INVALID, problems)
        self.met = met


def found(key: int) -> Window:
    """Return a window that the reader sees; raise `NotFound`."""
    row = db.session.scalar(select(Window).where(Window.id == key))
    if row is None:
        raise NotFound(GONE)
    return row


def add(activity: Activity, given: WindowGiven, actor: Actor, at: datetime) -> Window:
    """Say when the work touches running systems.

    Raises `NotAllowed`, `WrongStatus`, `Invalid`, and `Collides` where a reason is lacking.
    """
    _hold(activity, actor)
    met = check(activity, given, at)
    window = Window(activity=activity, **_values(given))
    db.session.add(window)
    db.session.flush()
    _follow(window, WindowStep.add, actor, at, WindowEffect.none, met)
    return window


def change(
    window: Window, values: Mapping[str, Any], actor: Actor, at: datetime, *, seen: int | None = None
) -> Window:
    """Change what is named of a window; raises what `add` does, also where it is over or another was seen."""
    activity = window.activity
    _hold(activity, actor, window, at, seen)
    was = window.effect
    given = replace(_given(window), **values)
    met = check(activity, given, at, window)
    for name, one in _values(given).items():
        setattr(window, name, one)
    window.version += 1
    db.session.flush()
    _follow(window, WindowStep.move, actor, at, was, met)
    return window


def remove(window: Window, actor: Actor, at: datetime, *, seen: int | None = None) -> None:
    """Take a window back; raises `NotAllowed`, and `WrongStatus` where it is over or stale."""
    activity = window.activity
    _hold(activity, actor, window, at, seen)
    _record(window, WindowStep.remove, actor, at)
    _tell_consumers(window, WindowStep.remove, actor, at)
    db.session.delete(window)


def check_keeps(
    activity: Activity,
    actor: Actor,
    window: Window | None = None,
    at: datetime | None = None,
    seen: int | None = None,
) -> None:
    """Raise `NotAllowed` or `WrongStatus` where somebody may not change the windows, or this one, now."""
    facts = activity.facts()
    if not applicant_of_holder(facts, actor):
        raise NotAllowed(_APPLICANTS, holder=facts.holder)
    if activity.status not in KEPT_IN:
        raise WrongStatus(_NOT_NOW, status=activity.status)
    if window is not None and at is not None and window.ends_at <= at:
        raise WrongStatus(_OVER)
    if window is not None and seen is not None and seen != window.version:
        raise WrongStatus(_STALE, told={"current_version": window.version}, version=window.version)


def check(activity: Activity, given: WindowGiven, at: datetime, window: Window | None = None) -> list[Met]:
    """Return what a window meets; raise `Invalid`, and `Collides` where a reason is lacking."""
    refuse(problems_of(given, at))
    met = met_by([work_of(activity, given, window)])
    grave = tuple(one for one in met if one.severity in GRAVE)
    if grave and not given.collision_reason.strip():
        raise Collides((Problem("collision_reason", ProblemCode.required),), tuple(met))
    return met


def work_of(activity: Activity, given: WindowGiven, window: Window | None = None) -> Work:
    """Return what the rules look at of a window that may not be there yet; its times have been checked."""
    if given.starts_at is None or given.ends_at is None or given.effect is None:
        raise ValueError("A window without times or effect meets nothing")
    return Work(
        key=window.id if window else None,
        cards=frozenset(key for key in (activity.id, activity.amends_id) if key is not None),
        resource=activity.resource.code if activity.resource else None,
        effect=given.effect,
        starts_at=given.starts_at,
        ends_at=given.ends_at,
    )


def problems_of(given: WindowGiven, at: datetime) -> list[Problem]:
    """Return what is wrong with a window, whatever it meets."""
    found = list(span.problems_of(given.starts_at, given.ends_at, at))
    if given.effect is None:
        found.append(Problem("effect", ProblemCode.required))
    for name in ("text", "collision_reason"):
        if (size := length(getattr(given, name))) > TEXT_MOST:
            found.append(Problem(name, ProblemCode.too_long, {"maximum": TEXT_MOST, "length": size}))
    return found


def drop_not_begun(activity: Activity, at: datetime) -> None:
    """Take out what will not happen: the activity has ended."""
    for one in windows_of(activity):
        if one.starts_at > at:
            db.session.delete(one)


def hand_over(amended: Activity, amendment: Activity) -> None:
    """Let the windows be of the card that amends."""
    for one in windows_of(amended):
        one.activity = amendment


def approved(activity: Activity, actor: Actor, at: datetime) -> None:
    """Tell those whom its windows reach: from the approval on they are sure."""
    windows = windows_of(activity)
    for one in windows:
        _tell_consumers(one, WindowStep.add, actor, at)
    for one, met in ((one, met_by([one.work()])) for one in windows):
        _tell_applicants(one, met, actor, at)


def _hold(
    activity: Activity,
    actor: Actor,
    window: Window | None = None,
    at: datetime | None = None,
    seen: int | None = None,
) -> None:
    """Wait for who changes the card at the same moment; then read the rights, and whether it fits."""
    lock(activity)
    rights.hold(actor)
    check_keeps(activity, actor, window, at, seen)


def _values(given: WindowGiven) -> dict[str, Any]:
    return {
        "starts_at": given.starts_at,
        "ends_at": given.ends_at,
        "effect": given.effect,
        "text": given.text.strip(),
        "collision_reason": given.collision_reason.strip(),
    }


def _given(window: Window) -> WindowGiven:
    return WindowGiven(**{one.name: getattr(window, one.name) for one in fields(WindowGiven)})


def _follow(
    window: Window, step: WindowStep, actor: Actor, at: datetime, was: WindowEffect, met: list[Met]
) -> None:
    _record(window, step, actor, at)
    _tell_consumers(window, step, actor, at, was)
    _tell_applicants(window, met, actor, at)


def _record(window: Window, step: WindowStep, actor: Actor, at: datetime) -> None:
    activity = window.activity
    data = {
        "step": step.value,
        "starts_at": window.starts_at.isoformat(),
        "ends_at": window.ends_at.isoformat(),
        "effect": window.effect.value,
        "collision_reason": window.collision_reason,
    }
    audit.record(activity, EVENT, actor, at, activity.status, window.text, data)


def _tell_consumers(
    window: Window, step: WindowStep, actor: Actor, at: datetime, was: WindowEffect = WindowEffect.none
) -> None:
    """Tell the controllers of those who need the system directly of what they will notice."""
    activity, resource = window.activity, window.activity.resource
    noticed = {window.effect, was} != {WindowEffect.none}
    if resource is None or activity.status not in AMENDABLE or not noticed:
        return
    holders = {one.holder.in_charge.code for one in resource.consumers} - {activity.holder.in_charge.code}
    told = [one for code in sorted(holders) for one in outbox.controllers(Message.window_changed, code)]
    outbox.enqueue(activity, told, actor, at, {**_said(window), "step": step.value})


def _tell_applicants(window: Window, met: Iterable[Met], actor: Actor, at: datetime) -> None:
    """Tell the applicants of both cards what meets, once both are sure to happen."""
    activity = window.activity
    if activity.status not in AMENDABLE or window.effect is WindowEffect.none:
        return
    for one in met:
        other = one.window.activity if one.window else None
        if other is None or one.severity not in GRAVE or other.status not in AMENDABLE:
            continue
        for card, against in ((activity, other), (other, activity)):
            told = [Told(Message.window_collides, Role.applicant, card.holder.code)]
            values = {**_said(window), "other": against.number, "path": list(one.path)}
            with seeing_everything():
                outbox.enqueue(card, told, actor, at, values)


def _said(window: Window) -> dict[str, Any]:
    resource = window.activity.resource
    return {
        "resource": resource.code if resource else None,
        "starts_at": window.starts_at.isoformat(),
        "ends_at": window.ends_at.isoformat(),
        "effect": window.effect.value,
    }
