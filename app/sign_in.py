"""Signing in by password: who it is, how often it failed, when to say 'later', and for how long it holds."""

from datetime import timedelta
from hashlib import sha256
from secrets import token_hex

from flask import current_app
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import joinedload
from werkzeug.security import check_password_hash, generate_password_hash

from app import clock
from app.extensions import db
from models.sign_in import SignIn, SignInFailure
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


def begin(account: User, *, way: str = "form", address: str = "", device: str = "") -> str:
    """Open a sign-in of this account and return its key; what lapsed long ago is forgotten."""
    mine, since = SignIn.user_id == account.id, clock.now() - lifetime()
    db.session.execute(delete(SignIn).where(mine, SignIn.begun_at < since))
    opened = SignIn(
        id=token_hex(16),
        user_id=account.id,
        begun_at=clock.now(),
        way=way,
        address=address[:80],
        device=device[:200],
    )
    db.session.add(opened)
    db.session.commit()
    return opened.id


def end(key: str) -> None:
    """End a sign-in: its cookie and its tokens are refused from now on."""
    db.session.execute(update(SignIn).where(SignIn.id == key).values(ended_at=clock.now()))
    db.session.commit()


def holder_of(key: str | None) -> User | None:
    """Return the active account of a running sign-in, with institution and roles, in one query."""
    query = (
        select(User)
        .join(SignIn, SignIn.user_id == User.id)
        .where(SignIn.id == key, SignIn.ended_at.is_(None), SignIn.begun_at > clock.now() - lifetime())
        .where(User.active.is_(True))
        .options(joinedload(User.institution), joinedload(User.roles))
    )
    return db.session.scalars(query).unique().one_or_none() if key else None


def lifetime() -> timedelta:
    """Return for how long a sign-in lasts at most."""
    return timedelta(seconds=current_app.config["SIGN_IN_LIFETIME"])


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
