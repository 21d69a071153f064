"""A CAB head reminds the institutions whose opinions are late: each at most once a day."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from app.extensions import db
from app.services import outbox
from app.services.activity import audit
from app.services.activity.door import lock
from app.visibility import seeing_everything
from models import Activity, Institution, Notification, Requirement, Round
from rules.audience import Message, Told
from rules.deadlines import day_of
from rules.facts import ActivityFacts, Actor
from rules.guards import cab_head, late_institutions
from rules.refusals import NotAllowed, WrongStatus
from rules.text import N_
from rules.vocabulary import RequirementState, Role

_NOT_HEAD = N_("Only a CAB head reminds institutions of opinions that are late.")
_NOBODY_LATE = N_("No opinion on this card is late, so nobody is reminded.")
_REMINDED = N_("Reminded today already: %(institutions)s. The next reminder can be sent tomorrow.")
_NOBODY_THERE = N_("Nobody could be reminded: at %(institutions)s nobody can give an opinion.")


def remind_late(activity: Activity, actor: Actor, at: datetime) -> list[str]:
    """Tell the members of each late institution that was not told today; return which these are.

    Raises `NotAllowed`, `WrongStatus`. The caller commits.
    """
    with seeing_everything():
        lock(activity)
        late = _to_remind(activity, actor, day_of(at))
        members = [Told(Message.overdue, Role.cab_member, code) for code in late]
        sent = outbox.enqueue(activity, members, actor, at, {"round": activity.round})
        told = {one.values["institution"] for one in sent}
        reached = [code for code in late if code in told]
        if not reached:
            raise WrongStatus(_NOBODY_THERE, institutions=tuple(late))
        audit.record(activity, audit.REMINDED, actor, at, activity.status, data={"institutions": reached})
        return reached


def not_told(activity: Activity, facts: ActivityFacts, on: date) -> list[str]:
    """Return the institutions that are late and were not told on this day, by a head or by the worker."""
    late = late_institutions(facts, on)
    told = _told([activity.id], on) if late else ()
    return [code for code in late if (activity.id, code) not in told]


def all_told(cards: Collection[int], on: date) -> dict[int, bool]:
    """Return of these cards those with late opinions, and whether all who are late were told on this day."""
    late = _WAITING.where(Requirement.activity_id.in_(cards), Requirement.due_on < on)
    found: dict[int, bool] = {}
    told = _told(cards, on)
    for card, code in db.session.execute(late):
        found[card] = found.get(card, True) and (card, code) in told
    return found


_WAITING = (
    select(Requirement.activity_id, Institution.code)
    .join(Requirement.institution)
    .join(Requirement.round)
    .where(Round.closed_at.is_(None), Requirement.state == RequirementState.waiting)
)


def _to_remind(activity: Activity, actor: Actor, on: date) -> list[str]:
    facts = activity.facts()
    if not cab_head(facts, actor):
        raise NotAllowed(_NOT_HEAD)
    late = late_institutions(facts, on)
    if not late:
        raise WrongStatus(_NOBODY_LATE)
    left = not_told(activity, facts, on)
    if not left:
        raise WrongStatus(_REMINDED, institutions=late)
    return left


def _told(cards: Collection[int], on: date) -> set[tuple[int, str]]:
    """Return card and institution of what was told on this day; others' messages count, too."""
    said = select(Notification.activity_id, Notification.created_at, Notification.values).where(
        Notification.activity_id.in_(cards), Notification.message == Message.overdue
    )
    with seeing_everything():
        rows = db.session.execute(said).all()
    return {(card, values.get("institution", "")) for card, at, values in rows if day_of(at) == on}
