"""Fields of our own forms: what was typed stays as it was typed, whatever is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from flask_babel.speaklater import LazyString
from wtforms import Field

from rules import dates, reading, sums
from rules.reading import LONGEST
from rules.signs import storable
from rules.vocabulary import ProblemCode
from views.words.formats import RIGA, clock, weekday
from views.words.sentences import say, spoken

# What a phone is not to correct.
AS_TYPED = {"autocapitalize": "none", "spellcheck": "false"}
Says = Mapping[ProblemCode, LazyString]


class TypedField(Field):
    """Base: `look` names the macro of `ui/typed.html` that draws the field.

    `says` are sentences of its own for what a use case may refuse, where the general ones do not fit; that
    for `unreadable` is said of what cannot be read.
    """

    look = "text"
    short = False  # two of these stand side by side
    show_for: tuple[Any, ...] = ()  # the kinds of a card that have it; empty = all
    optional = False  # said beside the label
    unreadable = ProblemCode.invalid
    speaks_for_itself = False  # what is wrong is said in a sentence of its own

    def __init__(
        self, *args: Any, optional: bool = False, says: Says = MappingProxyType({}), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.optional, self.says = optional, says

    @property
    def hint(self) -> str:
        return str(self.description)

    @property
    def sent(self) -> bool:
        """Return whether the form that came in had this field."""
        return bool(self.raw_data)

    @property
    def typed(self) -> str:
        """Return what stands in the control: as typed when it was sent, else as kept."""
        return storable(self.raw_data[0]) if self.raw_data else self.written(self.data)

    @property
    def mistakes(self) -> list[str]:
        """Return what is wrong with it, each in a sentence."""
        return [str(one) for one in self.errors or self.process_errors]

    @property
    def mistake(self) -> str:
        """Return all that is wrong with it, an empty text when nothing is."""
        return " ".join(self.mistakes)

    def show(self, value: Any) -> None:
        """Let the page show this, not what was sent."""
        self.data, self.raw_data = value, None

    def written(self, value: Any) -> str:
        return "" if value is None else str(value)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was sent; a `ValueError` says what is wrong with it, in the reader's language."""
        if not valuelist:
            return
        try:
            self.data = self.read_all(valuelist)
        except reading.Unreadable as problem:
            general = isinstance(problem, reading.NoSuchThing)
            self.data, own = None, self.says.get(self.unreadable) if general else None
            self.speaks_for_itself = own is not None
            raise ValueError(own or say(problem.key, problem.values)) from None

    def read_all(self, typed: Sequence[str]) -> Any:
        """Return the value that was meant by what came in, mostly once."""
        return self.read(typed[0])

    def read(self, typed: str) -> Any:
        raise NotImplementedError


class LineField(TypedField):
    """One line of text."""

    rows = 0

    def __init__(self, *args: Any, longest: int = LONGEST, type: str = "text", **kwargs: Any) -> None:
        super().__init__(*args, **{"default": "", **kwargs})
        self.longest, self.type = longest, type

    def read(self, typed: str) -> str:
        return reading.line(typed, self.longest)


class TextField(TypedField):
    """Plain text of several lines; of one where `lines` says so."""

    def __init__(
        self, *args: Any, rows: int = 0, lines: bool = True, longest: int = LONGEST, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.lines, self.longest = rows, lines, longest

    def read(self, typed: str) -> str:
        read = reading.text if self.lines else reading.one_line
        return read(typed, self.longest).strip()


class SecretField(TypedField):
    """A password or a code: always asked for, read as it is, and never written into a page."""

    look = "secret"

    def __init__(self, *args: Any, autocomplete: str, **kwargs: Any) -> None:
        look = {**kwargs.pop("render_kw", {}), "required": True}
        super().__init__(*args, default="", render_kw=look, **kwargs)
        self.autocomplete = autocomplete

    @property
    def typed(self) -> str:
        return ""

    def read(self, typed: str) -> str:
        return reading.secret(typed)


class OneTimeField(SecretField):
    """A code of the second factor: seen while it is typed, worth nothing afterwards."""

    look = "text"
    type = "text"


class HiddenField(TypedField):
    """What the page itself sends back: `read_as` reads it; what is none of these is None."""

    look = "hidden"

    def __init__(self, label: str = "", read_as: Callable[[str], Any] = reading.line, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
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
    """A date: the browser's own calendar, or typed; `in_words` says it again above."""

    look = "day"
    short = True

    def __init__(self, *args: Any, in_words: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_words = in_words

    @property
    def hint(self) -> str:
        """Say the date again in words, because browsers show it in an order of their own."""
        known = self.in_words and self.data and not self.process_errors
        return weekday(self.data) if known else str(self.description)

    def written(self, value: date | None) -> str:
        return value.isoformat() if value else ""

    def read(self, typed: str) -> date | None:
        return dates.read(typed)


class MomentField(TypedField):
    """A day and a time in Riga; `data` is the moment in UTC."""

    look = "moment"
    short = True

    @property
    def hint(self) -> str:
        """Say it again in words, because browsers show it in an order of their own."""
        known = self.data is not None and not self.process_errors
        return f"{weekday(self.data)} {clock(self.data)}" if known else str(self.description)

    def written(self, value: datetime | None) -> str:
        return f"{value.astimezone(RIGA):%Y-%m-%dT%H:%M}" if value else ""

    def read(self, typed: str) -> datetime | None:
        return dates.read_moment(typed)


class MoneyField(TypedField):
    """A sum; 96 000,50 and 96000.50 are the same. What can be two sums has `readings`."""

    look = "money"
    short = True
    readings: tuple[str, ...] = ()

    def written(self, value: Decimal | None) -> str:
        return "" if value is None else f"{value:,.2f}".replace(",", "\u00a0").replace(".", ",")

    def read(self, typed: str) -> Decimal | None:
        try:
            return sums.read(typed)
        except reading.Unreadable as asked:
            if asked.code is ProblemCode.ambiguous:
                self.readings = tuple(str(spoken(one)) for one in asked.values.values())
            raise


class UploadField(TypedField):
    """A file; a browser never sends one again by itself. `data` is what came, None when nothing did."""

    look = "file"

    @property
    def typed(self) -> str:
        return ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.data = next((one for one in valuelist if getattr(one, "filename", "")), None)
