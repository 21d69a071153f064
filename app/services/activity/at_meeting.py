"""Decisions that are taken in a meeting: which meetings are running with the card on their agenda."""

from sqlalchemy import select

from app.extensions import db
from models import Activity, Meeting, MeetingItem
from rules.meeting.words import MeetingStatus
from rules.refusals import Problem
from rules.vocabulary import ProblemCode


def running_with(activity: Activity) -> list[Meeting]:
    """Return the meetings in which a decision on the card can be taken now."""
    on_agenda = select(MeetingItem.meeting_id).where(MeetingItem.activity_id == activity.id)
    running = select(Meeting).where(Meeting.status == MeetingStatus.running, Meeting.id.in_(on_agenda))
    return list(db.session.scalars(running.order_by(Meeting.id)))


def named(activity: Activity, number: str | None) -> tuple[Meeting | None, list[Problem]]:
    """Return the meeting that is meant, None where none is named, and what is wrong with that."""
    if not number:
        return None, []
    found = next((one for one in running_with(activity) if one.number == number), None)
    return found, [] if found else [Problem("meeting", ProblemCode.unknown, {"code": number})]
