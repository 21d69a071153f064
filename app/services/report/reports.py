"""Every report: its rows with their figures, and exactly the cards behind a row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.services.report import decided, standing
from app.services.report.look import Look
from rules.refusals import Invalid, Problem
from rules.report import TIMELESS, ReportName
from rules.text import N_
from rules.vocabulary import Kind, ProblemCode

_UNKNOWN = N_("There is no such figure.")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a report: how many cards stand behind it, and its figures."""

    key: str
    cards: int
    figures: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as it was asked for; reports of now have no period."""

    name: ReportName
    first: date | None
    last: date | None
    at: datetime
    rows: Sequence[Row]
    total: Row

    @property
    def cards(self) -> int:
        """How many cards stand behind it."""
        return self.total.cards


@dataclass(frozen=True, slots=True)
class Definition:
    """Of what a report is made: things by the key of their row, figures of such things, which keys may be."""

    things: Callable[[Look], Mapping[str, Sequence[Any]]]
    figures: Callable[[Sequence[Any]], dict[str, Any]]
    knows: Callable[[Look, str], bool]


def report(name: ReportName, look: Look, at: datetime) -> Report:
    """Count a report."""
    one = REPORTS[name]
    rows = {key: list(things) for key, things in one.things(look).items()}
    together = [thing for things in rows.values() for thing in things]
    first, last = (None, None) if name in TIMELESS else (look.period.first, look.period.last)
    return Report(
        name=name,
        first=first,
        last=last,
        at=at,
        rows=[_row(key, things, one.figures) for key, things in rows.items()],
        total=_row("", together, one.figures),
    )


def behind(said: str, look: Look) -> tuple[int, ...]:
    """Return the ids of the cards behind NAME:KEY; raise `Invalid`."""
    name, _, key = said.partition(":")
    one = REPORTS[ReportName(name)] if name in set(ReportName) else None
    if one is None or not one.knows(look, key):
        raise Invalid(_UNKNOWN, (Problem("behind", ProblemCode.unknown, {"code": said}),))
    return tuple(sorted({thing.card for thing in one.things(look).get(key, ())}))


def _row(key: str, things: Sequence[Any], figures: Callable[[Sequence[Any]], dict[str, Any]]) -> Row:
    return Row(key, len({one.card for one in things}), figures(things))


def _is_status(_look: Look, key: str) -> bool:
    return key in {one.value for one in standing.RUNNING}


def _is_month(look: Look, key: str) -> bool:
    return key in look.period.months


def _is_round(_look: Look, key: str) -> bool:
    return key in decided.ROUNDS


def _is_year(look: Look, key: str) -> bool:
    period = range(look.period.first.year, look.period.last.year + 1)
    return key in {f"{year:04}/{kind}" for year in period for kind in Kind}


REPORTS: Mapping[ReportName, Definition] = {
    ReportName.opinions: Definition(standing.opinions, standing.of_opinions, Look.knows),
    ReportName.open: Definition(standing.waiting, standing.of_waiting, _is_status),
    ReportName.time: Definition(decided.months, decided.of_time, _is_month),
    ReportName.load: Definition(standing.load, standing.of_load, Look.knows),
    ReportName.remarks: Definition(decided.remarks, decided.of_remarks, Look.knows),
    ReportName.rounds: Definition(decided.rounds, decided.of_rounds, _is_round),
    ReportName.years: Definition(decided.years, decided.of_years, _is_year),
}
