"""Pārskats: how work goes, over the activities that the reader sees."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.clock import now, today
from app.services.report import reports
from app.services.report.look import Asked, Look
from rules.refusals import Invalid
from rules.report import ReportName
from rules.vocabulary import Kind
from views.base import SafePage, current_actor, get
from views.base.filters import DayFilter, LookupFilter, WordFilter
from views.base.listing import Asked as Typed, Listing
from views.base.spreadsheet import sheet
from views.report import shown
from views.report.shown import LOOKS, Bar
from views.words.sentences import problem_sentence

_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)
OVERVIEW = Listing(
    title=_l("Overview"),
    filters=(
        DayFilter("from", _l("From"), first=_FIRST, last=_LAST),
        DayFilter("to", _l("Until"), first=_FIRST, last=_LAST),
        LookupFilter("holder", _l("Holder"), url="/izvele/iestades"),
        LookupFilter("ministry", _l("Sector ministry"), url="/izvele/iestades"),
        LookupFilter("asked", _l("Institution asked"), url="/izvele/iestades"),
        WordFilter("kind", _l("Kind"), words=Kind),
    ),
    columns=(),
)


@dataclass(frozen=True, slots=True)
class Section:
    """A report on the page."""

    name: ReportName
    look: shown.Look
    cards: int
    bars: list[Bar]
    lines: list[shown.Line]


class OverviewPage(SafePage):
    """For everybody signed in."""

    route_base = "/parskats"

    @get("", may="show")
    def show(self) -> ResponseReturnValue:
        """Show every report, or what is wrong with what was asked."""
        typed = OVERVIEW.asked(request.args)
        listed = OVERVIEW.listed(typed, [], 0)
        try:
            look = _look(typed)
        except Invalid as refused:
            problems = [problem_sentence(one) for one in refused.problems]
            page = self.render_template("report/page.html", listed=listed, problems=problems)
            return page, HTTPStatus.UNPROCESSABLE_ENTITY
        narrowed = _narrowed(typed)
        return self.render_template(
            "report/page.html",
            listed=listed,
            sections=[_section(name, look, narrowed) for name in ReportName],
            period=look.period,
            seen=look.count(),
            at=now(),
        )

    @get("/<any(opinions, open, time, load, remarks, rounds, years):name>.xlsx", may="show")
    def file(self, name: str) -> Response:
        """Return a report as a workbook; what cannot be asked is told as on the page."""
        report = reports.report(ReportName(name), _look(OVERVIEW.asked(request.args)), now())
        look = LOOKS[report.name]
        heads = [str(look.key), *map(str, look.columns.values())]
        rows = [
            [shown.word(report, row), *(_figure(row, one) for one in look.columns)] for row in report.rows
        ]
        return sheet("xlsx", f"virsis-parskats-{name}-{today()}", heads, rows)


def _look(typed: Typed) -> Look:
    said = {name: typed[name] or None for name in ("holder", "ministry", "asked", "kind")}
    return Look(Asked(first=typed["from"], last=typed["to"], **said), current_actor(), today())


def _narrowed(typed: Typed) -> dict[str, str]:
    return {one.name: one.written(typed[one.name]) for one in OVERVIEW.filters if typed[one.name]}


def _section(name: ReportName, look: Look, narrowed: dict[str, str]) -> Section:
    report, how = reports.report(name, look, now()), LOOKS[name]
    return Section(
        name, how, report.cards, shown.bars(report, how, narrowed), shown.lines(report, how, narrowed)
    )


def _figure(row: reports.Row, name: str) -> str | int | float:
    value = row.figures[name]
    return value if isinstance(value, int | float) else shown.cell(name, value)
