"""What opens when all is proved: a sign-in with its trace, and the session of the browser."""

from flask import current_app, redirect, request, session
from flask_login import current_user, login_user
from werkzeug.wrappers import Response

from app import clock
from app.security import SIGN_IN_KEY, known_browsers, lockout
from app.security.sign_in import begin, end
from app.services.account import second_factor
from app.services.account.credentials import begin_try, failed, forgive
from app.services.account.traces import trace
from models import User
from models.account.people import actor_of
from rules.account.access import AccountAction
from views.base import one_change
from views.base.actor import current_actor


def open_session(account: User, way: str, wanted: str | None = None) -> Response:
    """Let this account in, whatever way it proved who it is, and go where the person wanted to go.

    A new session: nothing of the visitor's stays but the language, and whoever was signed in is signed out.
    """
    if current_user.is_authenticated:
        trace(AccountAction.signed_out, current_actor(), clock.now())
        end(session[SIGN_IN_KEY])
    locale = session.get("locale")
    session.clear()
    name = browser() or known_browsers.new()
    known_browsers.remember(account.id, name)
    session[SIGN_IN_KEY] = begun(account, way, name)
    login_user(account)
    session["locale"] = locale or account.locale
    return _known(redirect(wanted or "/darbi"), name)


def begun(account: User, way: str, known: str = "") -> str:
    """Begin a sign-in, leave its trace and return its key."""
    at = clock.now()
    account.login_count = (account.login_count or 0) + 1
    account.fail_login_count = 0
    account.last_login = at.replace(tzinfo=None)
    forgive(account, address(), known)
    trace(AccountAction.signed_in, actor_of(account), at, account=account, data={"way": way})
    return begin(account, way=way, address=address(), device=request.user_agent.string)


def is_right_code(account: User, code: str) -> bool:
    """Whether this is a code of the account's second factor; only a wrong one counts. Raises `TooSoon`."""
    counted = begin_try(lockout.code_of(account.id), address(), account.id, browser())
    with one_change():
        right = second_factor.verify(account, code, clock.now())
    if right:
        lockout.take_back(counted)
    else:
        failed(account.id, AccountAction.second_factor_failed, "code", counted)
    return right


def address() -> str:
    return request.remote_addr or ""


def browser() -> str:
    """Return the name of this browser if we gave it one, else an empty text."""
    return known_browsers.read(request.cookies.get(_cookie(), ""))


def _known(answer: Response, name: str) -> Response:
    """Let the browser keep its name: a sign-in that fails with it is counted apart."""
    answer.set_cookie(
        _cookie(),
        known_browsers.signed(name),
        max_age=known_browsers.KEPT_FOR,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )
    return answer


def _cookie() -> str:
    """Return the name of the cookie; it shares the prefix `__Host-` of the session's over https."""
    return f"{current_app.config['SESSION_COOKIE_NAME']}-browser"
