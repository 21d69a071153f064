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
