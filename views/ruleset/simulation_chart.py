"""The load of institutions by a simulation: as lines of a table, and placed for a drawing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

MOST_BARS = 12
WIDTH = 352  # of the longest bar in the drawing; the two gaps between its pieces are besides
ROW = 40


@dataclass(frozen=True, slots=True)
class Line:
    """How many opinions an institution (or all, in a year) gives now, and how many come and go."""

    code: str
    now: int
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A line as three pieces of a bar, in the units of the drawing: what stays, goes and comes."""

    line: Line
    y: int
    pieces: tuple[tuple[str, float, float], ...]  # class, x, width


def years(result: Mapping[str, Any]) -> list[int]:
    """Return the years of which there are cards, newest first."""
    return sorted({year for year, *_ in result["load"]}, reverse=True)


def total_load(result: Mapping[str, Any], year: int | None) -> list[Line]:
    """Return whose load changes in a year, or in all together; most changes first."""
    found: dict[str, Line] = {}
    for of_year, code, now, added, removed in result["load"]:
        if year in (None, of_year):
            one = found.get(code, Line(code, 0, 0, 0))
            found[code] = replace(
                one, now=one.now + now, added=one.added + added, removed=one.removed + removed
            )
    changing = [one for one in found.values() if one.added or one.removed]
    return sorted(changing, key=lambda one: (-one.added - one.removed, one.code))


def by_year(result: Mapping[str, Any]) -> list[Line]:
    """Return the load of all institutions together, year by year, newest first."""
    load = result["load"]
    return [
        Line(str(year), *(sum(line[place] for line in load if line[0] == year) for place in (2, 3, 4)))
        for year in years(result)
    ]


def bars(result: Mapping[str, Any], year: int | None) -> list[Bar]:
    """Return the bars of those whose load changes most."""
    lines = total_load(result, year)[:MOST_BARS]
    longest = max((one.now + one.added for one in lines), default=1)
    return [_bar(one, place * ROW, WIDTH / longest) for place, one in enumerate(lines)]


def _bar(line: Line, y: int, scale: float) -> Bar:
    x, pieces = 0.0, []
    for look, count in (("f1", line.now - line.removed), ("f4", line.removed), ("f3", line.added)):
        if count:
            pieces.append((look, round(x, 1), max(round(count * scale, 1), 1.0)))
            x += max(count * scale, 1.0) + 2
    return Bar(line, y, tuple(pieces))
