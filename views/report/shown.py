"""A report as it is shown: bars of a drawing, lines of a table, each with the way to the cards behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p

from app.services.report.reports import Report, Row
from rules.report import ReportName
from rules.vocabulary import FundingSource, Kind, Status
from views.card.words import field_name
from views.words.formats import NOTHING, number
from views.words.labels import label
from views.words.language import Text

MOST_BARS = 12
WIDTH, ROW = 352, 40
Pieces = tuple[tuple[str, float], ...]  # class and length of each


@dataclass(frozen=True, slots=True)
class Bar:
    """A row in the drawing: what it is, where it leads, its place; class, x and width of its pieces."""

    word: str
    url: str
    y: int
    told: str
    pieces: tuple[tuple[str, float, float], ...]


Line = tuple[str, str, list[str]]  # what a row is about, where it leads, its figures in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a report looks: its heading, how it is counted, its columns, and of what its bars are made."""

    title: Text
    how: Text
    key: Text
    columns: Mapping[str, Text]
    pieces: Callable[[Mapping[str, Any]], Pieces]
    legend: tuple[tuple[str, Text], ...]
    by_size: bool = False


def bars(report: Report, look: Look, narrowed: Mapping[str, str]) -> list[Bar]:
    """Return the bars, of institutions those with most; a row without anything has none."""
    lines = [(row, look.pieces(row.figures)) for row in report.rows]
    if look.by_size:
        lines = sorted((one for one in lines if _sum(one[1])), key=lambda one: -_sum(one[1]))[:MOST_BARS]
    longest = max((_sum(pieces) for _, pieces in lines), default=0) or 1
    return [
        Bar(
            word(report, row),
            behind(report, row, narrowed),
            place * ROW,
            _told(pieces),
            _placed(pieces, longest),
        )
        for place, (row, pieces) in enumerate(lines)
    ]


def word(report: Report, row: Row) -> str:
    """Return what a row is about."""
    if report.name is ReportName.open:
        return label(Status(row.key))
    if report.name is ReportName.years:
        year, _, kind = row.key.partition("/")
        return f"{year} · {label(Kind(kind))}"
    return row.key


def behind(report: Report, row: Row, narrowed: Mapping[str, str]) -> str:
    """Return the address of the list of exactly the cards behind a row."""
    return f"/aktivitates?{urlencode({'behind': f'{report.name}:{row.key}', **narrowed})}"


def cell(name: str, value: Any) -> str:
    """Return a figure in words."""
    if isinstance(value, Mapping):
        said = (f"{_WORDS.get(name, str)(key)}: {_plain(one)}" for key, one in value.items())
        return ", ".join(said) or NOTHING
    return _plain(value)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else number(value)


def _sum(pieces: Pieces) -> float:
    return sum(length for _, length in pieces)


def _told(pieces: Pieces) -> str:
    return " + ".join(number(length) for _, length in pieces if length) or "0"


def _placed(pieces: Pieces, longest: float) -> tuple[tuple[str, float, float], ...]:
    x, found = 0.0, []
    for look, length in pieces:
        if length:
            width = max(round(length / longest * WIDTH, 1), 1.0)
            found.append((look, round(x, 1), width))
            x += width + 2
    return tuple(found)


_WORDS: Mapping[str, Callable[[str], str]] = {
    "sections": field_name,
    "sources": lambda key: label(FundingSource(key)),
}
_DAYS = _l("Median of working days")


def _count(figures: Mapping[str, Any]) -> Pieces:
    return (("f1", figures["count"]),)


def _time(figures: Mapping[str, Any]) -> Pieces:
    middle, slow = figures["median"] or 0, figures["p90"] or 0
    return ("f1", middle), ("f3", max(slow - middle, 0))


def _load(figures: Mapping[str, Any]) -> Pieces:
    return ("f4", figures["overdue"]), ("f1", sum(figures["weeks"].values()))


LOOKS: Mapping[ReportName, Look] = {
    ReportName.opinions: Look(
        title=_l("Overdue opinions"),
        how=_l(
            "Opinions with their due date in the period, without those carried over. Overdue are those that "
            "are waited for now and were due before today; late those given after their due date."
        ),
        key=_l("Institution"),
        columns={
            "asked": _p("report", "Asked"),
            "on_time": _p("report", "On time"),
            "late": _p("report", "Late"),
            "missing": _p("report", "Not given"),
            "waiting": _p("report", "Waiting"),
            "overdue": _p("report", "Overdue"),
            "median_days": _DAYS,
        },
        pieces=lambda figures: (("f4", figures["overdue"]),),
        legend=(("b4", _p("report", "Overdue")),),
        by_size=True,
    ),
    ReportName.open: Look(
        title=_l("Activities under way"),
        how=_l(
            "Activities that are not finished now, by status, and for how many working days they have had it."
        ),
        key=_l("Status"),
        columns={
            "count": _p("report", "Activities"),
            "median_days": _DAYS,
            "oldest_days": _l("Longest, working days"),
            "ages": _l("By working days"),
        },
        pieces=_count,
        legend=(("b1", _p("report", "Activities")),),
    ),
    ReportName.time: Look(
        title=_l("Time from submission to decision"),
        how=_l(
            "Activities approved or rejected in the period, by month: working days from the first submission "
            "to the decision. Of ten activities nine took no longer than the 90th percentile. Stopped is the "
            "time in which the card was returned."
        ),
        key=_l("Month"),
        columns={
            "count": _p("report", "Activities"),
            "median": _DAYS,
            "p90": _l("90th percentile"),
            "median_stopped": _l("Median of days stopped"),
        },
        pieces=_time,
        legend=(("b1", _DAYS), ("b3", _l("more up to the 90th percentile"))),
    ),
    ReportName.load: Look(
        title=_l("Opinions that are waited for"),
        how=_l("Opinions that are waited for now, by the week in which they are due."),
        key=_l("Institution"),
        columns={"overdue": _p("report", "Overdue"), "weeks": _l("By weeks")},
        pieces=_load,
        legend=(("b4", _p("report", "Overdue")), ("b1", _l("due today or later"))),
        by_size=True,
    ),
    ReportName.remarks: Look(
        title=_l("Objections and proposals"),
        how=_l(
            "Objections and proposals on activities decided in the period whose texts you read; how far they "
            "are followed is what the last answer says."
        ),
        key=_l("Institution"),
        columns={
            "objections": _l("Objections"),
            "proposals": _l("Proposals"),
            "accepted": _p("report", "Accepted"),
            "partly": _p("report", "Accepted in part"),
            "not_accepted": _p("report", "Not accepted"),
            "overruled": _p("report", "Overruled"),
            "obligation": _p("report", "Made obligations"),
            "withdrawn": _p("report", "Taken back"),
            "sections": _l("By fields"),
        },
        pieces=lambda figures: (("f4", figures["objections"]), ("f1", figures["proposals"])),
        legend=(("b4", _l("Objections")), ("b1", _l("Proposals"))),
        by_size=True,
    ),
    ReportName.rounds: Look(
        title=_l("Rounds until the decision"),
        how=_l("Activities approved or rejected in the period, by the number of their rounds."),
        key=_l("Rounds"),
        columns={"count": _p("report", "Activities")},
        pieces=_count,
        legend=(("b1", _p("report", "Activities")),),
    ),
    ReportName.years: Look(
        title=_l("Approved activities by year and kind"),
        how=_l(
            "Activities approved in the period that no amendment has replaced; budgets as their cards say."
        ),
        key=_l("Year and kind"),
        columns={
            "count": _p("report", "Activities"),
            "completed": _p("report", "Completed"),
            "budget_eur": _l("Budget, EUR"),
            "sources": _l("Source of funding"),
        },
        pieces=_count,
        legend=(("b1", _p("report", "Activities")),),
    ),
}


def lines(report: Report, look: Look, narrowed: Mapping[str, str]) -> list[Line]:
    """Return the lines of the table: what each is about, where it leads, its figures in words."""
    return [
        (
            word(report, row),
            behind(report, row, narrowed),
            [cell(name, row.figures[name]) for name in look.columns],
        )
        for row in report.rows
    ]
