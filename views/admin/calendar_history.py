"""What administrators did to the working-day calendar, as lines of its page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from app.services.calendar import days as calendar_days
from models import AccountEvent
from views.words.formats import NOTHING, day, moment


@dataclass(frozen=True, slots=True)
class Change:
    """A correction: when and by whom, of which day, what it became, and the due dates it moved by card."""

    when: str
    person: str
    day: str
    word: str
    moved: int
    moves: list[tuple[str, str, str, str]]  # activity, institutions, was, becomes


def changes() -> list[Change]:
    """Return the last changes, newest first."""
    return [_change(one) for one in calendar_days.history()]


def _change(event: AccountEvent) -> Change:
    told = event.data
    words = {
        True: gettext("working day, corrected"),
        False: gettext("free day, corrected"),
        None: gettext("the correction was deleted"),
    }
    person = event.actor.get_full_name() if event.actor else NOTHING
    word, moved = words[told["working"]], told["moved"]
    return Change(moment(event.at), person, _day(told["calendar"]), word, len(moved), _by_card(moved))


def _by_card(moved: Iterable[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """Put the institutions of a card whose due dates moved alike into one line."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for number, code, was, becomes in moved:
        alike.setdefault((number, was, becomes), []).append(code)
    return [
        (number, ", ".join(codes), _day(was), _day(becomes))
        for (number, was, becomes), codes in alike.items()
    ]


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
