"""Between password and code: the session remembers for ten minutes who has proved the password."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import current_app, session

from app import clock
from app.extensions import db
from app.services.account.links import may_sign_in
from models import User

HOLDS = timedelta(minutes=10)
_KEY = "half_way"


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Whose password was right, when, and where the person wanted to go."""

    account: User
    since: datetime
    wanted: str | None


def begin(account: User, wanted: str | None) -> None:
    """Remember that the password was right; nobody is signed in by that."""
    at = clock.now().timestamp()
    session[_KEY] = {"user": account.id, "at": at, "proof": _proof(account, at), "next": wanted}


def current() -> HalfWay | None:
    """Return who stands half way; None when it has lapsed, the account was closed or its password changed."""
    kept = session.get(_KEY)
    if not kept:
        return None
    since = datetime.fromtimestamp(kept["at"], UTC)
    account = db.session.get(User, kept["user"]) if clock.now() < since + HOLDS else None
    if account is None or not may_sign_in(account):
        return None
    if not hmac.compare_digest(_proof(account, kept["at"]), kept["proof"]):
        return None
    return HalfWay(account, since, kept["next"])


def drop() -> None:
    """Go back to the beginning."""
    session.pop(_KEY, None)


def _proof(account: User, at: float) -> str:
    said = f"half way {account.id} {account.password} {at}".encode()
    return hmac.digest(current_app.config["SECRET_KEY"].encode(), said, "sha256").hex()
