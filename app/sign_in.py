"""Signing in by password: who it is, how often it failed, and when to say 'later'."""

from datetime import timedelta
from hashlib import sha256

from flask import current_app
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ColumnElement, delete, func, or_, select
from werkzeug.security import check_password_hash, generate_password_hash

from app import clock
from app.extensions import db
from models.sign_in import SignInFailure
from rules.text import fold

# As slow to check as a real one, so that the time does not tell whether an account exists.
_NOBODYS_HASH = generate_password_hash("nobody's password")


def sign_in(username: str, password: str, address: str) -> User | None:
    """Return the active account of this name (or mail address) and password; count the failure otherwise."""
    account = _find(username)
    usable = account is not None and bool(account.active) and bool(account.password)
    known = (account.password if account and usable else None) or _NOBODYS_HASH
    key = account.id if account and usable else None
    db.session.rollback()  # checking takes long: hold no lock meanwhile
    if not check_password_hash(known, password) or key is None:
        _record_failure(username, address)
        return None
    return _record_success(key, username)


def seconds_to_wait(username: str, address: str) -> int:
    """Return for how long this account or address is refused: 0 when it may try."""
    allowed = current_app.config["SIGN_IN_FAILURES"]
    waits = [
        _wait(counted_under, allowed[kind])
        for kind, counted_under in zip(("account", "address"), _keys(username, address), strict=True)
    ]
    return max(waits)


def _find(username: str) -> User | None:
    wanted = username.strip().lower()
    matches = select(User).where(or_(func.lower(User.username) == wanted, func.lower(User.email) == wanted))
    found = list(db.session.scalars(matches.order_by(User.id)))
    by_name = [user for user in found if user.username.lower() == wanted]
    return next(iter(by_name or found), None)


def _record_success(key: int, username: str) -> User:
    account = db.session.get_one(User, key)
    account.login_count = (account.login_count or 0) + 1
    account.fail_login_count = 0
    account.last_login = clock.now().replace(tzinfo=None)
    _forget(SignInFailure.counted_under == _keys(username, "")[0])
    db.session.commit()
    return account


def _record_failure(username: str, address: str) -> None:
    _forget(SignInFailure.at < clock.now() - _window())
    for counted_under in _keys(username, address):
        db.session.add(SignInFailure(counted_under=counted_under, at=clock.now()))
    db.session.commit()


def _forget(which: ColumnElement[bool]) -> None:
    db.session.execute(delete(SignInFailure).where(which))


def _wait(counted_under: str, free: int) -> int:
    """Count the newest failures; once `free` of them fall in the window, wait for the oldest to leave it."""
    newest = (
        select(SignInFailure.at)
        .where(SignInFailure.counted_under == counted_under, SignInFailure.at > clock.now() - _window())
        .order_by(SignInFailure.at.desc())
        .limit(free)
    )
    moments = list(db.session.scalars(newest))
    if len(moments) < free:
        return 0
    return max(1, round((moments[-1] + _window() - clock.now()).total_seconds()))


def _window() -> timedelta:
    return timedelta(seconds=current_app.config["SIGN_IN_WINDOW"])


def _keys(username: str, address: str) -> tuple[str, str]:
    """Return what failures are counted under; hashed, so that the table is no list of accounts."""
    account = sha256(fold(username).encode()).hexdigest()
    return f"account:{account}", f"address:{address}"[:80]
