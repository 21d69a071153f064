"""A CAB head reminds the institutions whose opinions are late: each at most once a day."""

from datetime import date, datetime

from sqlalchemy import select

from app.extensions import db
from app.services import outbox
from app.services.activity import audit
from app.services.activity.door import lock
from app.visibility import seeing_everything
from models import Activity, Notification
from rules.audience import Message, Told
from rules.deadlines import day_of
from rules.facts import Actor
from rules.guards import cab_head, late_institutions
from rules.refusals import NotAllowed, WrongStatus
from rules.text import N_
from rules.vocabulary import Role

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


def _to_remind(activity: Activity, actor: Actor, on: date) -> list[str]:
    facts = activity.facts()
    if not cab_head(facts, actor):
        raise NotAllowed(_NOT_HEAD)
    late, told = late_institutions(facts, on), _told(activity, on)
    if not late:
        raise WrongStatus(_NOBODY_LATE)
    if told.issuperset(late):
        raise WrongStatus(_REMINDED, institutions=late)
    return [code for code in late if code not in told]


def _told(activity: Activity, on: date) -> set[str]:
    """Return the institutions that were told of it on this day, by a head or by the worker."""
    said = select(Notification.created_at, Notification.values).where(
        Notification.activity_id == activity.id, Notification.message == Message.overdue
    )
    return {values.get("institution") or "" for at, values in db.session.execute(said) if day_of(at) == on}
