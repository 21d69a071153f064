"""Where in a TOML text a field stands, so that a message can name the line (tomllib does not say)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

HEAD = "-"  # the rule of what stands before the rules
# Of a line without the blanks around it; none goes back over what it has read more than once.
_HEADER = re.compile(r"\[+([^\[\]]+)\]+\s*(#.*)?$")
_KEY = re.compile(r"""([\w.\s"'-]+)=""")
_ID = re.compile(r"""["']?id["']?\s*=\s*["']+(.*?)["']""")


class _Place(NamedTuple):
    """One header or key: its line, the rule it belongs to (by number; 0 = none), its dotted path."""

    line: int
    rule: int
    path: str


def line_of(text: str, rule: str, field: str) -> int:
    """Return the line (from 1) of a field of a rule, or of the nearest table around it.

    `rule` is an id, the number of a rule without one, or "-"; of a double id the last is meant.
    Of rules written into one list, that list is meant.
    """
    number = 0 if rule == HEAD else _number_of(text, rule)
    mine = {place.path: place.line for place in _places(text) if place.rule == number}
    path = field
    if rule != HEAD and (number == 0 or not mine):
        return line_of(text, HEAD, "rule")
    while path not in mine and "." in path:
        path = path.rpartition(".")[0]
    below = min((line for known, line in mine.items() if known.startswith(f"{path}.")), default=None)
    return mine.get(path) or below or mine.get("") or 1


def standing_at(text: str, line: int) -> tuple[str, str]:
    """Return what a line belongs to: the id (or number) of its rule, "-" before the rules, and its field."""
    above = [place for place in _places(text) if place.line <= line]
    if not above:
        return HEAD, HEAD
    last, lines = above[-1], _lines(text)
    named = [_ID.match(lines[one.line - 1]) for one in _places(text) if one.rule == last.rule]
    known = next((found[1] for found in named if found), str(last.rule))
    return known if last.rule else HEAD, (last.path if last.line == line else "") or HEAD


def _places(text: str) -> Iterator[_Place]:
    numbers, rule, table = {"rule": 0, "case": 0}, 0, ""
    for line, written in enumerate(_lines(text), start=1):
        header = _HEADER.match(written)
        if header:
            kind, _, table = _path(header[1]).partition(".")
            numbers[kind] = numbers.get(kind, 0) + written.startswith("[[")
            rule = numbers["rule"] if kind == "rule" else 0
            if kind != "rule":
                table = ".".join(filter(None, (kind, str(numbers[kind] or ""), table)))
            yield _Place(line, rule, table)
        elif key := _KEY.match(written):
            yield _Place(line, rule, f"{table}.{_path(key[1])}" if table else _path(key[1]))


def _lines(text: str) -> list[str]:
    """Return the lines as TOML counts them, without the blanks around them."""
    return [line.strip() for line in text.split("\n")]


def _path(written: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in written.split("."))


def _number_of(text: str, rule: str) -> int:
    numbers, lines = [int(rule)] if rule.isdecimal() else [0], _lines(text)
    for place in _places(text):
        named = _ID.match(lines[place.line - 1]) if place.rule and place.path == "id" else None
        if named and named[1] == rule:
            numbers.append(place.rule)
    return numbers[-1]
