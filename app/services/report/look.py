"""What is looked at: which cards, over which days; read once for all reports of a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.clock import RIGA
from app.extensions import db
from app.services.activity.search_turns import CARD, REQUIREMENT
from app.services.checks import refuse
from app.services.registry.institutions import in_sector
from app.services.working_days import calendar
from app.visibility import wall
from models import Activity, Institution, Requirement
from models.database.there_is import there_is
from rules.facts import Actor
from rules.refusals import Problem
from rules.report import Elapsed, Period, usual
from rules.text import nfc
from rules.vocabulary import Kind, ProblemCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the figures are narrowed to; institutions are codes, days that are not said are the usual ones."""

    first: date | None = None
    last: date | None = None
    holder: str | None = None
    ministry: str | None = None
    asked: str | None = None
    kind: Kind | None = None


class Look:
    """The cards that somebody sees and asks about. Raises `Invalid`."""

    def __init__(self, asked: Asked, reader: Actor, on: date) -> None:
        self.asked, self.reader, self.on = asked, reader, on
        self.decided: Any = None  # what was decided, once it has been read
        months = usual(on)
        self.period = Period(asked.first or months.first, asked.last or months.last)
        refuse([*self.period.problems(), *self._unknown()])

    @cached_property
    def institutions(self) -> Mapping[str, Institution]:
        """All there are, by code."""
        return {one.code: one for one in db.session.scalars(select(Institution))}

    @cached_property
    def elapsed(self) -> Elapsed:
        """Counts working days."""
        return Elapsed(calendar())

    @property
    def begins(self) -> datetime:
        """The moment with which the period begins."""
        return _midnight(self.period.first)

    @property
    def ends(self) -> datetime:
        """The first moment after the period."""
        return _midnight(self.period.last + timedelta(days=1))

    @property
    def cards(self) -> list[ColumnElement[bool]]:
        """The criteria of the cards: what is seen comes first."""
        asked, found = self.asked, [wall(CARD)]
        if asked.holder:
            found.append(CARD.holder_id == self._key(asked.holder))
        if asked.ministry:
            found.append(CARD.holder_id.in_(in_sector(asked.ministry, self.institutions.values())))
        if asked.asked:
            rows, key = Requirement.__table__.alias(), self._key(asked.asked)
            found.append(there_is(rows, rows.c.activity_id == CARD.id, rows.c.institution_id == key))
        if asked.kind:
            found.append(CARD.kind == asked.kind)
        return found

    def of_asked(self, institution: Any = REQUIREMENT.institution_id) -> list[ColumnElement[bool]]:
        """The criterion of requirements and remarks of the institution that is asked about, if one is."""
        return [institution == self._key(self.asked.asked)] if self.asked.asked else []

    def count(self) -> int:
        """Return how many cards there are to be counted."""
        counted = select(func.count()).select_from(Activity.__table__).where(*self.cards)
        return db.session.connection().scalar(counted) or 0

    def knows(self, code: str) -> bool:
        """Whether there is an institution with this code."""
        return nfc(code) in self.institutions

    def _key(self, code: str) -> int:
        return self.institutions[nfc(code)].id

    def _unknown(self) -> Iterator[Problem]:
        for name in ("holder", "ministry", "asked"):
            code = getattr(self.asked, name)
            if code and not self.knows(code):
                yield Problem(name, ProblemCode.unknown, {"code": code})


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), RIGA)
