"""What narrows a list: a filter reads its name in the address, is drawn as a control, is said as a chip."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from flask import abort
from flask_babel import lazy_pgettext as _p

from rules import dates, reading
from rules.signs import storable
from rules.vocabulary import Role
from views.base.addresses import url_with
from views.words.formats import day
from views.words.labels import label
from views.words.language import Text

Options: TypeAlias = Sequence[tuple[str, Text]]
ALL = _p("filter", "All")


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control of the form above a list, or what it only sends along.

    `type` is search, date, find (with a magnifying glass), short or hidden; where there are `options` it is
    a select, with `blank` as its empty choice. `said` is the chip where label and value do not say it.
    """

    name: str
    label: Text
    value: str
    type: str = "search"
    options: Options = ()
    blank: Text = ALL
    placeholder: Text = ""
    id: str = ""
    said: str = ""
    page_name: str = "page"

    @property
    def chip(self) -> str:
        return self.said or f"{self.label}: {self._word()}"

    @property
    def without(self) -> str:
        """Return the first page of the list without this filter."""
        return url_with(**{self.name: None, self.page_name: None})

    def _word(self) -> str:
        with suppress(ValueError):  # an address can say anything
            if self.type == "date":
                return day(date.fromisoformat(self.value))
        return str(dict(self.options).get(self.value, self.value))


@dataclass(frozen=True)
class Filter:
    """A text that is looked for. `says` is the chip for a value; `only` = for whoever has this role."""

    name: str
    label: Text = ""
    _: KW_ONLY
    type: str = "search"
    placeholder: Text = ""
    id: str = ""
    longest: int = reading.LONGEST
    only: Role | None = None
    says: Callable[[Any], str] | None = None

    def read(self, typed: Sequence[str]) -> Any:
        """Return what is looked for, from every value of this name; an empty text for nothing."""
        return storable(typed[0].strip()[: self.longest]) if typed else ""

    def written(self, value: Any) -> str:
        return str(value or "")

    def control(self, value: Any) -> Control:
        return Control(
            name=self.name,
            label=self.label,
            value=self.written(value),
            placeholder=self.placeholder,
            id=self.id,
            said=self.says(value) if self.says and value else "",
            **self.drawn(),
        )

    def drawn(self) -> dict[str, Any]:
        """Return what the control looks like."""
        return {"type": self.type}


@dataclass(frozen=True, kw_only=True)
class WordFilter(Filter):
    """A word of an enum: one that is none is an address that does not exist, or where `lenient` nothing."""

    words: type[StrEnum]
    spoken: Callable[[Any], Text] = label
    blank: Text = ALL
    lenient: bool = False

    def read(self, typed: Sequence[str]) -> Any:
        return next(iter(self.members(typed)), None)

    def members(self, typed: Sequence[str]) -> tuple[StrEnum, ...]:
        known: dict[str, StrEnum] = {one.value: one for one in self.words}
        if not self.lenient and any(one and one not in known for one in typed):
            abort(404)
        return tuple(known[one] for one in typed if one in known)

    def drawn(self) -> dict[str, Any]:
        return {"options": [(one.value, self.spoken(one)) for one in self.words], "blank": self.blank}


@dataclass(frozen=True, kw_only=True)
class WordsFilter(WordFilter):
    """Some words of an enum, any of which fits; the control shows the first."""

    def read(self, typed: Sequence[str]) -> tuple[StrEnum, ...]:
        return self.members(typed)

    def written(self, value: Sequence[str] | None) -> str:
        return next(iter(value or ()), "")


@dataclass(frozen=True, kw_only=True)
class CodeFilter(Filter):
    """One of the codes that there are; any other finds nothing."""

    codes: Sequence[str]

    def drawn(self) -> dict[str, Any]:
        """Return how the control is a select, or nothing to be seen where there is no code."""
        return {"options": [(one, one) for one in self.codes]} if self.codes else {"type": "hidden"}


@dataclass(frozen=True, kw_only=True)
class DayFilter(Filter):
    """A day between two years; anything else narrows nothing."""

    type: str = "date"
    first: date
    last: date

    def read(self, typed: Sequence[str]) -> date | None:
        try:
            found = dates.read(typed[0], range(self.first.year, self.last.year + 1)) if typed else None
        except reading.Unreadable:
            return None
        return found if found and self.first <= found <= self.last else None

    def written(self, value: date | None) -> str:
        return value.isoformat() if value else ""


@dataclass(frozen=True, kw_only=True)
class FlagFilter(Filter):
    """What is or is not asked for, by `1`; without a `word` the form only sends it along."""

    word: Text = ""
    blank: Text = ALL

    def read(self, typed: Sequence[str]) -> bool:
        return bool(typed) and typed[0] == "1"

    def written(self, value: bool) -> str:
        return "1" if value else ""

    def drawn(self) -> dict[str, Any]:
        return {"options": [("1", self.word)], "blank": self.blank} if self.word else {"type": "hidden"}
