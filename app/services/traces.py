"""Traces of accounts: every sign-in, failure, change and export is an event that stays."""

from datetime import datetime
from typing import Any

from app.extensions import db
from app.origin import origin
from models import AccountEvent, User
from rules.access import AccountAction
from rules.facts import Actor


def trace(
    action: AccountAction,
    actor: Actor | None,
    at: datetime,
    *,
    account: User | None = None,
    data: dict[str, Any] | None = None,
) -> AccountEvent:
    """Append what `actor` (None = nobody known) did to `account` (None = to nobody's, or the own work).

    It is read by the user administrators of the account's institution, else of the actor's. `data` holds
    codes and numbers, never names, addresses or what was typed. The caller commits.
    """
    institution = account.institution_id if account else actor.institution_id if actor else None
    event = AccountEvent(
        at=at,
        action=action,
        actor_id=actor.user_id if actor else None,
        account_id=account.id if account else actor.user_id if actor else None,
        institution_id=institution,
        network=origin.get(),
        data=data or {},
    )
    db.session.add(event)
    return event
