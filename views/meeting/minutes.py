"""Protokols: the minutes of a meeting as a document, in Latvian, whoever reads it."""

from datetime import datetime
from io import BytesIO

from flask import current_app
from flask_babel import force_locale

from app.clock import now
from app.documents import minutes as document
from app.documents.pdf import pdf
from app.documents.typography import Exact
from app.services.meeting.invited import guests_of
from app.services.meeting.minutes import Record, records_of
from models import Meeting
from rules.facts import Actor
from rules.meeting.words import MeetingStatus
from rules.refusals import WrongStatus
from rules.text import N_
from rules.vocabulary import Choice, Outcome
from views.base import Response
from views.base.files import download
from views.words.labels import label

WRITTEN = frozenset({MeetingStatus.running, MeetingStatus.closed})
_TOO_EARLY = N_("The minutes are written once the meeting has begun. Its status: %(status)s.")
_UNANSWERED = "atzinums nav sniegts"


def given_out(meeting: Meeting, actor: Actor) -> Response:
    """Answer with the minutes as this person reads them; raise `WrongStatus` before the meeting has begun."""
    if meeting.status not in WRITTEN:
        raise WrongStatus(_TOO_EARLY, status=meeting.status)
    with force_locale("lv"):
        content = pdf(_minutes(meeting, actor, meeting.closed_at or now()))
    return download(BytesIO(content), f"{meeting.number}.pdf", "application/pdf")


def _minutes(meeting: Meeting, actor: Actor, at: datetime) -> document.Minutes:
    return document.Minutes(
        number=Exact(meeting.number),
        title=meeting.title,
        made_at=at,
        demo=current_app.config["ENV"] == "demo",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        closed_at=meeting.closed_at,
        place=meeting.place,
        leader=meeting.led_by.get_full_name() if meeting.led_by else "",
        invited=tuple(
            document.Invited(one.person.get_full_name(), one.represents, one.present)
            for one in guests_of(meeting)
        ),
        agenda=tuple(_item(one) if one else None for one in records_of(meeting, actor)),
    )


def _item(told: Record) -> document.Item:
    return document.Item(
        activity=Exact(told["activity"]),
        title=told["title"],
        holder=told["holder"],
        opinions=tuple(
            document.Opinion(one["institution"], _word(one["choice"])) for one in told["opinions"]
        ),
        notes=told["notes"],
        decision=label(Outcome(told["decision"])) if told["decision"] else "",
        reasoning=told["reasoning"],
    )


def _word(choice: str | None) -> str:
    """Return an answer as it stands after the name of the institution."""
    said = label(Choice(choice)) if choice else _UNANSWERED
    return f"{said[:1].lower()}{said[1:]}"
