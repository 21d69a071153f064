"""What is said on a day, besides digests."""

from datetime import datetime

from app.services.mail import reminders
from rules.deadlines import day_of


def remind(at: datetime) -> int:
    """Write reminders and word of what is overdue on the day of this moment; return how many."""
    on = day_of(at)
    return reminders.remind(on, at) + reminders.tell_overdue(on, at)
