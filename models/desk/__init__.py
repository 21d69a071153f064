"""Tickets of the ITIL desk: what was asked, who has to do with it, what happened and what was said."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.columns import Numbered, UtcDateTime, refers, words
from models.packed import Digest, Packed
from models.registry import Institution, Resource
from rules.desk.clocks import Pinned
from rules.desk.flow import TicketFacts
from rules.desk.priority import Hours
from rules.desk.words import CommentSource, Level, Solution, TicketKind, TicketStatus, WaitingFor
from rules.document.words import Visibility
from rules.registry_vocabulary import ServiceHours
from rules.search import index


class Ticket(Numbered):
    """A service request, an incident or a problem.

    What is pinned, hours and service hours, is all that the clocks do not read from the events; a problem
    has none. `assignee_institution` works on it, `assignee` is the person.
    """

    __table_args__ = (
        UniqueConstraint("number", name="ticket_number_once"),
        CheckConstraint("(status = 'waiting') = (waiting_for IS NOT NULL)", name="ticket_waits_for"),
        CheckConstraint("(status = 'duplicate') = (merged_into_id IS NOT NULL)", name="ticket_duplicate_of"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="ticket_not_own_duplicate"),
        CheckConstraint("status NOT IN ('resolved', 'closed') OR code IS NOT NULL", name="ticket_code_given"),
        CheckConstraint("(kind = 'problem') = (answer_hours IS NULL)", name="ticket_answer_hours"),
        CheckConstraint("(kind = 'problem') = (resolve_hours IS NULL)", name="ticket_resolve_hours"),
        CheckConstraint("NOT major OR (kind = 'incident' AND NOT restricted)", name="ticket_major_incident"),
        CheckConstraint(
            "workaround IS NULL OR (kind = 'problem' AND NOT restricted)", name="ticket_known_error"
        ),
        CheckConstraint("satisfaction BETWEEN 1 AND 5", name="ticket_satisfaction_1_to_5"),
        Index("ticket_worked_on", "assignee_institution_id", "status"),
        Index("ticket_asked", "requester_institution_id", "id"),
    )

    number: Mapped[str] = mapped_column(String(20))
    kind: Mapped[TicketKind] = mapped_column(words(TicketKind, "ticket_kind"))
    status: Mapped[TicketStatus] = mapped_column(
        words(TicketStatus, "ticket_status"), default=TicketStatus.new
    )
    title: Mapped[str] = mapped_column(String(250))
    description: Mapped[str] = mapped_column(Text)
    resource_id: Mapped[int] = refers("resource", "ticket_resource", index=True)
    impact: Mapped[Level] = mapped_column(words(Level, "ticket_impact"), default=Level.medium)
    urgency: Mapped[Level] = mapped_column(words(Level, "ticket_urgency"), default=Level.medium)
    restricted: Mapped[bool] = mapped_column(default=False)
    requester_institution_id: Mapped[int] = refers("institution", "ticket_requester_institution")
    requester_id: Mapped[int] = refers("ab_user", "ticket_requester", index=True)
    assignee_institution_id: Mapped[int] = refers("institution", "ticket_assignee_institution")
    assignee_id: Mapped[int | None] = refers("ab_user", "ticket_assignee", index=True)
    waiting_for: Mapped[WaitingFor | None] = mapped_column(words(WaitingFor, "ticket_waiting_for"))
    major: Mapped[bool] = mapped_column(default=False)
    workaround: Mapped[str | None] = mapped_column(Text)  # of a known error
    resolution: Mapped[str] = mapped_column(Text, default="")
    code: Mapped[Solution | None] = mapped_column(words(Solution, "ticket_code"))
    root_cause: Mapped[str] = mapped_column(Text, default="")
    satisfaction: Mapped[int | None]
    merged_into_id: Mapped[int | None] = refers("ticket", "ticket_merged_into", index=True)
    answer_hours: Mapped[int | None]
    resolve_hours: Mapped[int | None]
    service_hours: Mapped[ServiceHours] = mapped_column(
        words(ServiceHours, "ticket_service_hours"), default=ServiceHours.office
    )
    reopens_until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    search_text: Mapped[str] = mapped_column(Text, default="", server_default="")

    resource: Mapped[Resource] = relationship()
    requester_institution: Mapped[Institution] = relationship(foreign_keys=[requester_institution_id])
    requester: Mapped[User] = relationship(foreign_keys=[requester_id])
    assignee_institution: Mapped[Institution] = relationship(foreign_keys=[assignee_institution_id])
    assignee: Mapped[User | None] = relationship(foreign_keys=[assignee_id])
    merged_into: Mapped["Ticket | None"] = relationship(remote_side="Ticket.id")
    institutions: Mapped[list["TicketInstitution"]] = relationship(order_by="TicketInstitution.id")
    openers: Mapped[list["TicketOpener"]] = relationship(order_by="TicketOpener.id")

    def index_text(self) -> None:
        """Fill the words by which it is found."""
        self.search_text = index([self.title], texts=[self.description], number=self.number)

    @property
    def pinned(self) -> Pinned | None:
        """Return what the clocks do not read from the record."""
        if self.answer_hours is None or self.resolve_hours is None:
            return None
        return Pinned(Hours(self.answer_hours, self.resolve_hours), self.service_hours)

    def facts(self) -> TicketFacts:
        """Return the frozen facts that the rules look at."""
        return TicketFacts(
            number=self.number,
            kind=self.kind,
            status=self.status,
            requester_institution=self.requester_institution.code,
            assignee_institution=self.assignee_institution.code,
            institutions=frozenset(one.institution.code for one in self.institutions),
            openers=frozenset(one.person_id for one in self.openers),
            assignee_id=self.assignee_id,
            restricted=self.restricted,
            waiting_for=self.waiting_for,
            impact=self.impact,
            urgency=self.urgency,
            major=self.major,
            known_error=self.workaround is not None,
            reopens_until=self.reopens_until,
        )


class TicketInstitution(Numbered):
    """An institution that has to do with a ticket: it asked, or was ever its assignee."""

    __table_args__ = (UniqueConstraint("ticket_id", "institution_id", name="ticket_institution_once"),)

    ticket_id: Mapped[int] = refers("ticket", "ticket_institution_ticket")
    institution_id: Mapped[int] = refers("institution", "ticket_institution_institution", index=True)

    institution: Mapped[Institution] = relationship()


class TicketOpener(Numbered):
    """Somebody who opened a ticket, or one that was merged into it."""

    __table_args__ = (UniqueConstraint("ticket_id", "person_id", name="ticket_opener_once"),)

    ticket_id: Mapped[int] = refers("ticket", "ticket_opener_ticket")
    person_id: Mapped[int] = refers("ab_user", "ticket_opener_person", index=True)

    person: Mapped[User] = relationship()


class TicketEvent(Numbered):
    """What happened to a ticket, in a hash chain; only added to."""

    __table_args__ = (UniqueConstraint("ticket_id", "seq", name="ticket_event_once"),)

    ticket_id: Mapped[int] = refers("ticket", "ticket_event_ticket")
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = refers("ab_user", "ticket_event_actor")
    action: Mapped[str] = mapped_column(String(40))
    from_status: Mapped[TicketStatus | None] = mapped_column(words(TicketStatus, "ticket_event_from"))
    to_status: Mapped[TicketStatus] = mapped_column(words(TicketStatus, "ticket_event_to"))
    comment: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any]] = mapped_column(Packed, default=dict)
    previous_hash: Mapped[str] = mapped_column(Digest)
    hash: Mapped[str] = mapped_column(Digest)

    actor: Mapped[User | None] = relationship()


class TicketComment(Numbered):
    """Something that somebody said: to all who see the ticket, or to the own institution."""

    __table_args__ = (
        CheckConstraint("text <> ''", name="ticket_comment_says_something"),
        Index("ticket_comment_of", "ticket_id", "visibility", "institution_id"),
    )

    ticket_id: Mapped[int] = refers("ticket", "ticket_comment_ticket")
    institution_id: Mapped[int] = refers("institution", "ticket_comment_institution")
    author_id: Mapped[int] = refers("ab_user", "ticket_comment_author")
    visibility: Mapped[Visibility] = mapped_column(words(Visibility, "ticket_comment_visibility"))
    source: Mapped[CommentSource] = mapped_column(words(CommentSource, "ticket_comment_source"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    institution: Mapped[Institution] = relationship()
    author: Mapped[User] = relationship()
