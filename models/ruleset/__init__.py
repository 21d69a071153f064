"""Rule sets that were uploaded, from when each holds, their simulations; and kept answers of “no need”."""

from datetime import date, datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.columns import Numbered, UtcDateTime, refers, words
from models.registry import Institution
from rules.simulation import SimulationState

_OPEN = text("state IN ('queued', 'running')")


class KeptRuleSet(Numbered):
    """The text of an uploaded rule set. Never changed: another text is another rule set."""

    __tablename__ = "rule_set"

    code: Mapped[str] = mapped_column(String(80), unique=True)
    file_name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    uploaded_by_id: Mapped[int] = refers("ab_user", "rule_set_uploaded_by")

    uploaded_by: Mapped[User] = relationship()


class RuleSetStart(Numbered):
    """A proposal that a rule set holds from a day, whether it came with the system or was uploaded."""

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


class Simulation(Numbered):
    """A task of the worker: begun from this row, its progress and its result written here.

    `beat_at` = when the worker last gave a sign; `attempt` counts those who began, so that one who was
    given up cannot write into the work of the next. `error` = a sentence and its values.
    """

    __table_args__ = (
        Index("simulation_one_at_a_time", "code", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    code: Mapped[str] = mapped_column(String(80), index=True)
    against: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int] = refers("ab_user", "simulation_asked_by")
    state: Mapped[SimulationState] = mapped_column(
        words(SimulationState, "simulation_state"), default=SimulationState.queued
    )
    attempt: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    beat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON)

    asked_by: Mapped[User] = relationship()


class SimulationChange(Numbered):
    """A card on which somebody would come or go; `added` and `removed` are codes between bars: |VID|KM|."""

    __table_args__ = (UniqueConstraint("simulation_id", "number", name="simulation_change_card"),)

    simulation_id: Mapped[int] = refers("simulation", "simulation_change_of")
    number: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    holder: Mapped[str] = mapped_column(String(40))
    domain: Mapped[str | None] = mapped_column(String(80))
    added: Mapped[str] = mapped_column(Text)
    removed: Mapped[str] = mapped_column(Text)
    before: Mapped[int]
    after: Mapped[int]


class NoNeed(Numbered):
    """A kept “no” with its number; `answers` as they stood in the address. Never changed."""

    __table_args__ = (
        CheckConstraint("title <> ''", name="no_need_says_what"),
        Index("no_need_institution", "institution_id", "id"),
    )

    number: Mapped[str] = mapped_column(String(20), unique=True)
    institution_id: Mapped[int] = refers("institution", "no_need_of_institution")
    created_by_id: Mapped[int] = refers("ab_user", "no_need_author")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    title: Mapped[str] = mapped_column(Text)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    rule_set: Mapped[str] = mapped_column(String(80))

    institution: Mapped[Institution] = relationship()
    created_by: Mapped[User] = relationship()
