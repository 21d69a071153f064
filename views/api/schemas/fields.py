"""Strict fields: what a client sends has the right type, or is a problem with one of our codes."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields

from rules.text import nfc, says_something

LONGEST_TEXT, LONGEST_LIST, LONGEST_KEY = 20_000, 200, 64
# Control characters other than tab and new line, and halves of surrogate pairs.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONEY = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?")
_LARGEST_SUM = Decimal(10**12)
# A message is a code of `rules.vocabulary.ProblemCode`.
MESSAGES: dict[str, str | list[Any] | dict[Any, Any]] = {
    "required": "required",
    "null": "invalid",
    "invalid": "invalid",
    "type": "invalid",
}


class PlainText(fields.Field[str]):
    """A text without control characters; null is the empty text, `lines=False` makes it one line."""

    default_error_messages = MESSAGES

    def __init__(self, *, lines: bool = True, longest: int = LONGEST_TEXT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lines, self.longest = lines, longest

    def deserialize(
        self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> Any:
        """Take null for the empty text."""
        return super().deserialize("" if value is None else value, attr, data, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        if _UNWRITABLE.search(text):
            raise self.make_error("invalid")
        if len(text) > self.longest:
            raise too_long(self.longest, len(text))
        if self.required and not says_something(text):
            raise self.make_error("required")
        return text if self.lines else re.sub(r"[\n\t]+", " ", text)


class Code(fields.Field[str]):
    """A code of the registry; whether there is one, the use case finds out."""

    default_error_messages = MESSAGES | {"unknown": "unknown"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if _UNWRITABLE.search(value) or len(value) > LONGEST_TEXT:
            raise self.make_error("unknown")
        return nfc(value)


class RequestKey(Code):
    """A key of the client's choosing, 1–64 characters."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        key = super()._deserialize(value, attr, data, **kwargs)
        if not key:
            raise ValidationError(["too_short"])
        if len(key) > LONGEST_KEY:
            raise too_long(LONGEST_KEY, len(key))
        return key


class Word(fields.Field[StrEnum]):
    """A word of the vocabulary."""

    default_error_messages = MESSAGES | {"unknown": "unknown"}

    def __init__(self, words: type[StrEnum], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = words

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> StrEnum:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            return self.words(value)
        except ValueError as error:
            raise self.make_error("unknown") from error


class YesNo(fields.Field[bool]):
    """True or false, nothing that looks like it."""

    default_error_messages = MESSAGES

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class Number(fields.Field[int]):
    """A whole number."""

    default_error_messages = MESSAGES

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class Day(fields.Field[date]):
    """A day as YYYY-MM-DD."""

    default_error_messages = MESSAGES

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise self.make_error("invalid")
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise self.make_error("invalid") from error


class Money(fields.Field[Decimal]):
    """A sum as text or number, with at most two decimals; `spent` sums are not below zero."""

    default_error_messages = MESSAGES | {"negative": "negative"}

    def __init__(self, *, spent: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.spent = spent

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


class ListOf(fields.List[Any]):
    """A list of at most so many entries; null is the empty list."""

    default_error_messages = MESSAGES

    def deserialize(
        self, value: Any, attr: str | None = None, data: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> Any:
        """Take null for the empty list."""
        return super().deserialize([] if value is None else value, attr, data, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, list) and len(value) > LONGEST_LIST:
            raise too_long(LONGEST_LIST, len(value))
        return super()._deserialize(value, attr, data, **kwargs)


class Part(fields.Nested):
    """An object of a body, or an entry of a list of them."""

    default_error_messages = MESSAGES


def too_long(maximum: int, length: int) -> ValidationError:
    """Return the error of something that is longer than it may be."""
    return ValidationError([("too_long", {"maximum": maximum, "length": length})])
