"""What happened: events in a hash chain, revisions of the card, and the counters of numbers."""

from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.activity import Activity
from models.columns import Numbered, UtcDateTime, refers, words
from models.packed import Digest, Packed
from rules.vocabulary import Status


class Event(Numbered):
    """One step of an activity; it names accounts by id, so that they can be pseudonymised."""

    __table_args__ = (
        UniqueConstraint("activity_id", "seq", name="event_once"),
        Index("event_by_actor", "actor_id", "id"),
    )

    activity_id: Mapped[int] = refers("activity", "event_activity")
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_id: Mapped[int | None] = refers("ab_user", "event_actor")
    on_behalf_of_id: Mapped[int | None] = refers("ab_user", "event_on_behalf_of")
    action: Mapped[str] = mapped_column(String(40))
    from_status: Mapped[Status | None] = mapped_column(words(Status, "event_from_status"))
    to_status: Mapped[Status] = mapped_column(words(Status, "event_to_status"))
    comment: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any]] = mapped_column(Packed, default=dict)
    previous_hash: Mapped[str] = mapped_column(Digest)
    hash: Mapped[str] = mapped_column(Digest)

    activity: Mapped[Activity] = relationship()
    actor: Mapped[User | None] = relationship(foreign_keys=[actor_id])
    on_behalf_of: Mapped[User | None] = relationship(foreign_keys=[on_behalf_of_id])


class Revision(Numbered):
    """The content of a card after a saved change, in the shape of the interface contract."""

    __table_args__ = (UniqueConstraint("activity_id", "number", name="revision_once"),)

    activity_id: Mapped[int] = refers("activity", "revision_activity")
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(Packed)
    content_hash: Mapped[str] = mapped_column(Digest)
    saved_by_id: Mapped[int] = refers("ab_user", "revision_saved_by")
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)

    saved_by: Mapped[User] = relationship()


class NumberSeries(Model):
    """The last number given in a series and year; numbers are never reused."""

    __tablename__ = "number_series"

    prefix: Mapped[str] = mapped_column(String(10), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)
