"""What a person is told of a meeting by mail, and the file with which calendars enter it (iCalendar)."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from icalendar import Calendar, Event, vCalAddress, vText
from sqlalchemy import select

from app.agenda import Line, lines_of
from app.envelope import CalendarFile
from app.extensions import db
from app.visibility import looking_as
from models import Meeting, Notification
from models.account.people import actor_of
from rules.audience import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A meeting as it stood when somebody was told of it; the agenda is that of now, as the reader sees it.

    Of two the one with the higher `sequence` holds.
    """

    number: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    sequence: int
    agenda: list[Line]


def told_of(notification: Notification) -> Told | None:
    """Return the meeting that a message is about; None where it is about none."""
    said, person = notification.values, notification.recipient
    if "meeting_id" not in said or person is None:
        return None
    with looking_as(actor_of(person)):
        meeting = db.session.scalar(select(Meeting).where(Meeting.id == said["meeting_id"]))
        agenda = lines_of(meeting) if meeting else []
    return Told(
        number=said["number"],
        title=said["title"],
        place=said["place"],
        starts_at=datetime.fromisoformat(said["starts_at"]),
        ends_at=datetime.fromisoformat(said["ends_at"]),
        sequence=said["sequence"],
        agenda=agenda,
    )


def calendar_file(notification: Notification, sender: str, host: str, text: str) -> CalendarFile | None:
    """Return the file of a message about a meeting; `text` is what stands in the mail."""
    told, person = told_of(notification), notification.recipient
    if told is None or person is None:
        return None
    cancelled = notification.message is Message.meeting_cancelled
    event = _event(told, notification.created_at, text)
    event.add("uid", f"{told.number}@{host}")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", vCalAddress(f"mailto:{parseaddr(sender)[1] or sender}"))
    event.add("attendee", _attendee(person.email))
    calendar = Calendar()
    method = "CANCEL" if cancelled else "REQUEST"
    for name, value in (("prodid", "-//VIRSIS//CAB//LV"), ("version", "2.0"), ("method", method)):
        calendar.add(name, value)
    calendar.add_component(event)
    return CalendarFile(f"{told.number}.ics", method, bytes(calendar.to_ical()).decode())


def _event(told: Told, told_at: datetime, text: str) -> Event:
    event = Event()
    event.add("sequence", told.sequence)
    event.add("dtstamp", told_at)
    event.add("dtstart", told.starts_at)
    event.add("dtend", told.ends_at)
    event.add("summary", f"CAB: {told.title}")
    event.add("location", told.place)
    event.add("description", text)
    return event


def _attendee(address: str) -> vCalAddress:
    """Nobody has to answer: who comes is seen in the meeting."""
    one = vCalAddress(f"mailto:{address}")
    one.params["RSVP"], one.params["ROLE"] = vText("FALSE"), vText("REQ-PARTICIPANT")
    return one
