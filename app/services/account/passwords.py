"""The password of an account: set by a link, or changed by its owner."""

from datetime import datetime
from typing import Any

from app.security.password_hash import keep
from app.services.account.rows import end_sessions
from app.services.account.traces import trace
from app.services.outbox import tell
from models import User
from models.account.people import actor_of
from rules.account.access import AccountAction
from rules.account.passwords import Weakness, weaknesses
from rules.audience import Message


def problems_of(password: str, account: User) -> tuple[Weakness, ...]:
    """Return why this account may not have this password; empty when it may."""
    institution = account.institution
    known = [account.username, account.email, account.email.partition("@")[0]]
    known += [account.first_name, account.last_name]
    known += [institution.code, institution.name_lv, institution.name_en] if institution else []
    return weaknesses(password, known)


def set_password(
    account: User, password_hash: str, at: datetime, *, besides: str = "", data: dict[str, Any] | None = None
) -> None:
    """Let this be the password from now on: every session but one ends, and the owner is told by mail.

    The caller commits.
    """
    account.password = keep(account.id, password_hash)
    ended = end_sessions(account.id, at, besides=besides)
    told = {**(data or {}), "sessions_ended": ended}
    trace(AccountAction.password_set, actor_of(account), at, account=account, data=told)
    tell(Message.password_changed, at, person=account, values={"what": "password"})
