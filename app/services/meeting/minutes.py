"""What the minutes of a meeting say of each card: read from the record, and kept once the meeting closes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.agenda import lines_of
from app.extensions import db
from app.services.activity.loading import STANDING
from app.visibility import seeing_everything
from models import Activity, Decision, Meeting, MeetingItem
from rules.facts import Actor
from rules.visibility import sees_texts

Record = dict[str, Any]


def records_of(meeting: Meeting, actor: Actor) -> list[Record | None]:
    """Return what the minutes say, place by place, as this person reads it.

    None where the card is not seen; without notes and reasoning where its texts are not for the person.
    """
    return [_read(line.item, actor) if line.item else None for line in lines_of(meeting)]


def written(item: MeetingItem) -> Record:
    """Return what the record says of a card now: opinions in force, and the decision of this meeting."""
    wanted = select(Activity).where(Activity.id == item.activity_id).options(*STANDING)
    with seeing_everything():
        card = db.session.scalars(wanted.options(joinedload(Activity.holder))).one()
        taken = decisions_in(item.meeting_id, [card.id]).get(card.id)
        rows = card.current_round.requirements if card.current_round else []
        return {
            "activity": card.number,
            "title": card.title,
            "holder": card.holder.name_lv,
            "opinions": [
                {"institution": one.institution.name_lv, "choice": one.choice.value if one.choice else None}
                for one in rows
            ],
            "decision": taken.outcome.value if taken else None,
            "reasoning": taken.reasoning if taken else "",
        }


def decisions_in(meeting_id: int, cards: Sequence[int]) -> dict[int, Decision]:
    """Return the decisions that were taken in the meeting, by activity, as who looks sees them."""
    taken = select(Decision).where(Decision.meeting_id == meeting_id, Decision.activity_id.in_(cards))
    return {one.activity_id: one for one in db.session.scalars(taken.order_by(Decision.id))}


def reads_notes(card: Activity, actor: Actor) -> bool:
    """Whether the person reads what was said about the card: as its texts."""
    if not card.restricted:
        return True
    with seeing_everything():
        return sees_texts(card.facts(), card.restricted, actor)


def _read(item: MeetingItem, actor: Actor) -> Record:
    said = {**(item.record or written(item)), "notes": item.notes}
    return said if reads_notes(item.activity, actor) else {**said, "notes": "", "reasoning": ""}
