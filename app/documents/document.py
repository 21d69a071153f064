"""What every document says of itself, and its texts as they are set."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from app.clock import RIGA
from app.documents.signs import printable
from app.documents.typography import Exact, in_full, typeset
from rules.signs import in_lines, storable

_TITLE_ON_EVERY_PAGE = 90  # signs


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What stands at the top of each page; `made_at` (aware) is its date, `demo` marks invented data."""

    template: ClassVar[str]
    words: ClassVar[dict[str, tuple[str, ...]]] = {}  # that its PDF has in common with other files
    number: Exact
    title: str
    made_at: datetime
    demo: bool


def as_set(value: object) -> Any:
    """Return what JSON knows: texts as they are printed, dates and moments in every form of them."""
    if isinstance(value, str):
        return said(value)
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, tuple):
        return [as_set(one) for one in value]
    if is_dataclass(value):
        return {field.name: as_set(getattr(value, field.name)) for field in fields(value)}
    return value


def said(text: str) -> str:
    """Return a text as documents print it: names and numbers as they are, all else as Latvian is set."""
    return printable(worded(text))


def worded(text: str) -> str:
    """Return a text as it is set, for programs that bring fonts of their own."""
    return storable(in_lines(text if isinstance(text, Exact) else typeset(text)))


def short(title: str) -> str:
    """Return a title for the top of every page."""
    line = " ".join(title.split())
    return line if len(line) <= _TITLE_ON_EVERY_PAGE else f"{line[:_TITLE_ON_EVERY_PAGE].rstrip()}…"


def _day(value: date) -> dict[str, str]:
    local = value.astimezone(RIGA) if isinstance(value, datetime) else value
    forms = {"day": f"{local:%d.%m.%Y}.", "full": in_full(local)}
    return forms | ({"clock": f"{local:%H.%M}"} if isinstance(local, datetime) else {})
