"""Refusals: an English sentence with named values, which the edge translates and answers."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rules.vocabulary import ProblemCode


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field; `values` are the numbers and dates that its sentence names.

    `key` is the English sentence where no field and no code has it: of what could not be read.
    """

    field: str
    code: ProblemCode
    values: Mapping[str, object] = dataclasses.field(default_factory=dict, hash=False)
    key: str = ""


class Refusal(Exception):
    """A rule says no: `key` is the sentence and the key of its translation.

    Among the values may be words of `rules.vocabulary`, dates, and tuples of words or codes;
    the edge says them in the reader's language before it fills them in.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        return self.key % {name: _plain(value) for name, value in self.values.items()}


class NotAllowed(Refusal):
    """This person may not do this with this thing (403)."""


class NotFound(Refusal):
    """Not there, or not visible: never told apart (404)."""


class WrongStatus(Refusal):
    """The action does not fit where the thing stands (409); `fitting` are the actions that do.

    `told`: what programs may want to know besides, by name: `{"obligations": [5]}`.
    """

    def __init__(
        self,
        key: str,
        fitting: tuple[StrEnum, ...] = (),
        *,
        told: Mapping[str, object] | None = None,
        **values: object,
    ) -> None:
        super().__init__(key, fitting=fitting, **values)
        self.fitting = fitting
        self.told = told or {}


class TooEarly(WrongStatus):
    """The action will fit later (409)."""


class Stale(Refusal):
    """The thing has changed since it was read (409)."""

    def __init__(self, key: str, current_revision: int, **values: object) -> None:
        super().__init__(key, current_revision=current_revision, **values)
        self.current_revision = current_revision


class KeyReused(Refusal):
    """The same `request_key` came with another body (409)."""


class Invalid(Refusal):
    """What was sent is wrong or incomplete (422); every problem at once. `told` as of `WrongStatus`."""

    def __init__(
        self,
        key: str,
        problems: tuple[Problem, ...] = (),
        *,
        told: Mapping[str, object] | None = None,
        **values: object,
    ) -> None:
        super().__init__(key, **values)
        self.problems = problems
        self.told = told or {}


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
