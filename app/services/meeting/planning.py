"""Planning a meeting and changing what is planned: title, time, place, agenda, who came."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.agenda import items_of
from app.extensions import db
from app.services import kept_texts, rights
from app.services.activity import piles
from app.services.checks import line_problems, refuse
from app.services.meeting import invited
from app.services.meeting.door import record, step
from app.services.numbering import MEETING, next_number
from app.visibility import seeing_everything
from models import Activity, Meeting, MeetingItem
from rules.audience import Message
from rules.deadlines import day_of
from rules.facts import Actor
from rules.meeting.flow import check_head
from rules.meeting.words import PLACE_LONGEST, TITLE_LONGEST, MeetingAction, MeetingStatus
from rules.refusals import Problem, WrongStatus
from rules.text import N_, nfc
from rules.vocabulary import ProblemCode, Status

DISCUSSED = frozenset({Status.in_approval, Status.awaiting_decision})
NEW = "meetings.new"  # under which key a meeting is kept while it is being planned
TOLD = ("title", "place", "starts_at", "ends_at")  # what calendars know of a meeting
_WHO_CAME = N_("Who came is written down while the meeting is running. Its status: %(status)s.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line of an agenda as it comes in; without notes those that are there stay."""

    activity: str
    notes: str | None = None


def plan(actor: Actor, at: datetime, values: Mapping[str, Any], agenda: Sequence[Wanted] | None) -> Meeting:
    """Plan a meeting; without an agenda everything that is to be discussed is on it.

    Raises `NotAllowed`, `Invalid` with all problems.
    """
    rights.hold(actor)
    check_head(actor)
    with seeing_everything():
        wanted = {**dict.fromkeys(TOLD), **values}
        everything = [Wanted(one) for one in piles.numbers_to_discuss(actor, day_of(at))]
        found, wrong = _cards(everything if agenda is None else agenda, {})
        refuse([*_problems(wanted), *wrong])
        number = next_number(at, MEETING, 4)
        meeting = Meeting(number=number, planned_by_id=actor.user_id, planned_at=at, **wanted)
        db.session.add(meeting)
        db.session.flush()
        _lay(meeting, found, {})
        if actor.user_id is not None:
            record(meeting, MeetingAction.edit, actor.user_id, at)
            kept_texts.forget(actor.user_id, NEW)
    return meeting


def edit(
    meeting: Meeting,
    actor: Actor,
    at: datetime,
    values: Mapping[str, Any],
    agenda: Sequence[Wanted] | None = None,
    attendance: Sequence[str] | None = None,
    *,
    seen: int | None = None,
) -> None:
    """Change what is planned; whoever was invited is told of another title, time or place.

    A new agenda replaces the old one and invites more people, never fewer. Raises what the door raises, and
    `Invalid` with all problems.
    """
    with step(meeting, MeetingAction.edit, actor, at, seen=seen) as done:
        check_attendance(meeting, attendance)
        before = {name: getattr(meeting, name) for name in TOLD}
        wanted = {**before, **values}
        there = {one.activity.number: one for one in items_of(meeting)}
        found, wrong = _cards(agenda or (), there)
        problems = [*_problems(wanted), *_moved_back(meeting, wanted, at), *_emptied(meeting, agenda)]
        refuse([*problems, *wrong, *_attended(meeting, attendance)])
        for name in TOLD:
            setattr(meeting, name, wanted[name])
        if agenda is not None:
            _lay(meeting, found, there)
        meeting.revision += 1
        if done.target is not MeetingStatus.planned:
            _tell_of_changes(meeting, wanted != before, actor, at)


def check_attendance(meeting: Meeting, attendance: Sequence[str] | None) -> None:
    """Raise `WrongStatus` where somebody says who came and the meeting is not running."""
    if attendance is not None and meeting.status is not MeetingStatus.running:
        raise WrongStatus(_WHO_CAME, status=meeting.status)


def _problems(wanted: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with title, place and time."""
    longest = {"title": TITLE_LONGEST, "place": PLACE_LONGEST}
    problems = [one for name in longest for one in line_problems(name, wanted[name] or "", longest[name])]
    starts, ends = wanted["starts_at"], wanted["ends_at"]
    problems += [Problem(name, ProblemCode.required) for name in ("starts_at", "ends_at") if not wanted[name]]
    if starts and ends and ends <= starts:
        problems.append(Problem("ends_at", ProblemCode.before_start, {"date": day_of(starts)}))
    return problems


def _moved_back(meeting: Meeting, wanted: Mapping[str, Any], at: datetime) -> list[Problem]:
    """Nobody is invited anew to what has passed."""
    starts = wanted["starts_at"]
    if meeting.status is MeetingStatus.invited and starts != meeting.starts_at and starts and starts <= at:
        return [Problem("starts_at", ProblemCode.in_past, {"date": day_of(at)})]
    return []


def _emptied(meeting: Meeting, agenda: Sequence[Wanted] | None) -> list[Problem]:
    """Whoever was invited has something to talk about."""
    empty = agenda is not None and not agenda and meeting.status is not MeetingStatus.planned
    return [Problem("agenda", ProblemCode.required)] if empty else []


def _attended(meeting: Meeting, attendance: Sequence[str] | None) -> list[Problem]:
    if attendance is None:
        return []
    guests = {one.person.username: one for one in invited.guests_of(meeting)}
    for name, guest in guests.items():
        guest.present = name in attendance
    return [
        Problem(f"attendance.{place}", ProblemCode.unknown, {"code": name})
        for place, name in enumerate(attendance)
        if name not in guests
    ]


def _cards(
    agenda: Sequence[Wanted], there: Mapping[str, MeetingItem]
) -> tuple[list[tuple[Activity, str | None]], list[Problem]]:
    """Return the activities of an agenda with their notes, and what is wrong with it."""
    numbers = [nfc(one.activity) for one in agenda]
    rows = db.session.scalars(select(Activity).where(Activity.number.in_(numbers)))
    known = {one.number: one for one in rows}
    problems = []
    for place, number in enumerate(numbers):
        code = _wrong(known.get(number), number in there, number in numbers[:place])
        if code is not None:
            problems.append(Problem(f"agenda.{place}.activity", code, {"code": number}))
    pairs = zip(numbers, agenda, strict=True)
    return [(known[number], one.notes) for number, one in pairs if number in known], problems


def _wrong(card: Activity | None, there: bool, again: bool) -> ProblemCode | None:
    if card is None or card.round == 0:
        return ProblemCode.unknown  # what nobody outside its institution sees is not told apart
    if again:
        return ProblemCode.invalid
    return None if there or card.status in DISCUSSED else ProblemCode.not_active


def _lay(
    meeting: Meeting, found: Iterable[tuple[Activity, str | None]], there: Mapping[str, MeetingItem]
) -> None:
    left = dict(there)
    place = 0
    for place, (card, notes) in enumerate(found, start=1):
        item = left.pop(card.number, None)
        if item is None:
            item = MeetingItem(meeting_id=meeting.id, activity_id=card.id)
            db.session.add(item)
        item.position = place
        if notes is not None:
            item.notes = notes.strip()
    for item in left.values():
        db.session.delete(item)
    meeting.agenda_size = place
    db.session.flush()


def _tell_of_changes(meeting: Meeting, moved: bool, actor: Actor, at: datetime) -> None:
    earlier = [one.person for one in invited.guests_of(meeting)]
    new = invited.invite(meeting)
    if moved:
        meeting.sequence += 1
        invited.tell(Message.meeting_moved, meeting, earlier, actor, at)
    invited.tell(Message.meeting_invited, meeting, new, actor, at)
