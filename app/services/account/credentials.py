"""Proving who one is by a password: who it is, how often it failed, and when to say 'later'."""

from app import clock
from app.database import writing
from app.extensions import db
from app.security import known_browsers, lockout
from app.security.lockout import TooSoon
from app.security.password_hash import hashed, kept, matches
from app.services.account.links import account_named
from app.services.account.traces import just_traced, trace
from models import User
from rules.account.access import AccountAction
from rules.registry_vocabulary import InstitutionStatus

# As slow to check as a real one, so that the time does not tell whether an account exists.
_NOBODYS_HASH = hashed("nobody's password")


def account_of(username: str, password: str, address: str, browser: str = "") -> User | None:
    """Return the open account of this name (or mail address) and password; count the failure otherwise.

    The password alone opens nothing yet: a second factor may be asked for, and the institution may be closed.
    Raises `TooSoon` when too much has failed.
    """
    account = account_named(username)
    usable = (
        account is not None and bool(account.active) and not account.is_service and bool(account.password)
    )
    key, mark = (account.id, account.password) if account else (None, None)
    known = kept(key, mark if usable else None) or _NOBODYS_HASH
    # No lock is held while the slow check lasts.
    counted = begin_try(lockout.named(username), address, key, browser)
    if matches(known, password) and usable and key is not None:
        lockout.take_back(counted)
        return db.session.get_one(User, key)
    reason = "password" if usable else "unknown" if key is None else "closed"
    failed(key, AccountAction.sign_in_failed, reason, counted)
    return None


def right_password(account: User, password: str, address: str, browser: str = "") -> bool:
    """Return whether somebody signed in knows the password of the account; count the failure otherwise.

    Raises `TooSoon` when too much has failed.
    """
    key, tried = account.id, lockout.named(account.username)
    known = kept(key, account.password) or _NOBODYS_HASH
    counted = begin_try(tried, address, key, browser)
    if matches(known, password):
        lockout.take_back(counted)
        return True
    failed(key, AccountAction.sign_in_failed, "password", counted)
    return False


def begin_try(tried: str, address: str, user_id: int | None, browser: str = "") -> tuple[int, ...]:
    """Count a try as failed before it is looked at; return what `failed` or `lockout.take_back` takes.

    `browser` is what the browser shows, whether the account has come in with it or not. Raises `TooSoon`,
    traced once a minute and not at each request. What the session has begun is undone.
    """
    known = user_id is not None and lockout.comes_from(user_id, address)
    try:
        own = known_for(user_id, browser)
        return lockout.begin_try(tried, address, known=known, pending=True, browser=own)
    except TooSoon as refused:
        with writing():
            if not just_traced(AccountAction.sign_in_delayed, user_id, clock.now()):
                _trace(AccountAction.sign_in_delayed, user_id, {"seconds": refused.seconds})
            db.session.commit()
        raise


def failed(user_id: int | None, action: AccountAction, reason: str, counted: tuple[int, ...] = ()) -> None:
    """Settle and trace a failure that `begin_try` has counted; what was typed is kept nowhere. Commits."""
    db.session.rollback()
    with writing():
        lockout.settle(counted)
        _trace(action, user_id, {"reason": reason})
        db.session.commit()


def known_for(user_id: int | None, browser: str) -> str:
    """Return the browser if the account has come in with it, else an empty text."""
    return browser if user_id is not None and known_browsers.knows(user_id, browser) else ""


def forgive(account: User, address: str, browser: str = "") -> None:
    """Forget the failures of somebody who came in. The caller commits."""
    for tried in (lockout.named(account.username), lockout.named(account.email), lockout.code_of(account.id)):
        lockout.forgive(tried, address, browser)


def closed_institution(account: User) -> str:
    """Return the code of the account's institution if that is closed, and trace it; else an empty text.

    Commits when it is closed.
    """
    institution = account.institution
    if institution is None or institution.status is not InstitutionStatus.closed:
        return ""
    code = institution.code
    failed(account.id, AccountAction.sign_in_failed, "institution_closed")
    return code


def _trace(action: AccountAction, user_id: int | None, data: dict[str, object]) -> None:
    account = db.session.get(User, user_id) if user_id else None
    trace(action, None, clock.now(), account=account, data=data)
