"""Fields of our own forms in which something is chosen instead of written."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from flask_babel.speaklater import LazyString

from rules import reading
from rules.signs import storable
from rules.text import N_, nfc
from rules.vocabulary import ProblemCode
from views.base.fields import TypedField
from views.words.labels import choices

Option = tuple[str, str]  # value and word


class WordField(TypedField):
    """A word of the vocabulary; as cards where `cards` describe each of them."""

    look = "word"
    short = True
    unreadable = ProblemCode.unknown

    def __init__(
        self,
        *args: Any,
        words: type[StrEnum],
        required: bool = False,
        blank: LazyString | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words, self.required, self.blank = words, required, blank
        self.cards: dict[StrEnum, tuple[str, str, str]] = {}

    @property
    def options(self) -> list[Option]:
        return choices(self.words)

    def read(self, typed: str) -> StrEnum | None:
        try:
            return self.words(typed) if typed else None
        except ValueError:
            raise reading.NoSuchThing(N_("Choose one from the list")) from None


class ChoiceField(TypedField):
    """One of the options that the page offers; `options` may be set when the form is made.

    `blank` says in the list what choosing none of them means.
    """

    look = "choice"

    def __init__(
        self, *args: Any, options: Iterable[Option] = (), blank: LazyString | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"default": "", **kwargs})
        self.options: list[Option] = list(options)
        self.blank = blank

    def read(self, typed: str) -> str:
        return reading.line(typed)


class SelectField(ChoiceField):
    """One of so few options that nobody has to search them."""

    look = "select"


class ChoicesField(ChoiceField):
    """Some of the options that the page offers, ticked one by one."""

    look = "choices"

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Keep every value once, in the order of the form."""
        self.data = list(dict.fromkeys(nfc(storable(one)) for one in valuelist))


class PicksField(ChoicesField):
    """Some of many options, searched in a picker."""

    look = "picks"


class TickField(TypedField):
    """A statement that holds or not; the form always sends an empty value beside the box."""

    look = "tick"

    def __init__(self, *args: Any, value: str = "true", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.value = value

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if valuelist:
            self.data = self.value in valuelist


class YesNoField(TypedField):
    """A question; it may stay unanswered."""

    look = "yes_no"

    def read(self, typed: str) -> bool | None:
        return {"true": True, "false": False}.get(typed)
