"""Fields of the card's form that no other form has: rows of other tables, by their codes."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rules.signs import in_lines, storable
from rules.text import nfc
from views.base.choices import Option
from views.base.fields import TypedField


class CodeField(TypedField):
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
    cleaned = storable(nfc(in_lines(value)))
    return [code for part in re.split(r"[,;\n]", cleaned) if (code := " ".join(part.split()))]
