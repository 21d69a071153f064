"""The password of an account: set by a link, or changed by its owner."""

from datetime import datetime
from typing import Any

from app.services.notifications import tell
from app.services.sessions import end_sessions
from app.services.traces import trace
from models import User
from models.people import actor_of
from rules.access import AccountAction
from rules.audience import Message
from rules.passwords import Weakness, weaknesses


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
    account.password = password_hash
    ended = end_sessions(account.id, at, besides=besides)
    trace(
        AccountAction.password_set, actor_of(account), at, account=account,
        data={**(data or {}), "sessions_ended": ended},
    )  # fmt: skip
    tell(Message.password_changed, at, person=account, values={"what": "password"})
