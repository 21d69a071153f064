"""CAB meetings: when and where, what is talked about, who was invited and came, what happened to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.activity import Activity
from models.columns import Numbered, UtcDateTime, refers, words
from models.packed import Packed
from models.registry import Institution
from rules.deadlines import day_of
from rules.meeting.flow import MeetingFacts
from rules.meeting.words import PLACE_LONGEST, TITLE_LONGEST, MeetingAction, MeetingStatus
from rules.search import index


class Meeting(Numbered):
    """A meeting of the CAB.

    `revision` counts changes of what is planned, `version` all of the row; `sequence` tells calendars which
    invitation is the newest. `agenda_size` counts activities of which a reader may see fewer.
    """

    __table_args__ = (
        UniqueConstraint("number", name="meeting_number_once"),
        CheckConstraint("title <> ''", name="meeting_has_title"),
        CheckConstraint("place <> ''", name="meeting_has_place"),
        CheckConstraint("ends_at > starts_at", name="meeting_ends_after_start"),
        CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)", name="meeting_closed_at_some_moment"
        ),
        Index("meeting_by_start", "starts_at"),
    )

    number: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(TITLE_LONGEST))
    place: Mapped[str] = mapped_column(String(PLACE_LONGEST))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[MeetingStatus] = mapped_column(
        words(MeetingStatus, "meeting_status"), default=MeetingStatus.planned
    )
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    sequence: Mapped[int] = mapped_column(default=0)
    agenda_size: Mapped[int] = mapped_column(default=0)
    planned_by_id: Mapped[int] = refers("ab_user", "meeting_planned_by")
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    led_by_id: Mapped[int | None] = refers("ab_user", "meeting_led_by")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    search_text: Mapped[str] = mapped_column(Text, default="", server_default="")

    planned_by: Mapped[User] = relationship(foreign_keys=[planned_by_id])
    led_by: Mapped[User | None] = relationship(foreign_keys=[led_by_id])

    def index_text(self) -> None:
        """Fill the words by which it is found."""
        self.search_text = index([self.title], [self.place], number=self.number)

    def facts(self) -> MeetingFacts:
        """Return where it stands."""
        return MeetingFacts(
            number=self.number,
            status=self.status,
            agenda=self.agenda_size,
            starts_on=day_of(self.starts_at),
        )


class MeetingItem(Numbered):
    """An activity on an agenda; seen by who sees meeting and activity.

    `record`: what the minutes say of it, once the meeting is closed.
    """

    __table_args__ = (UniqueConstraint("meeting_id", "activity_id", name="meeting_item_once"),)

    meeting_id: Mapped[int] = refers("meeting", "meeting_item_meeting")
    activity_id: Mapped[int] = refers("activity", "meeting_item_activity", index=True)
    position: Mapped[int]  # from 1, without gaps
    notes: Mapped[str] = mapped_column(Text, default="")
    record: Mapped[dict[str, Any] | None] = mapped_column(Packed)

    meeting: Mapped[Meeting] = relationship()
    activity: Mapped[Activity] = relationship()


class MeetingGuest(Numbered):
    """Somebody who was invited, for whom, and whether he or she came."""

    __table_args__ = (UniqueConstraint("meeting_id", "person_id", name="meeting_guest_once"),)

    meeting_id: Mapped[int] = refers("meeting", "meeting_guest_meeting")
    person_id: Mapped[int] = refers("ab_user", "meeting_guest_person", index=True)
    institution_id: Mapped[int | None] = refers("institution", "meeting_guest_institution")
    represents: Mapped[str] = mapped_column(String(300), default="")  # the name that the institution had then
    present: Mapped[bool] = mapped_column(default=False)

    person: Mapped[User] = relationship()
    institution: Mapped[Institution | None] = relationship()


class MeetingEvent(Numbered):
    """What happened to a meeting; only added to."""

    __table_args__ = (UniqueConstraint("meeting_id", "seq", name="meeting_event_once"),)

    meeting_id: Mapped[int] = refers("meeting", "meeting_event_meeting")
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = refers("ab_user", "meeting_event_actor")
    action: Mapped[MeetingAction] = mapped_column(words(MeetingAction, "meeting_event_action"))
    comment: Mapped[str] = mapped_column(Text, default="")

    actor: Mapped[User] = relationship()
