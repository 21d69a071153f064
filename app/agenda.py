"""The agenda of a meeting as who looks now sees it: of what is hidden only the place is known."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from models import Activity, Meeting, MeetingItem


@dataclass(frozen=True, slots=True)
class Line:
    """A place on the agenda, from 1; `item` is None where the reader does not see the card."""

    position: int
    item: MeetingItem | None


def lines_of(meeting: Meeting) -> list[Line]:
    """Return every place of the agenda, in its order."""
    seen = {one.position: one for one in items_of(meeting)}
    return [Line(place, seen.get(place)) for place in range(1, meeting.agenda_size + 1)]


def items_of(meeting: Meeting) -> list[MeetingItem]:
    """Return what is seen of the agenda, in its order."""
    mine = select(MeetingItem).where(MeetingItem.meeting_id == meeting.id).order_by(MeetingItem.position)
    cards = joinedload(MeetingItem.activity).joinedload(Activity.holder)
    return list(db.session.scalars(mine.options(cards)))
