"""The outbox: one row per person told, at once the line in the inbox and the mail to be sent."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.activity import Activity
from models.columns import Numbered, UtcDateTime, refers, words
from rules.audience import MailState, Message


class Notification(Numbered):
    """Somebody is told something, mostly about an activity; delivered at least once, by Message-ID."""

    __table_args__ = (
        Index("notification_delivery", "state", "next_attempt_at"),
        Index("notification_inbox", "recipient_id", "created_at"),
        CheckConstraint("recipient_id IS NOT NULL OR address <> ''", name="notification_goes_somewhere"),
    )

    recipient_id: Mapped[int | None] = refers("ab_user", "notification_recipient")
    address: Mapped[str] = mapped_column(String(320), default="", server_default="")  # of who has no account
    locale: Mapped[str] = mapped_column(String(5), default="lv", server_default="lv")  # of the same
    activity_id: Mapped[int | None] = refers("activity", "notification_activity", index=True)
    message: Mapped[Message] = mapped_column(words(Message, "notification_message"))
    values: Mapped[dict[str, Any]] = mapped_column("message_values", JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[MailState] = mapped_column(words(MailState, "notification_state"), default=MailState.queued)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str] = mapped_column(Text, default="")
    message_id: Mapped[str] = mapped_column(String(200), unique=True)

    recipient: Mapped[User | None] = relationship()
    activity: Mapped[Activity | None] = relationship()

    @property
    def addressee(self) -> tuple[str, str]:
        """Name and address of whoever is told; without an account there is only the address."""
        person = self.recipient
        return (person.get_full_name(), person.email) if person else (self.address, "")

    @property
    def next_attempt(self) -> tuple[MailState, str, datetime]:
        """What says whether and when it is tried next: state, reason, moment (which may have passed)."""
        return self.state, self.last_error, self.next_attempt_at


class DailyRun(Numbered):
    """A day whose reminders and digests have been written; no day is run twice."""

    day: Mapped[date] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column("run_at", UtcDateTime)
