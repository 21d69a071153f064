"""What is discussed: cards moved to those to be discussed, and meetings in which a decision is taken."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from app.extensions import db
from app.services.activity.door import step
from app.services.activity.rounds import running
from models import Activity, Meeting, MeetingItem
from rules.facts import Actor
from rules.meeting.words import MeetingStatus
from rules.refusals import Problem
from rules.vocabulary import Action, ProblemCode


def discuss(
    activity: Activity, actor: Actor, at: datetime, *, comment: str = "", seen: int | None = None
) -> None:
    """Move the card to those to be discussed, until it is settled, decided, or sent round anew."""
    with step(activity, Action.discuss, actor, at, seen=seen) as done:
        done.comment, current = comment, running(activity)
        current.pulled_by_id, current.pulled_for_id = actor.user_id, actor.on_behalf_of_id


def settle(
    activity: Activity, actor: Actor, at: datetime, *, comment: str = "", seen: int | None = None
) -> None:
    """Take the card from those that were moved there by hand."""
    with step(activity, Action.settle, actor, at, seen=seen) as done:
        done.comment, current = comment, running(activity)
        current.pulled_by_id = current.pulled_for_id = None


def running_with(activity: Activity) -> list[Meeting]:
    """Return the meetings in which a decision on the card can be taken now."""
    return list(db.session.scalars(_running_with(activity)))


def named(
    activity: Activity, number: str | None, *, hold: bool = False
) -> tuple[Meeting | None, list[Problem]]:
    """Return the meeting that is meant, None where none is named, and what is wrong with that.

    `hold`: nobody closes it before this transaction ends, so that its minutes know of the decision.
    """
    if not number:
        return None, []
    wanted = _running_with(activity).where(Meeting.number == number)
    found = db.session.scalar(wanted.with_for_update(read=True) if hold else wanted)
    return found, [] if found else [Problem("meeting", ProblemCode.unknown, {"code": number})]


def talking(card: Any) -> Select[str]:
    """Return the select of the number of the last meeting with a card, by its key, unless cancelled."""
    on_agenda = select(MeetingItem.meeting_id).where(MeetingItem.activity_id == card)
    held = select(Meeting.number).where(Meeting.id.in_(on_agenda), Meeting.status != MeetingStatus.cancelled)
    return held.order_by(Meeting.starts_at.desc(), Meeting.id.desc()).limit(1)


def _running_with(activity: Activity) -> Select[Meeting]:
    on_agenda = select(MeetingItem.meeting_id).where(MeetingItem.activity_id == activity.id)
    running = select(Meeting).where(Meeting.status == MeetingStatus.running, Meeting.id.in_(on_agenda))
    return running.order_by(Meeting.id)
