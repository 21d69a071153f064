"""Who is invited to a meeting, and what they are told of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.services import outbox
from app.services.activity.loading import STANDING
from models import Activity, Meeting, MeetingGuest, MeetingItem, User
from rules.audience import Message, Occasion, Told, asked_now, author_and_submitter
from rules.facts import ActivityFacts, Actor
from rules.vocabulary import Role


def guests_of(meeting: Meeting) -> list[MeetingGuest]:
    """Return who was invited, in the order of the invitations."""
    mine = select(MeetingGuest).where(MeetingGuest.meeting_id == meeting.id).order_by(MeetingGuest.id)
    people = (joinedload(MeetingGuest.person), joinedload(MeetingGuest.institution))
    return list(db.session.scalars(mine.options(*people)))


def invite(meeting: Meeting) -> list[User]:
    """Add everybody whom the agenda concerns; return who was not invited before. Nobody is taken off."""
    known = {one.person_id for one in guests_of(meeting)}
    new = [person for person in _concerned(meeting) if person.id not in known]
    for person in new:
        home = person.institution
        guest = MeetingGuest(
            meeting_id=meeting.id,
            person_id=person.id,
            institution_id=home.id if home else None,
            represents=home.name_lv if home else "",
        )
        db.session.add(guest)
    db.session.flush()
    return new


def tell(
    message: Message, meeting: Meeting, people: Iterable[User], actor: Actor, at: datetime, comment: str = ""
) -> None:
    """Tell each of them, never the one who acted."""
    for person in people:
        if person.id != actor.user_id:
            outbox.tell(message, at, person=person, values=_as_it_is(meeting, comment))


def _as_it_is(meeting: Meeting, comment: str) -> dict[str, Any]:
    """What a calendar is told: as it stood at this step, whenever the mail goes out."""
    return {
        "meeting_id": meeting.id,
        "number": meeting.number,
        "title": meeting.title,
        "place": meeting.place,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "sequence": meeting.sequence,
        "comment": comment,
    }


def _concerned(meeting: Meeting) -> list[User]:
    """Return the CAB heads, and for each card the members asked in its last round, author and submitter."""
    on_agenda = select(MeetingItem.activity_id).where(MeetingItem.meeting_id == meeting.id)
    cards = select(Activity).where(Activity.id.in_(on_agenda)).order_by(Activity.id).options(*STANDING)
    told = [Told(Message.meeting_invited, Role.cab_head)]
    for card in db.session.scalars(cards):
        told += _about(card.facts())
    people = outbox.reached(told)
    return list({person.id: person for one in told for person in people[one]}.values())


def _about(facts: ActivityFacts) -> list[Told]:
    occasion, message = Occasion(facts=facts, source=facts.status), Message.meeting_invited
    return [*asked_now(occasion, message), *author_and_submitter(occasion, message)]
