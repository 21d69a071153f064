"""What is due on a day: done once for each day, whoever begins it, and by however many at once."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import select

from app.database import one_by_one
from app.extensions import db
from app.services.mail import digests, reminders
from app.services.obligation import reminders as obligations
from models import DailyRun
from rules.refusals import Refusal
from rules.text import N_

Task = Callable[[date, datetime], int]  # day and moment → how many messages
COUNTED = ("reminders", "overdue", "digests", "obligations")
# What is done, in this order, and what it is counted as; digests hold what those before have said.
TASKS: tuple[tuple[str, Task], ...] = (
    ("reminders", reminders.remind),
    ("overdue", reminders.tell_overdue),
    ("obligations", obligations.remind),
    ("digests", digests.write),
)

_SUBJECT = "daily"
_ANOTHER_DAY = N_("In production only today is run: %(date)s is another day.")


def run(on: date, at: datetime) -> dict[str, int]:
    """Do what is due on that day; return how many messages of each sort; of a day that was run, none.

    The caller commits: a run that fails leaves nothing behind.
    """
    counts = dict.fromkeys(COUNTED, 0)
    one_by_one(db.session(), _SUBJECT)
    if db.session.scalar(select(DailyRun.id).where(DailyRun.day == on)) is None:
        db.session.add(DailyRun(day=on, at=at))
        for name, task in TASKS:
            counts[name] += task(on, at)
    return counts


def check_day(on: date, today: date, environment: str) -> None:
    """Raise `Refusal` for another day than today in production."""
    if environment == "production" and on != today:
        raise Refusal(_ANOTHER_DAY, date=on)
