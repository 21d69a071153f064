"""Strict fields: they read what a client sends or name its problem, write what it reads, describe both."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields

from models.activity.content import plain
from rules import dates, reading
from rules.signs import in_lines, misplaced
from rules.text import length, says_something
from views.base.api import BEYOND

LONGEST_TEXT, LONGEST_LIST, LONGEST_KEY = reading.LONGEST, 200, 64
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,15}(Z|[+-][0-9]{2}:[0-9]{2})")
_MONEY = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")
_LARGEST_SUM = Decimal(10**12)


class Strict:
    """Base of our fields: messages are codes of `rules.vocabulary.ProblemCode`."""

    default_error_messages: dict[str, str | list[Any] | dict[Any, Any]] = {
        "required": "required",
        "null": "invalid",
        "invalid": "invalid",
        "type": "invalid",
        "unknown": "unknown",
        "negative": "negative",
    }


class Text(Strict, fields.String):
    """Any text, as it stands; one that is required is not empty."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> str:
        if not isinstance(value, str) or (self.required and not value):
            raise self.make_error("invalid")
        return value


class Line(Text):
    """A name, read as a form reads a line."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return str(_read(reading.line, super()._deserialize(value, attr, data, **kwargs)))


class PlainText(Strict, fields.String):
    """A text without control characters; null is the empty text, `lines=False` makes it one line."""

    def __init__(self, *, lines: bool = True, **kwargs: Any) -> None:
        super().__init__(metadata={"maxLength": LONGEST_TEXT}, **kwargs)
        self.lines = lines

    def deserialize(
        self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> Any:
        """Take null for the empty text."""
        return super().deserialize("" if value is None else value, attr, data, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        text = _read(reading.lines if self.lines else reading.one_line, value)
        if self.required and not says_something(text):
            raise self.make_error("required")
        return text


class Code(Strict, fields.String):
    """A code of the registry; whether there is one, the use case finds out."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if length(value) > LONGEST_TEXT:
            raise self.make_error("unknown")
        return str(_read(reading.code, value))


class RequestKey(Code):
    """A key of the client's choosing, 1–64 characters."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        key = super()._deserialize(value, attr, data, **kwargs)
        if not key:
            raise ValidationError(["too_short"])
        if length(key) > LONGEST_KEY:
            raise too_long(LONGEST_KEY, length(key))
        return key


class Word(Strict, fields.Field[StrEnum]):
    """A word of the vocabulary."""

    def __init__(self, words: type[StrEnum], **kwargs: Any) -> None:
        super().__init__(metadata={"type": "string", "enum": [word.value for word in words]}, **kwargs)
        self.words = words

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            return self.words(value)
        except ValueError as error:
            raise self.make_error("unknown") from error


class AskedWord(Word):
    """A word in an address, or several: the parameter may come more than once, an empty one says nothing."""

    def __init__(
        self, words: type[StrEnum], *, several: bool = False, strange: str = "unknown", **kwargs: Any
    ) -> None:
        super().__init__(words, **kwargs)
        self.several, self.strange = several, strange

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> Any:
        asked = [text for text in data.getlist(attr) if text]
        if self.required and not asked:
            raise self.make_error("required")
        strange = [text for text in asked if text not in set(self.words)]
        if strange:
            raise ValidationError([(self.strange, {"code": text}) for text in strange])
        found = tuple(map(self.words, asked))
        return found if self.several else next(iter(found), None)


class YesNo(Strict, fields.Boolean):
    """True or false, nothing that looks like it."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class AskedYesNo(YesNo):
    """True or false in an address; nothing is false."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> bool:
        if value not in ("", "true", "false", "1", "0"):
            raise self.make_error("invalid")
        return value in ("true", "1")


class Number(Strict, fields.Integer):
    """A whole number."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class AskedNumber(Number):
    """A whole number from 0 in an address; one too long for a database is beyond every end."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> int:
        if not value.isascii() or not value.isdecimal():
            raise self.make_error("invalid")
        return int(value) if len(value) <= 9 else BEYOND


class Day(Strict, fields.Date):
    """A day as YYYY-MM-DD."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise self.make_error("invalid")
        return _read(dates.read, value)


class AskedDay(Day):
    """A day in an address; nothing is none."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return super()._deserialize(value, attr, data, **kwargs) if value else None


class Instant(Strict, fields.DateTime):
    """A moment with the zone in which it is meant, to the minute or finer; kept in UTC."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> datetime:
        if not isinstance(value, str) or not _INSTANT.fullmatch(value):
            raise self.make_error("invalid")
        try:
            read = datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise self.make_error("invalid") from error
        if read.year not in dates.YEARS:
            raise self.make_error("invalid")
        return read


class Moment(fields.DateTime):
    """A moment in UTC, with Z; only answered."""

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **_kwargs: Any) -> Any:
        return value.isoformat().replace("+00:00", "Z") if value else None


class Money(Strict, fields.Field[Decimal]):
    """A sum as text or number, with at most two decimals; `spent` sums are not below zero."""

    def __init__(self, *, spent: bool = False, **kwargs: Any) -> None:
        super().__init__(**{"metadata": {"type": "string", "format": "decimal"}, **kwargs})
        self.spent = spent

    def _serialize(self, value: Decimal | None, attr: str | None, obj: Any, **_kwargs: Any) -> Any:
        return plain(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self.make_error("invalid")
        if isinstance(value, str) and not _MONEY.fullmatch(value):
            raise self.make_error("invalid")
        amount = Decimal(str(value))
        if not amount.is_finite() or abs(amount) >= _LARGEST_SUM or amount != round(amount, 2):
            raise self.make_error("invalid")
        if self.spent and amount < 0:
            raise self.make_error("negative")
        return amount


class Texts(Strict, fields.Dict):
    """Texts by the names of the fields in which they stand."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(keys=Code(), values=Text(), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        read = super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]
        if any(misplaced(in_lines(one)) for one in read.values()):
            raise self.make_error("invalid")
        return read


class ListOf(Strict, fields.List[Any]):
    """A list of at most so many entries; null is the empty list."""

    def __init__(self, of: fields.Field[Any], **kwargs: Any) -> None:
        super().__init__(of, metadata={"maxItems": LONGEST_LIST}, **kwargs)

    def deserialize(
        self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> Any:
        """Take null for the empty list."""
        return super().deserialize([] if value is None else value, attr, data, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > LONGEST_LIST:
            raise too_long(LONGEST_LIST, len(value))
        return super()._deserialize(value, attr, data, **kwargs)


class Part(Strict, fields.Nested):
    """An object of a body, or an entry of a list of them."""


def too_long(maximum: int, length: int) -> ValidationError:
    """Return the error of something that is longer than it may be."""
    return ValidationError([("too_long", {"maximum": maximum, "length": length})])


def _read(read: Callable[[str], Any], sent: str) -> Any:
    """Return what a form would have read, or say what is wrong as a form does."""
    try:
        return read(sent)
    except reading.Unreadable as problem:
        raise ValidationError([(problem.code, problem.values, problem.key)]) from problem
