"""Reference data of the card: principles; and single days that are moved by hand."""

from datetime import date

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from models.columns import Numbered, refers, words
from rules.registry_vocabulary import PrincipleGroup
from rules.text import nfc


class PrincipleList(Numbered):
    """A version of the two checklists; a card keeps the version it was begun with."""

    version: Mapped[int] = mapped_column(unique=True)
    valid_from: Mapped[date]

    principles: Mapped[list["Principle"]] = relationship(
        back_populates="principle_list", order_by="Principle.position"
    )

    def __str__(self) -> str:
        return str(self.version)


class Principle(Numbered):
    """One line of a checklist."""

    __table_args__ = (UniqueConstraint("list_id", "code", name="principle_once_in_list"),)

    list_id: Mapped[int] = refers("principle_list", "principle_in_list")
    group: Mapped[PrincipleGroup] = mapped_column("group_name", words(PrincipleGroup, "principle_group"))
    code: Mapped[str] = mapped_column(String(10))
    position: Mapped[int]
    title_lv: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200))
    hint_lv: Mapped[str] = mapped_column(String(500), default="")
    hint_en: Mapped[str] = mapped_column(String(500), default="")

    principle_list: Mapped[PrincipleList] = relationship(back_populates="principles")

    @validates("code")
    def _compared(self, _name: str, code: str) -> str:
        return nfc(code)

    def __str__(self) -> str:
        return f"{self.code} · {self.title_lv}"


class CalendarOverride(Numbered):
    """A day on which the administrator corrects the working-day calendar, with the source."""

    day: Mapped[date] = mapped_column(unique=True)
    working: Mapped[bool]
    source: Mapped[str] = mapped_column(String(300))

    def __str__(self) -> str:
        return self.day.isoformat()
