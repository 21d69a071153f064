"""When work of an activity touches running systems, and when nobody may work on them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.activity import Activity
from models.columns import Numbered, UtcDateTime, refers, words
from models.registry import Resource
from rules.window.collision import Pause, Work
from rules.window.words import WindowEffect


class Window(Numbered):
    """A stretch of time in which an activity works on its main resource; seen with the activity."""

    __tablename__ = "work_window"  # the plain word is one of SQL's own
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="work_window_ends_later"),
        Index("work_window_in_time", "ends_at", "starts_at"),
    )

    activity_id: Mapped[int] = refers("activity", "work_window_activity", index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    effect: Mapped[WindowEffect] = mapped_column(words(WindowEffect, "work_window_effect"))
    text: Mapped[str] = mapped_column(Text, default="")
    collision_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    activity: Mapped[Activity] = relationship()

    @property
    def resource(self) -> Resource | None:
        """The main resource of the card: what is worked on."""
        return self.activity.resource

    def work(self) -> Work:
        """Return what the rules look at."""
        card = self.activity
        return Work(
            key=self.id,
            cards=frozenset(key for key in (card.id, card.amends_id) if key is not None),
            resource=card.resource.code if card.resource else None,
            effect=self.effect,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
        )


class Blackout(Numbered):
    """A stretch of time in which nobody is to work on a resource, or (None) on any."""

    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="blackout_ends_later"),
        CheckConstraint("reason <> ''", name="blackout_says_why"),
        Index("blackout_in_time", "ends_at", "starts_at"),
    )

    resource_id: Mapped[int | None] = refers("resource", "blackout_resource", index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)

    resource: Mapped[Resource | None] = relationship()

    def pause(self) -> Pause:
        """Return what the rules look at."""
        code = self.resource.code if self.resource else None
        return Pause(key=self.id, resource=code, starts_at=self.starts_at, ends_at=self.ends_at)
