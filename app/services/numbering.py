"""Numbers of activities and meetings: counted per year in Europe/Riga, never reused; gaps are possible."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from models import NumberSeries
from rules.deadlines import day_of

ACTIVITY, MEETING = "AA", "CS"


def next_number(at: datetime, prefix: str = ACTIVITY, digits: int = 6) -> str:
    """Return the next number of the series, such as `AA-2026-000123`."""
    year = day_of(at).year
    series = (NumberSeries.prefix == prefix, NumberSeries.year == year)
    counted = update(NumberSeries).where(*series).values(last=NumberSeries.last + 1)
    counted = counted.returning(NumberSeries.last)
    last = db.session.execute(counted).scalar()
    if last is None:
        _begin(prefix, year)
        last = db.session.execute(counted).scalar_one()
    return f"{prefix}-{year}-{last:0{digits}d}"


def _begin(prefix: str, year: int) -> None:
    """Begin the series of a year; somebody else may be beginning it at the same moment."""
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.execute(insert(NumberSeries).values(prefix=prefix, year=year, last=0))
