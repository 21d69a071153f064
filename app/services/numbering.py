"""Numbers of activities: counted per year in Europe/Riga, never reused; gaps are possible."""

from datetime import datetime

from sqlalchemy import insert, update

from app.extensions import db
from models import NumberSeries
from rules.deadlines import day_of

ACTIVITY = "AA"


def next_number(at: datetime, prefix: str = ACTIVITY) -> str:
    """Return the next number of the series, such as `AA-2026-000123`."""
    year = day_of(at).year
    series = (NumberSeries.prefix == prefix, NumberSeries.year == year)
    counted = update(NumberSeries).where(*series).values(last=NumberSeries.last + 1)
    last = db.session.execute(counted.returning(NumberSeries.last)).scalar()
    if last is None:
        db.session.execute(insert(NumberSeries).values(prefix=prefix, year=year, last=1))
        last = 1
    return f"{prefix}-{year}-{last:06d}"
