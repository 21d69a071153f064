"""The cookie by which a browser is let in without a code."""

from flask import current_app, request
from werkzeug.wrappers import Response

from app import clock
from app.services.account import second_factor
from models import User
from views.base.transaction import one_change


def days() -> int:
    """Return for how many days a browser may be remembered; 0 when that is not offered."""
    return int(current_app.config["REMEMBERED_DAYS"])


def is_remembered(account: User) -> bool:
    """Return whether this browser need not show a code for this account."""
    token = request.cookies.get(_name(), "")
    return days() > 0 and second_factor.is_remembered(account.id, token, clock.now())


def remember(account: User, answer: Response) -> None:
    """Let this browser in without a code from now on."""
    with one_change():
        device = request.user_agent.string
        token = second_factor.remember(account, device, clock.now(), days())
    answer.set_cookie(
        _name(),
        token,
        max_age=days() * 24 * 60 * 60,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )


def _name() -> str:
    """Return the name of the cookie; it shares the prefix `__Host-` of the session's over https."""
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"
