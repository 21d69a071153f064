"""Reference data of the card: principles, domains; and single days that are moved by hand."""

from datetime import date

from flask_appbuilder import Model
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.columns import words
from models.registry import Institution
from rules.registry_vocabulary import Certainty, PrincipleGroup
from rules.ruleset import Text


class PrincipleList(Model):
    """A version of the two checklists; a card keeps the version it was begun with."""

    __tablename__ = "principle_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    valid_from: Mapped[date]

    principles: Mapped[list["Principle"]] = relationship(
        back_populates="principle_list", order_by="Principle.position"
    )

    def __str__(self) -> str:
        return str(self.version)


class Principle(Model):
    """One line of a checklist."""

    __tablename__ = "principle"
    __table_args__ = (UniqueConstraint("list_id", "code", name="principle_once_in_list"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("principle_list.id", name="principle_in_list"))
    group: Mapped[PrincipleGroup] = mapped_column("group_name", words(PrincipleGroup, "principle_group"))
    code: Mapped[str] = mapped_column(String(10))
    position: Mapped[int]
    title_lv: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    hint_lv: Mapped[str] = mapped_column(String(500), default="")
    hint_en: Mapped[str] = mapped_column(String(500), default="")

    principle_list: Mapped[PrincipleList] = relationship(back_populates="principles")

    def __str__(self) -> str:
        return f"{self.code} · {self.title_lv}"


class Domain(Model):
    """A field of state administration with, one day, a chief architect; the list is unofficial."""

    __tablename__ = "domain"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_lv: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    certainty: Mapped[Certainty] = mapped_column(words(Certainty, "domain_certainty"))
    architect_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id", name="domain_architect"))

    architect: Mapped[Institution | None] = relationship()

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return Text(self.name_lv, self.name_en or self.name_lv)

    def __str__(self) -> str:
        return self.name_lv


class CalendarOverride(Model):
    """A day on which the administrator corrects the working-day calendar, with the source."""

    __tablename__ = "calendar_override"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    working: Mapped[bool]
    source: Mapped[str] = mapped_column(String(300))

    def __str__(self) -> str:
        return self.day.isoformat()
