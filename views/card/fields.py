"""Fields of the card's form that no other form has: rows of other tables, by their codes."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rules import reading
from rules.signs import storable
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
        """Read what was sent; what cannot be read is shown as it was typed."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = self.meant([storable(value) for value in valuelist if value])
            raise

    def read_all(self, typed: Sequence[str]) -> Any:
        """Return what is chosen, from every value that came in."""
        return self.meant([code for value in typed for code in _codes(value)])

    def meant(self, codes: list[str]) -> Any:
        """Take the last that says something: what is typed stands after what is chosen."""
        return codes[-1] if codes else None


class CodesField(CodeField):
    """Some rows of another table by their codes."""

    look = "codes"
    many = True

    @property
    def codes(self) -> list[str]:
        return list(self.data or ())

    def meant(self, codes: list[str]) -> Any:
        return list(dict.fromkeys(codes))


def _codes(value: str) -> list[str]:
    """Codes in one value: a choice is one code, typed ones are separated by commas."""
    parts = re.split(r"[,;\n]", reading.lines(value))
    return [code for part in parts if (code := nfc(" ".join(part.split())).strip())]
