"""Traces of what was refused: the change is undone, the trace of the attempt stays."""

from typing import Any

from flask import request
from flask_login import current_user
from sqlalchemy import select

from app import clock
from app.database import SAFE
from app.extensions import db
from app.services.account.form_limits import ADMINISTRATOR_REQUEST
from app.services.account.traces import trace, trace_refused
from models import Activity, User
from rules.account.access import AccountAction
from rules.reading import whole
from views.base.actor import current_actor
from views.base.declared import takes_files
from views.base.transaction import one_change


def trace_refusal(
    action: AccountAction,
    *,
    account: User | None = None,
    data: dict[str, Any] | None = None,
    each: bool = False,
) -> None:
    """Undo what this request has begun, then write the event in a transaction of its own.

    Call it where an edge refuses (forged role, used link, unknown key), or in an error handler. `each` = the
    form has a limit of its own that counts these events.
    """
    db.session.rollback()
    with one_change():
        actor = current_actor() if current_user.is_authenticated else None
        write = trace if each else trace_refused
        write(action, actor, clock.now(), account=account, data=data)


def trace_attempt(number: str | None = None, why: str = "") -> None:
    """Trace that somebody signed in tried to change what this account may not change.

    `number` names the activity where the address does not; `why` is a word of `WHY` in the words of events,
    where the account may, and what was sent is the reason. Of what visitors send only the form with a file is
    traced.
    """
    said = {"why": why} if why else {}
    if request.method in SAFE:
        return
    if current_user.is_authenticated and request.endpoint:
        trace_refusal(AccountAction.refused, data={"endpoint": request.endpoint, **said, **_thing(number)})
    elif takes_files(request.endpoint):
        trace_refusal(AccountAction.refused, data={"form": ADMINISTRATOR_REQUEST, **said})


def _thing(number: str | None) -> dict[str, str]:
    """The activity, if the person sees it; what was merely typed is not kept."""
    given = request.view_args or {}
    typed = number or given.get("number", "")
    known = Activity.number == (typed if typed.isprintable() else "")  # a database does not take everything
    key = whole(given.get("key"), 1)
    if key is not None and request.path.startswith("/api/v1/activities/"):
        known = Activity.id == key
    seen = db.session.scalar(select(Activity.number).where(known))
    return {"number": seen} if seen else {}
