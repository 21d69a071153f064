"""Obligations of an activity: conditions with a due date, and what was reported on them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session, relationship

from models.account.people import RoleRow, User, working
from models.activity import Activity
from models.activity.approval import Decision, Vote
from models.columns import Numbered, UtcDateTime, refers, words
from models.document import Attachment
from models.registry import Institution, Resource
from rules.obligation.steps import ObligationFacts
from rules.obligation.words import ObligationSource, ObligationState
from rules.registry_vocabulary import InstitutionStatus
from rules.vocabulary import Role


class Obligation(Numbered):
    """Something to be done by a date; `asked_by` asks for it, None = a CAB head. What is asked never changes.

    When an activity is amended, it goes over to the one that amends it.
    """

    __table_args__ = (
        CheckConstraint("text <> ''", name="obligation_says_what"),
        CheckConstraint("(source = 'vote') = (vote_id IS NOT NULL)", name="obligation_of_vote"),
        CheckConstraint(
            "(source IN ('vote', 'registry')) = (decision_id IS NULL)", name="obligation_of_decision"
        ),
        CheckConstraint("source = 'decision' OR asked_by_id IS NOT NULL", name="obligation_of_institution"),
        Index("obligation_of_activity", "activity_id", "status"),
        Index("obligation_due", "status", "due_on"),
    )

    activity_id: Mapped[int] = refers("activity", "obligation_activity")
    source: Mapped[ObligationSource] = mapped_column(words(ObligationSource, "obligation_source"))
    vote_id: Mapped[int | None] = refers("vote", "obligation_vote", index=True)
    decision_id: Mapped[int | None] = refers("decision", "obligation_decision", index=True)
    asked_by_id: Mapped[int | None] = refers("institution", "obligation_asked_by")
    # The system that has to do without the resource that is being liquidated.
    resource_id: Mapped[int | None] = refers("resource", "obligation_resource", index=True)
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    status: Mapped[ObligationState] = mapped_column(
        words(ObligationState, "obligation_status"), default=ObligationState.proposed
    )
    version: Mapped[int] = mapped_column(default=1)

    activity: Mapped[Activity] = relationship(back_populates="obligations")
    vote: Mapped[Vote | None] = relationship()
    decision: Mapped[Decision | None] = relationship()
    asked_by: Mapped[Institution | None] = relationship()
    resource: Mapped[Resource | None] = relationship()
    reports: Mapped[list["ObligationReport"]] = relationship(
        back_populates="obligation", order_by="ObligationReport.id"
    )

    def facts(self, staffed: frozenset[str] | None = None) -> ObligationFacts:
        """Return the frozen facts that the rules look at; `staffed` where many are asked for."""
        return ObligationFacts(
            status=self.status, holder=self.activity.holder.code, verifier=self.verifier(staffed)
        )

    def verifier(self, staffed: frozenset[str] | None = None) -> str | None:
        """Return whose CAB members verify it; None = a CAB head."""
        if self.asked_by is None:
            return None
        session = object_session(self)
        if staffed is None and session is not None:
            staffed = staffed_institutions(session)
        return verifying(self.asked_by, staffed or frozenset())


class ObligationReport(Numbered):
    """What the holder says of having done it; append-only."""

    __table_args__ = (CheckConstraint("text <> ''", name="obligation_report_says_something"),)

    activity_id: Mapped[int] = refers("activity", "obligation_report_activity", index=True)
    obligation_id: Mapped[int] = refers("obligation", "obligation_report_of", index=True)
    text: Mapped[str] = mapped_column(Text)
    attachment_id: Mapped[int | None] = refers("attachment", "obligation_report_attachment")
    reported_by_id: Mapped[int] = refers("ab_user", "obligation_report_by")
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)

    obligation: Mapped[Obligation] = relationship(back_populates="reports")
    attachment: Mapped[Attachment | None] = relationship()
    reported_by: Mapped[User] = relationship()


def verifying(asked_by: Institution, staffed: frozenset[str]) -> str | None:
    """Return who verifies what an institution asked for: itself or its successor, if somebody is there."""
    there = asked_by.in_charge
    working_there = there.status is InstitutionStatus.active and there.code in staffed
    return there.code if working_there else None


def staffed_institutions(session: Session) -> frozenset[str]:
    """Return the codes of the institutions where a CAB member works."""
    there = select(Institution.code).join(User, User.institution_id == Institution.id)
    member = User.roles.any(RoleRow.name == Role.cab_member.value)
    return frozenset(session.scalars(there.where(*working(), member).distinct()))
