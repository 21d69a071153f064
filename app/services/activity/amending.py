"""What an approved amendment does to the activity that it amends, and which card amends another."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select

from app.extensions import db
from app.services.activity import obligations, windows
from app.services.activity.door import step
from app.services.registry import planned
from models import Activity
from rules.facts import SYSTEM
from rules.vocabulary import AMENDABLE, UNDECIDED, Action


def amended_by(activity: Activity) -> str | None:
    """Return the number of the card that amends this one, or took its place, if the viewer sees it."""
    return db.session.scalar(amending(activity.id)) if activity.published_at else None


def amending(card: Any) -> Select[str]:
    """Return the select of that number by the key of a card: neither rejected nor withdrawn unapproved."""
    counts = or_(Activity.status.in_(UNDECIDED), Activity.published_at.is_not(None))
    found = select(Activity.number).where(Activity.amends_id == card, counts)
    return found.order_by(Activity.id.desc()).limit(1)


def take_the_place(amendment: Activity, at: datetime) -> None:
    """Supersede what an approved card amends: what is open of it goes over, and it is started anew.

    Nothing happens where the card amends none, or one that is over.
    """
    amended = amendment.amends
    if amended is None or amended.status not in AMENDABLE:
        return
    asked = amendment.facts().asked
    with step(amended, Action.supersede, SYSTEM, at) as done:
        moved = obligations.hand_over(amended, amendment)
        windows.hand_over(amended, amendment)
        planned.hand_over(amended, amendment, SYSTEM, at)
        done.besides = asked
        done.data = {"amended_by": amendment.number, "obligations": moved}
