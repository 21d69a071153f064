"""Fields of our own forms: what was typed stays as it was typed, whatever is wrong with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from flask_babel import gettext
from flask_babel.speaklater import LazyString
from wtforms import Field

from rules.vocabulary import ProblemCode
from views.base import reading
from views.base.reading import LONGEST
from views.words.formats import weekday
from views.words.labels import choices

Option = tuple[str, str]  # value and word
Says = Mapping[ProblemCode, LazyString]


class TypedField(Field):
    """Base: `look` names the macro of `ui/typed.html` that draws the field.

    `says` are sentences of its own for what a use case may refuse, where the general ones do not fit.
    """

    look = "text"
    short = False  # two of these stand side by side
    show_for: tuple[Any, ...] = ()  # the kinds of a card that have it; empty = all
    optional = False  # said beside the label

    def __init__(
        self, *args: Any, optional: bool = False, says: Says = MappingProxyType({}), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.optional, self.says = optional, says

    @property
    def hint(self) -> str:
        """Return the sentence under the label."""
        return str(self.description)

    @property
    def sent(self) -> bool:
        """Return whether the form that came in had this field."""
        return bool(self.raw_data)

    @property
    def typed(self) -> str:
        """Return what stands in the control: as typed when it was sent, else as kept."""
        return reading.storable(self.raw_data[0]) if self.raw_data else self.written(self.data)

    @property
    def mistake(self) -> str:
        """Return what is wrong with it, an empty text when nothing is."""
        return str(next(iter(self.errors or self.process_errors), ""))

    def written(self, value: Any) -> str:
        """Return a kept value as one would type it."""
        return "" if value is None else str(value)

    def put(self, value: Any) -> None:
        """Have this value, whatever was sent."""
        self.data, self.raw_data = value, None

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was sent; a `ValueError` says what is wrong with it, in the reader's language."""
        if not valuelist:
            return
        try:
            self.data = self.read(valuelist[0])
        except reading.Unreadable as problem:
            self.data = None
            raise ValueError(gettext(problem.key, **problem.values)) from None

    def read(self, typed: str) -> Any:
        """Return the value that was meant."""
        raise NotImplementedError


class LineField(TypedField):
    """One line of text."""

    rows = 0

    def __init__(self, *args: Any, longest: int = LONGEST, type: str = "text", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.longest, self.type = longest, type

    def read(self, typed: str) -> str:
        return reading.line(typed, self.longest)


class TextField(TypedField):
    """Plain text, one line or several."""

    def __init__(self, *args: Any, rows: int = 0, longest: int = LONGEST, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.longest = rows, longest

    def read(self, typed: str) -> str:
        return reading.text(typed, self.longest)


class SecretField(TypedField):
    """A password or a code: read as it is, and never written into a page."""

    look = "secret"

    def __init__(self, *args: Any, autocomplete: str = "off", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.autocomplete = autocomplete

    @property
    def typed(self) -> str:
        return ""

    def read(self, typed: str) -> str:
        reading.text(typed)  # refuses what cannot be kept
        return typed


class HiddenField(TypedField):
    """What the page itself sends back: `read_as` reads it; what is none of these is None."""

    look = "hidden"

    def __init__(self, *args: Any, read_as: Callable[[str], Any] = reading.line, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.read_as = read_as

    def read(self, typed: str) -> Any:
        return self.read_as(typed)


class NumberField(TypedField):
    """A whole number within bounds."""

    look = "number"
    short = True

    def __init__(self, *args: Any, least: int = 0, most: int = reading.LARGEST, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least, self.most = least, most

    def read(self, typed: str) -> int | None:
        return reading.number(typed, self.least, self.most)


class DayField(TypedField):
    """A date: the browser's own calendar, or typed."""

    look = "day"
    short = True

    @property
    def hint(self) -> str:
        """Say the date again in words, because browsers show it in an order of their own."""
        return weekday(self.data) if self.data and not self.process_errors else str(self.description)

    def written(self, value: date | None) -> str:
        return value.isoformat() if value else ""

    def read(self, typed: str) -> date | None:
        return reading.day(typed)


class MoneyField(TypedField):
    """A sum; 96 000,50 and 96000.50 are the same."""

    look = "money"
    short = True

    def written(self, value: Decimal | None) -> str:
        return "" if value is None else f"{value:,.2f}".replace(",", "\u00a0").replace(".", ",")

    def read(self, typed: str) -> Decimal | None:
        return reading.money(typed)


class WordField(TypedField):
    """A word of the vocabulary; as cards where `cards` describe each of them."""

    look = "word"
    short = True

    def __init__(self, *args: Any, words: type[StrEnum], required: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words, self.required = words, required
        self.cards: dict[StrEnum, tuple[str, str, str]] = {}

    @property
    def options(self) -> list[Option]:
        """Return value and word of each choice."""
        return choices(self.words)

    def read(self, typed: str) -> StrEnum | None:
        try:
            return self.words(typed) if typed else None
        except ValueError:
            raise ValueError(gettext("Choose one from the list")) from None


class ChoiceField(TypedField):
    """One of the options that the page offers; `options` may be set when the form is made."""

    look = "choice"

    def __init__(self, *args: Any, options: Iterable[Option] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options: list[Option] = list(options)

    def read(self, typed: str) -> str:
        return reading.line(typed)


class ChoicesField(ChoiceField):
    """Some of the options that the page offers, ticked one by one."""

    look = "choices"

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep every value once, in the order of the form."""
        self.data = list(dict.fromkeys(map(reading.storable, valuelist)))


class TickField(TypedField):
    """A statement that holds or not; the form always sends an empty value beside the box."""

    look = "tick"

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist:
            self.data = "true" in valuelist


class YesNoField(TypedField):
    """A question; it may stay unanswered."""

    look = "yes_no"

    def read(self, typed: str) -> bool | None:
        return {"true": True, "false": False}.get(typed)
