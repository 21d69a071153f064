"""From where the own account is entered: running sign-ins and remembered browsers, shown and ended."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import current_app, flash, redirect, request, session
from flask_babel import gettext, lazy_pgettext as _p, ngettext
from flask_login import current_user

from app.clock import now
from app.origin import network_of
from app.security import SIGN_IN_KEY
from app.security.required_factor import is_required
from app.security.sign_in import running
from app.services.account import second_factor
from app.services.account.rows import end_sessions
from app.services.account.traces import trace
from models import SignIn, User
from models.account.people import roles_of
from rules.account.access import AccountAction
from rules.reading import whole
from rules.text import N_
from views.base import Response, SafePage, current_actor, one_change, post
from views.base.fields import HiddenField
from views.base.form import Form

GONE = N_("This sign-in has ended already.")
# The first that fits: Edge and Opera call themselves Chrome, and Chrome calls itself Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


class ChosenForm(Form):
    """The button that was pressed names a sign-in, or a browser that is remembered."""

    sign_in = HiddenField()
    device = HiddenField(read_as=whole)


class SessionPage(SafePage):
    """The forms of the profile that end sign-ins and forget browsers."""

    route_base = "/profils/sesijas"

    @post("/beigt", _p("tried", "ending a sign-in"))
    def end(self) -> Response:
        form = ChosenForm(request.form)
        with one_change():
            mine = {_handle_of(one.id): one for one in running(current_user.id)}
            chosen = mine.get(form.sign_in.data)
            if chosen:
                chosen.ended_at = now()
                trace(AccountAction.sessions_ended, current_actor(), now(), data={"count": 1})
        flash(gettext("The sign-in has been ended.") if chosen else gettext(GONE), "success")
        return redirect("/profils#sign-ins")

    @post("/beigt-citas", _p("tried", "ending all other sign-ins"), may="end")
    def end_others(self) -> Response:
        """End every sign-in of the own account but this one; every browser is asked for a code again."""
        with one_change():
            ended = end_sessions(current_user.id, now(), besides=session[SIGN_IN_KEY])
            trace(AccountAction.sessions_ended, current_actor(), now(), data={"count": ended})
        said = ngettext(
            "%(num)s other sign-in has been ended.", "%(num)s other sign-ins have been ended.", ended
        )
        flash(said, "success")
        return redirect("/profils#sign-ins")

    @post("/aizmirst", _p("tried", "forgetting a remembered device"), may="end")
    def forget(self) -> Response:
        """Ask a remembered browser for a code again."""
        chosen = ChosenForm(request.form).device.data
        with one_change():
            if chosen is not None:
                second_factor.forget_device(current_user, chosen, now())
        flash(gettext("This browser will be asked for a code again."), "success")
        return redirect("/profils#sign-ins")


@dataclass(frozen=True, slots=True)
class Running:
    """A sign-in as its owner sees it; `handle` names it in a form, the key itself stays inside."""

    handle: str
    begun_at: datetime
    way: str
    device: str
    network: str
    is_this: bool


def own_access() -> dict[str, Any]:
    """Return what the profile shows of how the own account can be entered."""
    at, owner = now(), current_user.id
    return {
        "sign_ins": [_shown(one) for one in running(owner)],
        "devices": [
            (one.id, device_words(one.device), one.created_at, one.until)
            for one in second_factor.remembered(owner, at)
        ],
        "second_factor": second_factor.confirmed(owner),
        "factor_required": is_required(roles_of(current_user)),
    }


def device_words(user_agent: str) -> str:
    """Return what a person calls the browser that says this of itself."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if not browser:
        return gettext("A program") if user_agent else gettext("An unknown browser")
    return f"{browser}, {system}" if system else browser


def remembered_days() -> int:
    """Return for how many days a browser may be remembered; 0 when that is not offered."""
    return int(current_app.config["REMEMBERED_DAYS"])


def is_remembered(account: User) -> bool:
    """Return whether this browser need not show a code for this account."""
    token = request.cookies.get(_cookie(), "")
    return remembered_days() > 0 and second_factor.is_remembered(account.id, token, now())


def remember(account: User, answer: Response) -> None:
    with one_change():
        token = second_factor.remember(account, request.user_agent.string, now(), remembered_days())
    answer.set_cookie(
        _cookie(),
        token,
        max_age=remembered_days() * 24 * 60 * 60,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )


def _cookie() -> str:
    """Return the name of the cookie; it shares the prefix `__Host-` of the session's over https."""
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def _handle_of(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:16]


def _shown(one: SignIn) -> Running:
    ways = {"api": gettext("API"), "sso": gettext("Single sign-on")}
    return Running(
        handle=_handle_of(one.id),
        begun_at=one.begun_at,
        way=ways.get(one.way) or gettext("Password"),
        device=device_words(one.device),
        network=network_of(one.address) or "–",
        is_this=one.id == session.get(SIGN_IN_KEY),
    )


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((word for mark, word in known if mark in user_agent), "")
