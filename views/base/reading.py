"""What people type, read one way wherever it is typed: whole numbers, sums, dates, lines, texts."""

import re
from datetime import date
from decimal import Decimal

from rules.text import N_

LONGEST = 20_000  # characters of one text
LARGEST = 2**31 - 1  # what a whole number of the database can hold
_MONEY = re.compile(r"-?\d{1,12}(\.\d{1,2})?")
_LATVIAN_DAY = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\.?")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Unreadable(ValueError):
    """What was typed is no such thing; `key` is the English sentence, `values` fill it in."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key % values)
        self.key, self.values = key, values


def whole(typed: object, least: int = 0, most: int = LARGEST) -> int | None:
    """Return a whole number written in plain digits; None for anything else and outside the bounds."""
    text = str(typed).strip()
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most))):
        return None
    return int(text) if least <= int(text) <= most else None


def number(typed: str, least: int = 0, most: int = LARGEST) -> int | None:
    """Return the whole number typed in a form, None for nothing. Raises `Unreadable`."""
    if not typed.strip():
        return None
    found = whole("".join(typed.split()), least, most)
    if found is None:
        raise Unreadable(N_("Write a whole number from %(least)s to %(most)s"), least=least, most=most)
    return found


def money(typed: str) -> Decimal | None:
    """Return the sum, None for nothing; 96 000,50 and 96000.50 are the same. Raises `Unreadable`."""
    text = "".join(typed.split()).replace(",", ".")
    if not text:
        return None
    if not text.isascii() or not _MONEY.fullmatch(text):
        raise Unreadable(N_("Write the sum in euro as a number, for example 96 000,50"))
    return Decimal(text)


def day(typed: str) -> date | None:
    """Return the date, None for nothing; 2026-10-12 and 12.10.2026 are the same. Raises `Unreadable`."""
    text = typed.strip()
    latvian = _LATVIAN_DAY.fullmatch(text)
    try:
        if latvian:
            return date(int(latvian[3]), int(latvian[2]), int(latvian[1]))
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Unreadable(N_("Write a date, for example 12.10.2026.")) from None


def line(typed: str, longest: int = LONGEST) -> str:
    """Return one line of text with single spaces. Raises `Unreadable`."""
    return _kept(" ".join(typed.split()), longest)


def text(typed: str, longest: int = LONGEST) -> str:
    """Return a text of several lines, each ended by one sign. Raises `Unreadable`."""
    return _kept(typed.replace("\r\n", "\n").strip(), longest)


def storable(typed: str) -> str:
    """Return what was typed without the characters that no database keeps."""
    return _UNSTORABLE.sub("", typed)


def _kept(said: str, longest: int) -> str:
    if storable(said) != said:
        raise Unreadable(N_("This text has a character that cannot be kept. Type it anew."))
    if len(said) > longest:
        raise Unreadable(
            N_("Shorten the text to %(maximum)s characters (now %(length)s)"),
            maximum=longest,
            length=len(said),
        )
    return said
