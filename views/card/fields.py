"""Fields of the card's form: what was typed stays as it was typed, whatever is wrong with it."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from wtforms import Field

from rules.text import nfc
from rules.vocabulary import Kind
from views.words.formats import weekday
from views.words.labels import choices

LONGEST = 20_000  # characters of one text
_MONEY = re.compile(r"-?\d{1,12}(\.\d{1,2})?")
_LATVIAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\.?")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

Option = tuple[str, str]  # value and word


class CardField(Field):
    """Base: `look` names the macro that draws the field; `show_for` are the kinds that have it."""

    look = ""
    short = False  # two of these stand side by side
    show_for: tuple[Kind, ...] = ()

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
        return self.raw_data[0] if self.raw_data else self.written(self.data)

    def written(self, value: Any) -> str:
        """Return a kept value as one would type it."""
        return "" if value is None else str(value)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was sent; a `ValueError` says what is wrong with it."""
        if valuelist:
            self.data = self.read(valuelist[0])

    def read(self, typed: str) -> Any:
        """Return the value that was meant."""
        raise NotImplementedError


class TextField(CardField):
    """Plain text, one line or several."""

    look = "text"

    def __init__(self, *args: Any, rows: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows

    def read(self, typed: str) -> str:
        text = typed.replace("\r\n", "\n").strip()
        if _UNSTORABLE.search(text):
            raise ValueError(gettext("This text has a character that cannot be kept. Type it anew."))
        if len(text) > LONGEST:
            raise ValueError(
                gettext(
                    "Shorten the text to %(maximum)s characters (now %(length)s)",
                    maximum=LONGEST,
                    length=len(text),
                )
            )
        return text


class DayField(CardField):
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
        text = typed.strip()
        latvian = _LATVIAN_DAY.fullmatch(text)
        try:
            if latvian:
                return date(int(latvian[3]), int(latvian[2]), int(latvian[1]))
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise ValueError(gettext("Write a date, for example 12.10.2026.")) from None


class MoneyField(CardField):
    """A sum; 96 000,50 and 96000.50 are the same."""

    look = "money"
    short = True

    def written(self, value: Decimal | None) -> str:
        return "" if value is None else f"{value:,.2f}".replace(",", "\u00a0").replace(".", ",")

    def read(self, typed: str) -> Decimal | None:
        text = "".join(typed.split()).replace(",", ".")
        if not text:
            return None
        if not text.isascii() or not _MONEY.fullmatch(text):
            raise ValueError(gettext("Write the sum in euro as a number, for example 96 000,50"))
        return Decimal(text)


class WordField(CardField):
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


class TickField(CardField):
    """A statement that holds or not; the form always sends an empty value beside the box."""

    look = "tick"

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist:
            self.data = "true" in valuelist


class YesNoField(CardField):
    """A question; it may stay unanswered."""

    look = "yes_no"

    def read(self, typed: str) -> bool | None:
        return {"true": True, "false": False}.get(typed)


class CodeField(CardField):
    """One row of another table by its code: chosen in a picker that searches at `url`, or typed."""

    look = "code"
    many = False

    def __init__(self, *args: Any, url: str = "", options: Iterable[Option] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url, self.known = url, dict(options)

    @property
    def codes(self) -> list[str]:
        """Return what is chosen, as a list."""
        return [self.data] if self.data else []

    @property
    def options(self) -> list[Option]:
        """Return the choices there are without a search; codes nobody knows stay as typed."""
        return [*self.known.items(), *((code, code) for code in self.codes if code not in self.known)]

    @property
    def chosen(self) -> list[Option]:
        """Return what is chosen, with its words."""
        return [(code, self.known.get(code, code)) for code in self.codes]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the last that says something: what is typed stands after what is chosen."""
        said = [code for value in valuelist for code in _codes(value)]
        if valuelist:
            self.data = said[-1] if said else None


class CodesField(CodeField):
    """Some rows of another table by their codes."""

    look = "codes"
    many = True

    @property
    def codes(self) -> list[str]:
        return list(self.data or ())

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist:
            self.data = list(dict.fromkeys(code for value in valuelist for code in _codes(value)))


def _codes(value: str) -> list[str]:
    """Codes in one value: a choice is one code, typed ones are separated by commas."""
    cleaned = _UNSTORABLE.sub("", nfc(value))
    return [code for part in re.split(r"[,;\n]", cleaned) if (code := " ".join(part.split()))]
