"""What a report answers; which figures a row has depends on the report."""

from typing import Any

from marshmallow import post_dump
from marshmallow.fields import List, Nested

from rules.report import ReportName
from views.api.schemas.answers import Shown
from views.api.schemas.fields import Day, Moment, Number, Text, Word


class ReportTotal(Shown):
    """How many cards stand behind it, and its figures."""

    cards = Number()

    @post_dump(pass_original=True)
    def beside(self, written: dict[str, Any], row: Any, **_rest: Any) -> dict[str, Any]:
        """Write the figures beside the rest."""
        return {**written, **row.figures}


class ReportRow(ReportTotal):
    """The same of one row."""

    key = Text()


class ReportTold(Shown):
    """A report; those of how things stand now have no period."""

    name = Word(ReportName)
    first = Day(data_key="from", allow_none=True)
    last = Day(data_key="to", allow_none=True)
    at = Moment()
    cards = Number()
    rows = List(Nested(ReportRow))
    total = Nested(ReportTotal)
