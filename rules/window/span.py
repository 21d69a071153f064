"""A stretch of time as it comes in: what is wrong with it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from rules.refusals import Problem
from rules.vocabulary import ProblemCode

LONGEST = timedelta(days=366)


def problems_of(start: datetime | None, end: datetime | None, at: datetime) -> Iterator[Problem]:
    """Yield what is wrong with the fields `starts_at` and `ends_at` at a moment."""
    for name, given in (("starts_at", start), ("ends_at", end)):
        if given is None:
            yield Problem(name, ProblemCode.required)
    if end is not None and end <= at:
        yield Problem("ends_at", ProblemCode.in_past, {"date": at.date()})
    elif start is not None and end is not None and end <= start:
        yield Problem("ends_at", ProblemCode.before_start, {"start": start.date()})
    elif start is not None and end is not None and end - start > LONGEST:
        values = {"maximum": LONGEST.days, "length": (end - start).days}
        yield Problem("ends_at", ProblemCode.too_long, values)
