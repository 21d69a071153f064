"""The way of a meeting, one use case a step: invited to, begun, closed with its minutes, or cancelled."""

from datetime import datetime

from app.agenda import items_of
from app.services.checks import required_texts
from app.services.meeting import invited
from app.services.meeting.door import step
from app.services.meeting.minutes import written
from models import Meeting
from rules.audience import Message
from rules.facts import Actor
from rules.meeting.flow import STARTED
from rules.meeting.words import MeetingAction, MeetingStatus
from rules.refusals import WrongStatus


def invite(meeting: Meeting, actor: Actor, at: datetime, *, seen: int | None = None) -> None:
    """Invite everybody whom the agenda concerns, by mail with a file for their calendars."""
    with step(meeting, MeetingAction.invite, actor, at, seen=seen):
        if meeting.starts_at <= at:
            raise WrongStatus(STARTED)
        invited.tell(Message.meeting_invited, meeting, invited.invite(meeting), actor, at)


def start(meeting: Meeting, actor: Actor, at: datetime, *, seen: int | None = None) -> None:
    """Begin the meeting: whoever does leads it, and is there."""
    with step(meeting, MeetingAction.start, actor, at, seen=seen):
        meeting.led_by_id = actor.user_id
        for guest in invited.guests_of(meeting):
            guest.present = guest.present or guest.person_id == actor.user_id


def close(meeting: Meeting, actor: Actor, at: datetime, *, seen: int | None = None) -> None:
    """End the meeting: what its minutes say stays as it is now."""
    with step(meeting, MeetingAction.close, actor, at, seen=seen):
        for item in items_of(meeting):
            item.record = written(item)
        meeting.closed_at = at  # last: the database wants it together with the status


def cancel(meeting: Meeting, actor: Actor, at: datetime, *, comment: str, seen: int | None = None) -> None:
    """Call the meeting off, with the reason; whoever was invited is told."""
    with step(meeting, MeetingAction.cancel, actor, at, seen=seen) as done:
        required_texts(comment=comment)
        done.comment = comment
        if done.facts.status is MeetingStatus.invited:
            meeting.sequence += 1
            people = [one.person for one in invited.guests_of(meeting)]
            invited.tell(Message.meeting_cancelled, meeting, people, actor, at, comment)
