"""The one door through which a status changes: rules before, record and messages after."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.extensions import db
from app.services import outbox
from app.services.activity import audit
from app.services.activity.loading import WHOLE
from app.services.working_days import hold_still
from app.visibility import seeing_everything
from models import Activity
from rules import transitions
from rules.audience import Occasion, audience
from rules.deadlines import day_of
from rules.facts import ActivityFacts, Actor
from rules.refusals import Stale
from rules.text import N_
from rules.vocabulary import Action, Choice, Outcome, Status

_STALE = N_("The card was changed while you were reading it. It is now revision %(current_revision)s.")
_SETS_DUE_DATES = frozenset({Action.forward, Action.answer})


@dataclass(slots=True)
class Step:
    """What the body of a step knows (`facts` before it) and says about it for record and messages."""

    facts: ActivityFacts
    target: Status
    comment: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    choice: Choice | None = None
    institution: str | None = None
    overruled: tuple[str, ...] = ()


@contextmanager
def step(
    activity: Activity,
    action: Action,
    actor: Actor,
    at: datetime,
    *,
    seen: int | None = None,
    outcome: Outcome | None = None,
) -> Iterator[Step]:
    """Run the body only if the rules allow the action; then record it and tell those concerned.

    `seen` is the revision the person looked at. Raises `NotAllowed`, `WrongStatus`, `TooEarly`,
    `Stale`; whatever the body raises leaves nothing behind once the transaction is rolled back.
    """
    with seeing_everything():
        if action in _SETS_DUE_DATES:
            hold_still()  # before the card: who corrects the calendar takes them in this order, too
        lock(activity)
        facts = activity.facts()
        row = transitions.check(facts, action, actor, day_of(at), outcome)
        check_revision(activity, seen)
        done = Step(facts, row.target)
        yield done
        activity.status = row.target
        db.session.flush()
        audit.record(activity, action, actor, at, facts.status, done.comment, done.data)
        _tell(activity, action, actor, at, done)


def gate(activity: Activity, action: Action, actor: Actor, at: datetime, seen: int | None) -> None:
    """Refuse what the person, the status or a stale revision forbids, before the body is looked at."""
    with seeing_everything():
        transitions.check(activity.facts(), action, actor, day_of(at))
    check_revision(activity, seen)


def lock(activity: Activity) -> None:
    """Touch the card first, so that whoever changes it at the same moment waits; then read it anew."""
    touched = update(Activity).where(Activity.id == activity.id).values(version=Activity.version + 1)
    db.session.execute(touched.execution_options(synchronize_session=False))
    db.session.expire_all()
    fresh = select(Activity).where(Activity.id == activity.id).options(*WHOLE)
    db.session.scalars(fresh, execution_options={"see_everything": True}).one()


def check_revision(activity: Activity, seen: int | None) -> None:
    """Raise `Stale` unless the revision seen is the current one; None = not said."""
    if seen is not None and seen != activity.revision:
        raise Stale(_STALE, current_revision=activity.revision)


def _tell(activity: Activity, action: Action, actor: Actor, at: datetime, done: Step) -> None:
    occasion = Occasion(
        facts=activity.facts(),
        source=done.facts.status,
        choice=done.choice,
        institution=done.institution,
        overruled=done.overruled,
    )
    values = {"comment": done.comment, "by": actor.institution, **done.data}
    outbox.enqueue(activity, audience(action, occasion), actor, at, values)
