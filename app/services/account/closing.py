"""Closing an account: its work goes on with somebody else, and nothing stays open."""

from datetime import datetime

from app.services.account import api_keys, handover, substitutions
from app.services.account.rows import end_links, end_sessions, facts_of, forget_ways_in, take
from app.services.account.traces import trace
from models import User
from rules.account.access import AccountAction
from rules.account.accounts import refusal_to_close
from rules.facts import Actor


def close(account: User, actor: Actor, at: datetime, chosen: dict[str, int]) -> None:
    """Close an account; `chosen` says who goes on (field of the task → account).

    Sessions, links, keys and substitutions end, password and second factor are forgotten. Raises
    `WrongStatus` or `NotAllowed` when the account may not be closed, `Invalid` when work has nobody. The
    caller commits.
    """
    handover.hold_cards(account)
    take(account, actor)
    check(account, actor)
    handover.hand_over(account, handover.open_work(account), chosen, actor, at)
    account.active, account.closed_at = False, at
    forget_ways_in(account)
    end_links(account, at)
    substitutions.end_all(account, actor, at)
    ended = end_sessions(account.id, at)
    api_keys.revoke_all(account, actor, at)
    trace(AccountAction.closed, actor, at, account=account, data={"sessions_ended": ended})


def check(account: User, actor: Actor) -> None:
    """Raise the reason why this person may not close the account."""
    refused = refusal_to_close(actor, facts_of(account))
    if refused is not None:
        raise refused
