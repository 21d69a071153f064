"""Time in which a resource is looked after: elapsed, in UTC, within windows that are cut in Riga."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from rules.deadlines import Calendar, day_of
from rules.registry_vocabulary import ServiceHours

RIGA = ZoneInfo("Europe/Riga")
NOTHING = timedelta()
Span = tuple[datetime, datetime]  # from and to; aware, the second not before the first
_DAY = timedelta(days=1)
_WINDOWS = {
    ServiceHours.office: (time(8, 30), time(17)),
    ServiceHours.extended: (time(7), time(22)),
}


def worked(span: Span, hours: ServiceHours, calendar: Calendar, stops: Iterable[Span] = ()) -> timedelta:
    """Return how much of a span is service time, stops left out."""
    start, end = span
    kept = _merged(stops)
    found = NOTHING
    for opens, closes in _windows(start, hours, calendar):
        if opens >= end:
            break
        found += sum((upto - since for since, upto in _without((opens, min(closes, end)), kept)), NOTHING)
    return found


def due(
    start: datetime, amount: timedelta, hours: ServiceHours, calendar: Calendar, stops: Iterable[Span] = ()
) -> datetime:
    """Return the first moment by which so much service time has passed since `start`, in UTC.

    What ends when a window does is due at that moment, not at the beginning of the next one. Raises
    `OverflowError` where that is later than dates can tell.
    """
    kept, left = _merged(stops), amount
    if left <= NOTHING:
        return start.astimezone(UTC)
    for window in _windows(start, hours, calendar):
        for since, upto in _without(window, kept):
            if left <= upto - since:
                return since + left
            left -= upto - since
    raise OverflowError("Later than dates can tell")


def _windows(start: datetime, hours: ServiceHours, calendar: Calendar) -> Iterator[Span]:
    """Yield the windows that are not over at `start`, the first of them from `start` on."""
    begun = start.astimezone(UTC)
    if hours is ServiceHours.always:
        yield begun, datetime.max.replace(tzinfo=UTC)
        return
    day = day_of(start)
    while True:
        if hours is ServiceHours.extended or calendar.is_working_day(day):
            opens, closes = (_at(day, one) for one in _WINDOWS[hours])
            if closes > begun:
                yield max(opens, begun), closes
        day += _DAY


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, RIGA).astimezone(UTC)


def _merged(stops: Iterable[Span]) -> tuple[Span, ...]:
    """Return stops in order, of which none touches another."""
    found: list[Span] = []
    for since, upto in sorted((since.astimezone(UTC), upto.astimezone(UTC)) for since, upto in stops):
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(upto, found[-1][1]))
        elif upto > since:
            found.append((since, upto))
    return tuple(found)


def _without(window: Span, stops: tuple[Span, ...]) -> Iterator[Span]:
    """Yield what the stops leave of a window."""
    opens, closes = window
    within = [(max(since, opens), min(upto, closes)) for since, upto in stops]
    edges = [opens, *(edge for since, upto in within if since < upto for edge in (since, upto)), closes]
    for number, (since, upto) in enumerate(pairwise(edges)):
        if number % 2 == 0 and since < upto:
            yield since, upto
