"""Traces of accounts: every sign-in, failure, change and export is an event that stays."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.database import one_by_one
from app.extensions import db
from app.origin import origin
from models import AccountEvent, User
from rules.account.access import AccountAction
from rules.facts import Actor

MOST_REFUSED, WITHIN = 20, timedelta(hours=1)  # so many refusals of one person are kept one by one
MORE_FOLLOWED = "more"  # in the data of the one that stands for all further ones


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


def just_traced(action: AccountAction, account_id: int | None, at: datetime) -> bool:
    """Whether this was traced within a minute already, of the account or (None) of nobody's."""
    recent = (AccountEvent.action == action, AccountEvent.at > at - timedelta(minutes=1))
    found = select(AccountEvent.id).where(*recent, AccountEvent.account_id == account_id)
    return db.session.scalar(found.limit(1).execution_options(see_everything=True)) is not None


def trace_refused(
    action: AccountAction,
    actor: Actor | None,
    at: datetime,
    *,
    account: User | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Append a refusal: the first ones of an hour as they are, one that says that more followed, then none.

    Counted by person, for strangers by network: nobody fills the table by trying on. The caller commits.
    """
    who = origin.get() if actor is None else actor.user_id
    one_by_one(db.session(), f"refused {who}")
    whose = AccountEvent.network == who if actor is None else AccountEvent.actor_id == who
    recent = select(AccountEvent.data).where(
        whose, AccountEvent.at > at - WITHIN, AccountEvent.action == action
    )
    kept = db.session.scalars(recent.limit(2 * MOST_REFUSED).execution_options(see_everything=True)).all()
    followed = sum(MORE_FOLLOWED in one for one in kept)
    if len(kept) - followed < MOST_REFUSED:
        trace(action, actor, at, account=account, data=data)
    elif not followed:
        trace(action, actor, at, account=account, data={MORE_FOLLOWED: True})
