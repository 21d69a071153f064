"""What a file would change in the registry: new, changed, unchanged, missing rows, and those refused."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from rules.refusals import Problem
from rules.sheet import cells
from rules.sheet.columns import Column, Sheet
from rules.sheet.file import File, Refused
from rules.text import name_key
from rules.vocabulary import ProblemCode

Row = dict[str, str]
ENDED = frozenset({"closed", "liquidated"})
BY_CARD = frozenset({"planned", "being_liquidated", "cancelled"})  # decided by an activity, never entered


@dataclass(frozen=True, slots=True)
class Kept:
    """What the registry has: rows by key, and the codes that may be named."""

    rows: Mapping[str, Row]
    codes: Mapping[str, Collection[str]]  # sheet → codes
    over: Collection[str] = ()  # resources that are liquidated or cancelled


@dataclass(frozen=True, slots=True)
class Change:
    """A field that the file says otherwise."""

    key: str
    field: str
    before: str
    after: str


@dataclass(slots=True)
class Difference:
    """What would happen; the rows of `new` and the changes of `changed` are what is written."""

    new: dict[str, Row] = field(default_factory=dict)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    unusable: bool = False  # the file was refused as a whole


@dataclass(frozen=True, slots=True)
class _Read:
    number: int
    key: str
    said: Row
    problems: list[Problem]


def difference(sheet: Sheet, file: File, kept: Kept, *, skip_refused: bool = False) -> Difference:
    """Compare a file with the registry; with `skip_refused` rows that name a skipped one are refused, too."""
    found = Difference()
    rows = list(_rows(sheet, file, kept))
    _check_names(sheet, rows, kept)
    own = {one.key for one in rows if one.key not in kept.rows}
    while True:
        for one in rows:
            _check_links(sheet, one, kept, own)
        good = {one.key for one in rows if not one.problems}
        if not skip_refused or own <= good:
            break
        own &= good
    for one in rows:
        _sort_in(one, kept, found)
    said = {one.key for one in rows}
    found.missing = [key for key in exported(kept.rows) if key not in said]
    return found


def exported(rows: Mapping[str, Row]) -> list[str]:
    """Return the keys of the rows that are exported, in their order: not what a card has yet to decide."""
    return sorted(key for key, row in rows.items() if row.get("status") not in ("planned", "cancelled"))


def _sort_in(one: _Read, kept: Kept, found: Difference) -> None:
    if one.problems:
        found.refused += (Refused(one.number, problem) for problem in one.problems)
    elif one.key not in kept.rows:
        found.new[one.key] = one.said
    else:
        changes = [Change(one.key, name, before, after) for name, before, after in _different(one, kept)]
        found.changed += changes
        found.unchanged += not changes


def _rows(sheet: Sheet, file: File, kept: Kept) -> Iterator[_Read]:
    seen: set[str] = set()
    named = {one.name: one for one in sheet.columns}
    for number, row in file.rows:
        if len(row) != len(file.heads):
            yield _Read(number, f"\n{number}", {}, [Problem("", ProblemCode.invalid)])
            continue
        said, problems = _said(row, [named[one] for one in file.heads], _before(sheet, file, row, kept))
        one = _Read(number, sheet.key_of(said), said, problems)
        if one.key in seen:
            problems.append(Problem(sheet.key[0], ProblemCode.duplicate_name))
        seen.add(one.key)
        wrong = _wrong_new(sheet, said) if one.key not in kept.rows else _wrong_change(sheet, one, kept)
        told = {problem.field for problem in problems}
        problems += [problem for problem in wrong if problem.field not in told]
        yield one


def _before(sheet: Sheet, file: File, row: tuple[str, ...], kept: Kept) -> Row:
    raw = dict(zip(file.heads, (cells.unguarded(one) for one in row), strict=True))
    return kept.rows.get(sheet.key_of(raw), {})


def _said(row: tuple[str, ...], columns: list[Column], before: Row) -> tuple[Row, list[Problem]]:
    """Return what the cells say; a cell that says what is there already says it exactly."""
    said: Row = {}
    problems: list[Problem] = []
    for column, cell in zip(columns, row, strict=True):
        same = before.get(column.name) == cells.unguarded(cell)
        if not before and not cell.strip():
            cell = column.absent
        read = cells.unguarded(cell) if same else cells.value(column, cell)
        if isinstance(read, Problem):
            problems.append(read)
            said[column.name] = cell.strip()
        else:
            said[column.name] = read
    return said, problems


def _different(one: _Read, kept: Kept) -> Iterator[tuple[str, str, str]]:
    before = kept.rows.get(one.key, {})
    for name, after in one.said.items():
        if before.get(name) != after:
            yield name, before.get(name, ""), after


def _wrong_change(sheet: Sheet, one: _Read, kept: Kept) -> Iterator[Problem]:
    by_hand = {column.name for column in sheet.columns if column.new_only}
    for name, _, _ in _different(one, kept):
        if name in by_hand:
            yield Problem(name, ProblemCode.invalid)


def _wrong_new(sheet: Sheet, said: Row) -> Iterator[Problem]:
    """Yield what a new row lacks or may not say; fill in what no column says."""
    for column in sheet.columns:
        if column.name not in said:
            said[column.name] = column.absent
            if column.required and not column.absent:
                yield Problem(column.name, ProblemCode.required)
    if "status" in said:
        yield from _wrong_life(said)


def _wrong_life(said: Row) -> Iterator[Problem]:
    if said["code"] and not cells.is_code(said["code"]):
        yield Problem("code", ProblemCode.invalid)
    if said["status"] in BY_CARD:
        yield Problem("status", ProblemCode.invalid)
    if said["status"] == "closed" and not said["closed_on"]:
        yield Problem("closed_on", ProblemCode.required)
    if said["status"] not in ENDED and said["closed_on"]:
        yield Problem("closed_on", ProblemCode.not_needed)


def _check_names(sheet: Sheet, rows: list[_Read], kept: Kept) -> None:
    """Find codes that are told apart only by signs, and names that an active resource has already."""
    if "name_lv" not in {one.name for one in sheet.columns}:
        return
    now = {**kept.rows, **{one.key: {**kept.rows.get(one.key, {}), **one.said} for one in rows if one.said}}
    codes = _shared(now, lambda row: name_key(row["code"]))
    active = {key: row for key, row in now.items() if row.get("status") == "active"}
    names = _shared(active, lambda row: name_key(row.get("name_lv", "")))
    for one in rows:
        if one.said and one.key not in kept.rows and one.key in codes:
            one.problems.append(Problem("code", ProblemCode.duplicate_name))
        renamed = kept.rows.get(one.key, {}).get("name_lv") != one.said.get("name_lv", "")
        if sheet.name == "resources" and "name_lv" in one.said and renamed and one.key in names:
            one.problems.append(Problem("name_lv", ProblemCode.duplicate_name))


def _shared(rows: Mapping[str, Row], alike: Callable[[Row], str]) -> set[str]:
    """Return the keys of rows that are not alone with what they are compared by."""
    found: dict[str, list[str]] = {}
    for key, row in rows.items():
        found.setdefault(alike(row), []).append(key)
    return {key for same, keys in found.items() if same and len(keys) > 1 for key in keys}


def _check_links(sheet: Sheet, one: _Read, kept: Kept, own: Collection[str]) -> None:
    before = kept.rows.get(one.key, {})
    found = {problem.field for problem in one.problems}
    changed = [
        (column.name, column.of, one.said[column.name])
        for column in sheet.columns
        if column.of and one.said.get(column.name, "") not in ("", before.get(column.name))
    ]
    for name, of, code in changed:
        if name not in found:
            known = code in kept.codes[of] or (of == sheet.name and code in own)
            one.problems.extend(_wrong_link(name, code, one, kept, known))


def _wrong_link(name: str, code: str, one: _Read, kept: Kept, known: bool) -> Iterator[Problem]:
    itself = one.said.get("consumer_code" if name == "provider_code" else "code")
    if not known:
        yield Problem(name, ProblemCode.unknown, {"code": code})
    elif code == itself:
        yield Problem(name, ProblemCode.invalid)
    elif name in ("consumer_code", "provider_code") and code in kept.over:
        yield Problem(name, ProblemCode.not_active)
