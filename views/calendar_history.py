"""What administrators did to the working-day calendar, as lines of its page."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from app.services import calendar_days
from models import AccountEvent
from views.formats import NOTHING, day, moment


@dataclass(frozen=True, slots=True)
class Change:
    """A correction: when and by whom, of which day, what it became, and the due dates it moved."""

    when: str
    person: str
    day: str
    word: str
    moves: list[tuple[str, str, str, str]]  # activity, institution, was, becomes


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
    moves = [(number, code, _day(was), _day(becomes)) for number, code, was, becomes in told["moved"]]
    person = event.actor.get_full_name() if event.actor else NOTHING
    return Change(moment(event.at), person, _day(told["calendar"]), words[told["working"]], moves)


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
