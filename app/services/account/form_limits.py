"""How often a public form is taken: counted by its events, hence by all processes and over restarts."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, true

from app.extensions import db
from app.origin import origin
from app.visibility import seeing_everything
from models import AccountEvent
from rules.account.access import AccountAction

ADMINISTRATOR_REQUEST = "administrator_request"  # what the events of a form carry as `form`
_COUNTED = (AccountAction.administrator_asked, AccountAction.refused)


def seconds_to_wait(form: str, at: datetime, window: timedelta, allowed: Mapping[str, int]) -> int:
    """Return for how long a form takes nothing more from this network, or from anybody; 0 = it does."""
    mine = AccountEvent.network == origin.get()
    return max(
        _wait(form, at, window, allowed["network"], mine), _wait(form, at, window, allowed["all"], true())
    )


def _wait(form: str, at: datetime, window: timedelta, free: int, whose: ColumnElement[bool]) -> int:
    """Once `free` events fall in the window, wait until the oldest of them leaves it."""
    newest = (
        select(AccountEvent.at)
        .where(AccountEvent.at > at - window, whose, AccountEvent.action.in_(_COUNTED))
        .where(AccountEvent.data["form"].as_string() == form)
        .order_by(AccountEvent.at.desc())
        .limit(free)
    )
    with seeing_everything():
        moments = list(db.session.scalars(newest))
    if len(moments) < free:
        return 0
    return max(1, round((moments[-1] + window - at).total_seconds()))
