"""What the door through which a status changes does for activities alone: record, audience, due dates."""

from dataclasses import dataclass
from datetime import datetime

from app.services import kept_texts, outbox, rights
from app.services.activity import audit, on_behalf
from app.services.activity.loading import STANDING
from app.services.door import Door, Step
from app.services.working_days import hold_still
from models import Activity
from rules.account.substitution import ENDED
from rules.audience import Occasion, audience
from rules.deadlines import day_of
from rules.facts import Actor
from rules.refusals import Stale, WrongStatus
from rules.text import N_
from rules.transitions import FLOW
from rules.vocabulary import Action, Choice

_STALE = N_("The card was changed while you were reading it. It is now revision %(current_revision)s.")
_SETS_DUE_DATES = frozenset({Action.forward, Action.answer})


@dataclass(slots=True)
class CardStep(Step):
    """What the body of a step says besides, for those who are told."""

    choice: Choice | None = None
    institution: str | None = None
    overruled: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    besides: frozenset[str] = frozenset()


def check_revision(activity: Activity, seen: int | None) -> None:
    """Raise `Stale` unless the revision seen is the current one; None = not said."""
    if seen is not None and seen != activity.revision:
        raise Stale(_STALE, current_revision=activity.revision)


def _begin(action: Action) -> None:
    if action in _SETS_DUE_DATES:
        hold_still()  # before the card: who corrects the calendar takes them in this order, too


def _hold(action: Action, actor: Actor, at: datetime) -> None:
    rights.hold(actor)
    if actor.on_behalf_of_id is None:
        return
    terms = on_behalf.acting_for(actor, action, day_of(at))
    if actor.on_behalf_of_id not in {one.principal_id for one in terms}:
        raise WrongStatus(ENDED)


def _tell(activity: Activity, action: Action, actor: Actor, at: datetime, done: CardStep) -> None:
    kept_texts.forget(actor.user_id, kept_texts.key_of_step(activity.id, action))
    audit.record(activity, action, actor, at, done.facts.status, done.comment, done.data)
    occasion = Occasion(
        facts=activity.facts(),
        source=done.facts.status,
        choice=done.choice,
        institution=done.institution,
        overruled=done.overruled,
        left_out=done.left_out,
        besides=done.besides,
    )
    values = {"comment": done.comment, "by": actor.institution, **done.data}
    outbox.enqueue(activity, audience(action, occasion), actor, at, values)


DOOR: Door[Activity, Action, CardStep] = Door(
    flow=FLOW,
    whole=STANDING,
    step_of=CardStep,
    compare=check_revision,
    tell=_tell,
    begin=_begin,
    hold=_hold,
)
step, gate, lock = DOOR.step, DOOR.gate, DOOR.lock
