"""What the door through which a status changes does for meetings alone: record, and what was typed."""

from datetime import datetime

from sqlalchemy import func, select

from app.extensions import db
from app.services import kept_texts
from app.services.door import Door, Step
from models import Meeting, MeetingEvent
from rules.facts import Actor
from rules.meeting.flow import MEETING_FLOW
from rules.meeting.words import MeetingAction
from rules.refusals import Stale
from rules.text import N_

_STALE = N_("The meeting was changed while you were looking at it. It is now revision %(current_revision)s.")


def key_of(meeting_id: int, action: MeetingAction) -> str:
    """Return the key of what is typed for a step of a meeting."""
    return f"meetings.{meeting_id}.{action.value}"


def check_revision(meeting: Meeting, seen: int | None) -> None:
    """Raise `Stale` unless the revision seen is the current one; None = not said."""
    if seen is not None and seen != meeting.revision:
        raise Stale(_STALE, current_revision=meeting.revision)


def _tell(meeting: Meeting, action: MeetingAction, actor: Actor, at: datetime, done: Step) -> None:
    if actor.user_id is not None:
        kept_texts.forget(actor.user_id, key_of(meeting.id, action))
        record(meeting, action, actor.user_id, at, done.comment)


def record(meeting: Meeting, action: MeetingAction, person: int, at: datetime, comment: str = "") -> None:
    """Append the next event of the meeting."""
    newest = select(func.max(MeetingEvent.seq)).where(MeetingEvent.meeting_id == meeting.id)
    seq = (db.session.scalar(newest) or 0) + 1
    db.session.add(
        MeetingEvent(meeting_id=meeting.id, seq=seq, at=at, actor_id=person, action=action, comment=comment)
    )


DOOR: Door[Meeting, MeetingAction, Step] = Door(
    flow=MEETING_FLOW, whole=(), step_of=Step, compare=check_revision, tell=_tell
)
step, gate = DOOR.step, DOOR.gate
