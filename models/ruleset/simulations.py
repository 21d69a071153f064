"""Simulations of a rule set over all cards: who asked, how far it is, and what would change."""

from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.columns import UtcDateTime, refers, words
from rules.simulation import SimulationState

_OPEN = text("state IN ('queued', 'running')")


class Simulation(Model):
    """A task of the worker: begun from this row, its progress and its result written here.

    `beat_at` = when the worker last gave a sign; `attempt` counts those who began, so that one who was
    given up cannot write into the work of the next. `error` = a sentence and its values.
    """

    __tablename__ = "simulation"
    __table_args__ = (
        Index("simulation_one_at_a_time", "code", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
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


class SimulationChange(Model):
    """A card on which somebody would come or go; `added` and `removed` are codes between bars: |VID|KM|."""

    __tablename__ = "simulation_change"
    __table_args__ = (UniqueConstraint("simulation_id", "number", name="simulation_change_card"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    simulation_id: Mapped[int] = refers("simulation", "simulation_change_of")
    number: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    holder: Mapped[str] = mapped_column(String(40))
    domain: Mapped[str | None] = mapped_column(String(80))
    added: Mapped[str] = mapped_column(Text)
    removed: Mapped[str] = mapped_column(Text)
    before: Mapped[int]
    after: Mapped[int]
