"""Both clocks of a ticket, computed from its record over a calendar; no due moment is ever kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.deadlines import Calendar
from rules.desk.priority import Hours
from rules.desk.service_time import Span, due, worked
from rules.desk.words import OPEN, ClockName, TicketStatus, WaitingFor
from rules.registry_vocabulary import ServiceHours

_STOPPING = frozenset({WaitingFor.requester, WaitingFor.activity})
_WARNED_AT = 0.75
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What the clocks read of an event; `anew`: created, passed on, or put on another resource."""

    at: datetime
    status: TicketStatus
    waiting_for: WaitingFor | None = None
    anew: bool = False

    @property
    def stops(self) -> bool:
        """Whether the resolution clock stands still from here on."""
        return self.status not in OPEN or self.waiting_for in _STOPPING


@dataclass(frozen=True, slots=True)
class Pinned:
    """What was pinned when the ticket was created, edited or given another priority the last time."""

    hours: Hours
    service_hours: ServiceHours = ServiceHours.office


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """`due_at` is None while the clock stands still; `left` is less than nothing when it is late."""

    begun_at: datetime
    due_at: datetime | None
    left: timedelta
    whole: timedelta
    running: bool

    @property
    def left_s(self) -> int:
        """Seconds of service time that are left."""
        return self.left // _SECOND

    @property
    def late(self) -> bool:
        """Whether more time has passed than there was."""
        return self.left < timedelta()

    @property
    def nearly(self) -> bool:
        """Whether three quarters of the time have passed."""
        return self.whole - self.left >= self.whole * _WARNED_AT


def clocks(
    record: Sequence[Turn], pinned: Pinned | None, calendar: Calendar, now: datetime
) -> dict[ClockName, Clock]:
    """Return both clocks as they are at `now`; none without hours, as problems are.

    `record`: oldest first, beginning with the creation.
    """
    if pinned is None:
        return {}
    past = [turn for turn in record if turn.at <= now] or list(record[:1])
    return {
        ClockName.answer: _answer(past, pinned, calendar, now),
        ClockName.resolution: _resolution(past, pinned, calendar, now),
    }


def breached(known: dict[ClockName, Clock]) -> tuple[ClockName, ...]:
    """Return the clocks that are late, also those that have come to their end."""
    return tuple(name for name, clock in known.items() if clock.late)


def overdue(known: dict[ClockName, Clock]) -> bool:
    """Whether a clock that runs is late."""
    return any(clock.running and clock.late for clock in known.values())


def _answer(record: list[Turn], pinned: Pinned, calendar: Calendar, now: datetime) -> Clock:
    """It begins anew and never stops; it has come to its end once the ticket has left `new`."""
    begun = max(place for place, turn in enumerate(record) if turn.anew or place == 0)
    start = record[begun].at
    ended = next((turn.at for turn in record[begun:] if turn.status is not TicketStatus.new), None)
    whole, by = timedelta(hours=pinned.hours.answer), pinned.service_hours
    return Clock(
        begun_at=start,
        due_at=due(start, whole, by, calendar),
        left=whole - worked((start, ended or max(now, start)), by, calendar),
        whole=whole,
        running=ended is None,
    )


def _resolution(record: list[Turn], pinned: Pinned, calendar: Calendar, now: datetime) -> Clock:
    """It begins with the creation, whoever works on the ticket and whatever its priority becomes."""
    start, whole, by = record[0].at, timedelta(hours=pinned.hours.resolution), pinned.service_hours
    running, stops = not record[-1].stops, list(_stops(record, now))
    return Clock(
        begun_at=start,
        due_at=due(start, whole, by, calendar, stops) if running else None,
        left=whole - worked((start, max(now, start)), by, calendar, stops),
        whole=whole,
        running=running,
    )


def _stops(record: list[Turn], now: datetime) -> Iterator[Span]:
    since: datetime | None = None
    for turn in record:
        if turn.stops:
            since = since or turn.at
        elif since is not None:
            yield since, turn.at
            since = None
    if since is not None:
        yield since, max(now, since)
