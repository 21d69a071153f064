"""Rounds, who must co-approve, their votes with remarks, the applicant's answers, the decision."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.columns import Numbered, UtcDateTime, refers, words
from models.packed import Digest, Packed
from models.registry import Institution
from rules.liquidation import consumers
from rules.vocabulary import Choice, Heed, Outcome, RemarkKind, RequirementState, Resolution, Status


class Round(Numbered):
    """A card sent round; it keeps the rule set, the facts as evidence and who was not asked."""

    __tablename__ = "approval_round"
    __table_args__ = (UniqueConstraint("activity_id", "number", name="round_once"),)

    activity_id: Mapped[int] = refers("activity", "round_activity")
    number: Mapped[int]
    rule_set: Mapped[str] = mapped_column(String(80))
    revision: Mapped[int]
    facts: Mapped[dict[str, Any]] = mapped_column(Packed)
    notes: Mapped[list[dict[str, Any]]] = mapped_column(Packed)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Who moved the card to those to be discussed, and in whose stead: until it is settled.
    pulled_by_id: Mapped[int | None] = refers("ab_user", "round_pulled_by")
    pulled_for_id: Mapped[int | None] = refers("ab_user", "round_pulled_for")

    pulled_by: Mapped[User | None] = relationship(foreign_keys=[pulled_by_id])
    requirements: Mapped[list["Requirement"]] = relationship(
        back_populates="round", order_by="Requirement.position"
    )
    decision: Mapped["Decision | None"] = relationship(back_populates="round")


class Requirement(Numbered):
    """One institution that must co-approve in one round, with its reasons. Never deleted.

    `state`, `choice` and `answered_at` repeat the vote in force so that lists can ask the database.
    """

    __table_args__ = (
        UniqueConstraint("round_id", "institution_id", name="requirement_once"),
        CheckConstraint("state <> 'answered' OR choice IS NOT NULL", name="requirement_answered_has_choice"),
        CheckConstraint(
            "state <> 'answered' OR answered_at IS NOT NULL", name="requirement_answered_has_moment"
        ),
        CheckConstraint("NOT fixed OR choice <> 'not_applicable'", name="requirement_fixed_must_answer"),
        CheckConstraint(
            "(state = 'carried_over') = (carried_from_id IS NOT NULL)", name="requirement_carried_from_one"
        ),
        Index("requirement_institution_state", "institution_id", "state"),
        Index("requirement_activity_institution", "activity_id", "institution_id"),
    )

    activity_id: Mapped[int] = refers("activity", "requirement_activity")
    round_id: Mapped[int] = refers("approval_round", "requirement_round")
    institution_id: Mapped[int] = refers("institution", "requirement_institution")
    position: Mapped[int]
    fixed: Mapped[bool]
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(Packed)
    watches: Mapped[list[str]] = mapped_column(Packed)
    due_on: Mapped[date]  # also where the vote is carried over: until then its members may look again
    # The requirement of an earlier round whose vote stays in force: the one to which it was given.
    carried_from_id: Mapped[int | None] = refers("requirement", "requirement_carried_from")
    again_because: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[RequirementState] = mapped_column(
        words(RequirementState, "requirement_state"), default=RequirementState.waiting
    )
    choice: Mapped[Choice | None] = mapped_column(words(Choice, "requirement_choice"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    activity: Mapped[Any] = relationship("Activity")  # whose class knows this one
    round: Mapped[Round] = relationship(back_populates="requirements")
    institution: Mapped[Institution] = relationship()
    votes: Mapped[list["Vote"]] = relationship(back_populates="requirement", order_by="Vote.seq")
    carried_from: Mapped["Requirement | None"] = relationship(remote_side="Requirement.id")

    @property
    def vote_in_force(self) -> "Vote | None":
        """The latest vote: it supersedes the earlier ones, which stay; or the one that is carried over."""
        if self.votes:
            return self.votes[-1]
        return self.carried_from.vote_in_force if self.carried_from else None

    @property
    def consumers_asked(self) -> tuple[str, ...]:
        """The codes of the systems of which the institution is to say whether the end concerns them."""
        return consumers.systems(self.reasons)

    @property
    def consumers(self) -> list[consumers.ConsumerGiven]:
        """Each of these systems with what was said of it, if anything was."""
        vote = self.vote_in_force
        return consumers.shown(self.consumers_asked, vote.consumers if vote else ())


class Vote(Numbered):
    """An institution's answer, given by its CAB member. Append-only: a later one supersedes it."""

    __table_args__ = (
        UniqueConstraint("requirement_id", "seq", name="vote_once"),
        UniqueConstraint("voter_id", "request_key", name="vote_request_once"),
        CheckConstraint(
            "choice NOT IN ('need_info', 'not_applicable') OR comment <> ''", name="vote_says_why"
        ),
        CheckConstraint(
            "suggested_institution_id IS NULL OR choice = 'not_applicable'", name="vote_suggests_instead"
        ),
    )

    activity_id: Mapped[int] = refers("activity", "vote_activity", index=True)
    requirement_id: Mapped[int] = refers("requirement", "vote_requirement")
    seq: Mapped[int]
    institution_id: Mapped[int] = refers("institution", "vote_institution")
    voter_id: Mapped[int] = refers("ab_user", "vote_voter")
    on_behalf_of_id: Mapped[int | None] = refers("ab_user", "vote_on_behalf_of")
    choice: Mapped[Choice] = mapped_column(words(Choice, "vote_choice"))
    comment: Mapped[str] = mapped_column(Text, default="")
    # What is said of each system that needs the resource to be liquidated: `rules.liquidation.consumers`.
    consumers: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    # Whom the activity concerns instead, as who is not concerned says.
    suggested_institution_id: Mapped[int | None] = refers("institution", "vote_suggested_institution")
    revision: Mapped[int]
    content_hash: Mapped[str] = mapped_column(Digest)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status_after: Mapped[Status] = mapped_column(words(Status, "vote_status_after"))
    request_key: Mapped[str | None] = mapped_column(String(64))
    request_hash: Mapped[str | None] = mapped_column(String(64))

    requirement: Mapped[Requirement] = relationship(back_populates="votes")
    institution: Mapped[Institution] = relationship(foreign_keys=[institution_id])
    suggested_institution: Mapped[Institution | None] = relationship(foreign_keys=[suggested_institution_id])
    voter: Mapped[User] = relationship(foreign_keys=[voter_id])
    on_behalf_of: Mapped[User | None] = relationship(foreign_keys=[on_behalf_of_id])
    remarks: Mapped[list["Remark"]] = relationship(back_populates="vote", order_by="Remark.position")
    answers: Mapped[list["Answer"]] = relationship(
        primaryjoin="and_(Vote.id == Answer.vote_id, Answer.remark_id.is_(None))",
        order_by="Answer.id",
        viewonly=True,
    )


class Remark(Numbered):
    """An objection or a proposal to one field of the card."""

    __table_args__ = (CheckConstraint("reason <> ''", name="remark_says_why"),)

    activity_id: Mapped[int] = refers("activity", "remark_activity", index=True)
    vote_id: Mapped[int] = refers("vote", "remark_vote", index=True)
    position: Mapped[int]
    kind: Mapped[RemarkKind] = mapped_column(words(RemarkKind, "remark_kind"))
    section: Mapped[str] = mapped_column(String(80))
    current_text: Mapped[str] = mapped_column(Text, default="")
    proposed_text: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text)

    vote: Mapped[Vote] = relationship(back_populates="remarks")
    answers: Mapped[list["Answer"]] = relationship(order_by="Answer.id")


class Answer(Numbered):
    """The applicant's answer to a question (`remark_id` empty) or to a remark; the last one counts."""

    __table_args__ = (
        CheckConstraint("text <> ''", name="answer_says_something"),
        CheckConstraint("remark_id IS NOT NULL OR resolution IS NULL", name="answer_resolves_a_remark"),
    )

    activity_id: Mapped[int] = refers("activity", "answer_activity", index=True)
    vote_id: Mapped[int] = refers("vote", "answer_vote", index=True)
    remark_id: Mapped[int | None] = refers("remark", "answer_remark", index=True)
    author_id: Mapped[int] = refers("ab_user", "answer_author")
    # How far a remark is followed; older answers do not say it.
    resolution: Mapped[Heed | None] = mapped_column(words(Heed, "answer_resolution"))
    text: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)

    author: Mapped[User] = relationship()
    vote: Mapped[Vote] = relationship()


class Decision(Numbered):
    """What the CAB head decided over a round."""

    __table_args__ = (
        UniqueConstraint("round_id", name="decision_once_in_round"),
        CheckConstraint("reasoning <> ''", name="decision_says_why"),
    )

    activity_id: Mapped[int] = refers("activity", "decision_activity", index=True)
    round_id: Mapped[int] = refers("approval_round", "decision_round")
    outcome: Mapped[Outcome] = mapped_column(words(Outcome, "decision_outcome"))
    reasoning: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = refers("ab_user", "decision_by")
    on_behalf_of_id: Mapped[int | None] = refers("ab_user", "decision_on_behalf_of")
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    meeting_id: Mapped[int | None] = refers(
        "meeting", "decision_meeting", index=True
    )  # in which it was taken

    round: Mapped[Round] = relationship(back_populates="decision")
    decided_by: Mapped[User] = relationship(foreign_keys=[decided_by_id])
    on_behalf_of: Mapped[User | None] = relationship(foreign_keys=[on_behalf_of_id])
    resolutions: Mapped[list["ObjectionResolution"]] = relationship(order_by="ObjectionResolution.id")


class ObjectionResolution(Numbered):
    """What became of one institution's objections when the card was approved over them."""

    __table_args__ = (
        UniqueConstraint("decision_id", "requirement_id", name="resolution_once"),
        CheckConstraint("reasoning <> ''", name="resolution_says_why"),
    )

    activity_id: Mapped[int] = refers("activity", "resolution_activity", index=True)
    decision_id: Mapped[int] = refers("decision", "resolution_decision")
    requirement_id: Mapped[int] = refers("requirement", "resolution_requirement")
    resolution: Mapped[Resolution] = mapped_column(words(Resolution, "resolution_kind"))
    reasoning: Mapped[str] = mapped_column(Text)

    requirement: Mapped[Requirement] = relationship()
