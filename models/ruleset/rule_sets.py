"""Rule sets that were uploaded, and from when a rule set holds: proposed by one, decided by another."""

from datetime import date, datetime

from flask_appbuilder import Model
from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.columns import UtcDateTime, refers


class KeptRuleSet(Model):
    """The text of an uploaded rule set. Never changed: another text is another rule set."""

    __tablename__ = "rule_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(80), unique=True)
    file_name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uploaded_by_id: Mapped[int] = refers("ab_user", "rule_set_uploaded_by")

    uploaded_by: Mapped[User] = relationship()


class RuleSetStart(Model):
    """A proposal that a rule set holds from a day, whether it came with the system or was uploaded."""

    __tablename__ = "rule_set_start"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(80), index=True)
    valid_from: Mapped[date]
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by_id: Mapped[int] = refers("ab_user", "rule_set_proposed_by")

    proposed_by: Mapped[User] = relationship()
    decision: Mapped["RuleSetDecision | None"] = relationship(back_populates="start")


class RuleSetDecision(Model):
    """What a second administrator said to a proposal; once approved, the rule set holds from its day."""

    __tablename__ = "rule_set_decision"
    __table_args__ = (CheckConstraint("approved OR reason <> ''", name="rule_set_refusal_says_why"),)

    start_id: Mapped[int] = refers(
        "rule_set_start", "rule_set_decision_start", primary_key=True, autoincrement=False
    )
    approved: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int] = refers("ab_user", "rule_set_decided_by")

    start: Mapped[RuleSetStart] = relationship(back_populates="decision")
    decided_by: Mapped[User] = relationship()
