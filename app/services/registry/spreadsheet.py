"""The first sheet of an XLSX file as rows of texts; what a spreadsheet calculates is marked."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from rules.sheet.cells import Formula
from rules.sheet.file import too_large, unreadable

MOST_MEGABYTES = 500  # unpacked
_SIGN = b"PK\x03\x04"


def is_one(content: bytes) -> bool:
    """Whether a file is packed as XLSX is."""
    return content.startswith(_SIGN)


def records(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of the first sheet, each as long as the first one; raise `Unusable`."""
    _measure(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # which a file may give as it likes
        yield from _even(sheet)
    except (BadZipFile, ValueError, KeyError, IndexError, OSError, SyntaxError, AttributeError) as error:
        raise unreadable() from error


def _measure(content: bytes) -> None:
    try:
        unpacked = sum(one.file_size for one in ZipFile(BytesIO(content)).infolist())
    except BadZipFile as error:
        raise unreadable() from error
    if unpacked > MOST_MEGABYTES * 1_000_000:
        raise too_large(MOST_MEGABYTES)


def _even(sheet: Any) -> Iterator[list[str]]:
    """Let no row end earlier than the heads, nor later only by cells without anything."""
    width = 0
    for row in sheet.iter_rows():
        said = [_text(cell) for cell in row]
        while said and not said[-1]:
            said.pop()
        if len(said) > 1:
            width = width or len(said)
        yield said + [""] * (width - len(said)) if said else said


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Formula(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)
