"""One cell of a sheet: written so that no spreadsheet calculates it, and read back as it was."""

import re
from datetime import date

from rules import reading
from rules.refusals import Problem
from rules.sheet.columns import Column
from rules.text import N_, composed, length, nfc, says_something, stands_in_address
from rules.vocabulary import ProblemCode

_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n]")
_LATVIAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\.?")
_URL = re.compile(r"https?://[^\s/?#]+([/?#]\S*)?", re.IGNORECASE)
_YES_NO = {"true": "true", "jā": "true", "false": "false", "nē": "false"}
MOST_SETS = 200
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_FORMULA = N_("Write what it says instead of the formula.")
_NUMBER = re.compile(r"AA-\d{4}-\d+", re.IGNORECASE)
# Words of our own addresses, and signs with which a spreadsheet would calculate.
_RESERVED, _SIGNS = frozenset({"add", "list", "edit", "delete", "show", "jauns"}), ("=", "+", "-", "@", "'")


class Formula(str):
    """A cell that a spreadsheet calculates."""

    __slots__ = ()


def guarded(text: str) -> str:
    """Return a text with an apostrophe where a spreadsheet might take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text that was guarded."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def value(column: Column, cell: str) -> str | Problem:
    """Return what a cell says as the registry writes it, or what is wrong with it."""
    if isinstance(cell, Formula):
        return Problem(column.name, ProblemCode.invalid, key=_NO_FORMULA)
    try:
        text = reading.text(unguarded(cell))
    except reading.Unreadable as odd:
        return odd.problem(column.name)
    if not text:
        return Problem(column.name, ProblemCode.required) if column.required else ""
    if column.longest and length(text) > column.longest:
        told = {"maximum": column.longest, "length": length(text)}
        return Problem(column.name, ProblemCode.too_long, told)
    if column.listed:
        return _listed(column, text)
    if column.name == "code" and nfc(text) != composed(unguarded(cell).strip()):
        return Problem(column.name, ProblemCode.invalid)  # nobody would see which it is
    return _meant(column, text) or Problem(column.name, ProblemCode.invalid)


def _meant(column: Column, text: str) -> str:
    """Return what a text means in this column, nothing where it means nothing."""
    if column.words:
        return text if text in column.words else ""
    if column.yes_no:
        return _YES_NO.get(text.casefold(), "")
    if column.day:
        return day(text)
    if column.name == "url":
        return text if is_address(text) else ""
    return nfc(text) if column.of or column.name == "code" else text


def day(text: str) -> str:
    """Return a day written in either way as 2026-12-31, nothing if it is none."""
    written = _LATVIAN_DAY.fullmatch(text)
    if written:
        text = f"{written[3]}-{written[2]:0>2}-{written[1]:0>2}"
    try:
        return date.fromisoformat(text).isoformat() if _ISO_DAY.fullmatch(text) else ""
    except ValueError:
        return ""


def is_address(url: str) -> bool:
    """Whether a text is an address of the web."""
    return _URL.fullmatch(url) is not None


def is_code(code: str) -> bool:
    """Whether a new thing may have this code: readable, part of an address, no number of an activity."""
    reserved = _NUMBER.fullmatch(code) or code.casefold() in _RESERVED or code.startswith(_SIGNS)
    return not reserved and says_something(code) and stands_in_address(code)


def _listed(column: Column, text: str) -> str | Problem:
    texts = [one.strip() for one in text.split("|") if one.strip()]
    if len(texts) > MOST_SETS:
        return Problem(column.name, ProblemCode.too_many, {"maximum": MOST_SETS})
    return "|".join(texts)
