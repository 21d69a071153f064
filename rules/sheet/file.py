"""A CSV file as heads and rows, whatever program wrote it."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from rules.refusals import Problem
from rules.sheet.columns import Sheet
from rules.text import N_
from rules.vocabulary import ProblemCode

_UNREADABLE = N_("This is no table that can be read: save it as XLSX, or as CSV in UTF-8 or Windows-1257.")
_TOO_LARGE = N_("The file is larger than %(megabytes)s MB.")
_FIRST = 1  # as a spreadsheet counts


@dataclass(frozen=True, slots=True)
class Refused:
    """What is wrong in a row of the file."""

    row: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class File:
    """The named columns, and each row with its number as a spreadsheet counts."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


class Unusable(Exception):
    """The file is refused as a whole."""

    def __init__(self, *problems: Refused) -> None:
        super().__init__("; ".join(one.problem.field for one in problems))
        self.problems = problems


def read(content: bytes, sheet: Sheet) -> File:
    """Return heads and rows of a CSV file; raise `Unusable`."""
    lines = _text(content)
    first, _, rest = lines.partition("\n")
    told = first.strip().casefold()
    if told.startswith("sep=") and len(told) == len("sep=;"):
        return table(_records(rest, told[-1]), sheet)
    found = [list(_records(lines, sign)) for sign in ",;"]
    better = max(found, key=lambda rows: _known(rows, sheet))
    return table(better, sheet)


def table(records: Iterable[Sequence[str]], sheet: Sheet) -> File:
    """Return heads and rows of records; a line above the heads says that it is a demonstration."""
    rows = [(place, tuple(row)) for place, row in enumerate(records, _FIRST) if any(map(str.strip, row))]
    if len(rows) > 1 and _is_remark(rows[0][1], sheet):
        rows = rows[1:]
    if not rows:
        raise unreadable()
    number, first = rows[0]
    heads = tuple(one.strip() for one in first)
    problems = [Refused(number, one) for one in _wrong_heads(heads, sheet)]
    if problems:
        raise Unusable(*problems)
    return File(heads, tuple(rows[1:]))


def unreadable() -> Unusable:
    """Return the refusal of a file that is no table at all."""
    return Unusable(Refused(_FIRST, Problem("", ProblemCode.invalid, key=_UNREADABLE)))


def too_large(megabytes: int) -> Unusable:
    """Return the refusal of a file of more than so many megabytes."""
    told = {"megabytes": megabytes}
    return Unusable(Refused(_FIRST, Problem("", ProblemCode.too_large, told, _TOO_LARGE)))


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1257"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise unreadable()


def _records(text: str, sign: str) -> list[list[str]]:
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True))
    except (csv.Error, TypeError):
        return []


def _known(rows: list[list[str]], sheet: Sheet) -> int:
    names = {one.name for one in sheet.columns}
    return max((sum(cell.strip() in names for cell in row) for row in rows[:2]), default=-1)


def _is_remark(row: Sequence[str], sheet: Sheet) -> bool:
    said = [cell.strip() for cell in row if cell.strip()]
    return len(said) == 1 and said[0] not in {one.name for one in sheet.columns}


def _wrong_heads(heads: tuple[str, ...], sheet: Sheet) -> Iterator[Problem]:
    names = {one.name for one in sheet.columns}
    yield from (Problem(one, ProblemCode.unknown_field) for one in dict.fromkeys(heads) if one not in names)
    yield from (
        Problem(one, ProblemCode.duplicate_name) for one in dict.fromkeys(heads) if heads.count(one) > 1
    )
    yield from (Problem(one, ProblemCode.required) for one in sheet.key if one not in heads)
