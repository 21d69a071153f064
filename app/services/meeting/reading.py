"""Finding meetings, and what is told of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from app.agenda import Line, lines_of
from app.extensions import db
from app.services.meeting.minutes import decisions_in, reads_notes
from app.services.meeting.planning import DISCUSSED
from models import Activity, Meeting, MeetingEvent, MeetingGuest, MeetingItem
from rules.facts import Actor
from rules.meeting.words import MeetingStatus
from rules.refusals import NotFound
from rules.text import N_
from rules.vocabulary import Outcome

_OFFERED = 200
_GONE = N_("There is no such meeting, or you cannot see it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A place on the agenda as a reader sees it: None where the card is not for the reader."""

    line: Line
    notes: str | None
    decision: Outcome | None


def page(
    number: int, size: int, statuses: Iterable[MeetingStatus] = (), soonest: bool = False
) -> list[Meeting]:
    """Return one page of the meetings that the viewer sees: the latest first, or the soonest."""
    order = (Meeting.starts_at, Meeting.id)
    ordered = _in(statuses).order_by(*(one if soonest else one.desc() for one in order))
    return list(db.session.scalars(ordered.limit(size).offset(min(number * size, 10**9))))


def count(statuses: Iterable[MeetingStatus] = ()) -> int:
    """Return how many meetings the viewer sees."""
    return db.session.scalar(_in(statuses).with_only_columns(func.count(Meeting.id))) or 0


def by_id(key: int) -> Meeting:
    """Return a meeting that the viewer sees; raise `NotFound`."""
    return _one(select(Meeting).where(Meeting.id == key))


def by_number(number: str) -> Meeting:
    """Return a meeting that the viewer sees; raise `NotFound`."""
    people = (joinedload(Meeting.planned_by), joinedload(Meeting.led_by))
    return _one(select(Meeting).where(Meeting.number == number).options(*people))


def agenda_of(meeting: Meeting, actor: Actor) -> list[Told]:
    """Return every place of the agenda with notes and decision, as far as this person sees them."""
    lines = lines_of(meeting)
    taken = decisions_in(meeting.id, [one.item.activity_id for one in lines if one.item])
    told = []
    for line in lines:
        item = line.item
        decision = taken.get(item.activity_id) if item else None
        told.append(
            Told(
                line=line,
                notes=item.notes if item and reads_notes(item.activity, actor) else None,
                decision=decision.outcome if decision else None,
            )
        )
    return told


def may_be_added(meeting: Meeting) -> list[tuple[str, str]]:
    """Return number and title of the activities that can be put on the agenda, the newest first."""
    there = select(MeetingItem.activity_id).where(MeetingItem.meeting_id == meeting.id)
    cards = select(Activity.number, Activity.title).where(
        Activity.status.in_(DISCUSSED), Activity.round >= 1, Activity.id.not_in(there)
    )
    rows = db.session.execute(cards.order_by(Activity.number.desc()).limit(_OFFERED))
    return [(number, f"{number} {title}") for number, title in rows]


def came(meetings: Iterable[Meeting]) -> dict[int, tuple[int, int]]:
    """Return by meeting how many came and how many were invited."""
    keys = [one.id for one in meetings]
    present = func.sum(case((MeetingGuest.present, 1), else_=0))
    rows = select(MeetingGuest.meeting_id, present, func.count(MeetingGuest.id))
    grouped = rows.where(MeetingGuest.meeting_id.in_(keys)).group_by(MeetingGuest.meeting_id)
    return {key: (there or 0, invited) for key, there, invited in db.session.execute(grouped)}


def events_of(meeting: Meeting) -> list[MeetingEvent]:
    """Return what happened to the meeting, oldest first."""
    mine = select(MeetingEvent).where(MeetingEvent.meeting_id == meeting.id).order_by(MeetingEvent.seq)
    return list(db.session.scalars(mine.options(joinedload(MeetingEvent.actor))))


def _in(statuses: Iterable[MeetingStatus]) -> Select[Any]:
    wanted = tuple(statuses)
    return select(Meeting).where(Meeting.status.in_(wanted)) if wanted else select(Meeting)


def _one(wanted: Select[Any]) -> Meeting:
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(_GONE)
    meeting: Meeting = found
    return meeting
