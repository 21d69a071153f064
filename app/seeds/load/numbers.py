"""Numbers for many activities at once, counted on from where the series stands."""

from datetime import datetime

from sqlalchemy import select

from app.extensions import db
from app.services.numbering import ACTIVITY
from models import NumberSeries
from rules.deadlines import day_of


class Numbers:
    """The series of all years, read once and kept once."""

    def __init__(self) -> None:
        kept = db.session.scalars(select(NumberSeries).where(NumberSeries.prefix == ACTIVITY))
        self._series = {one.year: one for one in kept}

    def next(self, begun: datetime) -> str:
        """Return the next number of the year."""
        year = day_of(begun).year
        if year not in self._series:
            self._series[year] = NumberSeries(prefix=ACTIVITY, year=year, last=0)
        self._series[year].last += 1
        return f"{ACTIVITY}-{year}-{self._series[year].last:06d}"

    def keep(self) -> None:
        """Save how far the series have come."""
        db.session.add_all(self._series.values())
        db.session.flush()
