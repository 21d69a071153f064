"""Moments in Riga as tests write them, and the calendar of the state."""

from datetime import UTC, date, datetime

from holidays import country_holidays

from rules.desk.service_time import RIGA, Span


class StateCalendar:
    """The published calendar of Latvia; days set by hand win."""

    days = country_holidays("LV", years=range(2024, 2030))

    def __init__(self, **by_hand: bool) -> None:
        self.by_hand = {
            date.fromisoformat(day.strip("_").replace("_", "-")): on for day, on in by_hand.items()
        }

    def is_working_day(self, day: date) -> bool:
        return self.by_hand.get(day, bool(self.days.is_working_day(day)))


def riga(written: str) -> datetime:
    """Return a moment of 2026, in UTC: `03-27T16:00`."""
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=RIGA).astimezone(UTC)


def said(moment: datetime | None) -> str:
    """Return the moment as `riga` reads it."""
    return "" if moment is None else moment.astimezone(RIGA).strftime("%m-%dT%H:%M")


def spans(written: str) -> list[Span]:
    """Return stops: `03-27T16:00/03-27T17:00`, several with blanks between."""
    parted = (one.split("/") for one in written.split())
    return [(riga(since), riga(upto)) for since, upto in parted]
