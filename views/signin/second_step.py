"""The second step of signing in: after the password a code of the generator, or a recovery code."""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import current_app, flash, redirect, request, session
from flask_appbuilder import expose
from flask_babel import gettext, lazy_gettext as _l, ngettext
from flask_login import current_user

from app import clock
from app.extensions import db
from app.security import lockout
from app.security.lockout import TooSoon
from app.services.account import second_factor
from app.services.account.credentials import known_for
from app.services.account.links import may_sign_in
from models import User
from views.base import Response, SafePage, later
from views.base.choices import TickField
from views.base.fields import AS_TYPED, OneTimeField
from views.base.form import Form
from views.middleware.errors import too_many
from views.signin.devices import remember, remembered_days
from views.signin.session import address, browser, is_right_code, open_session

HOLDS = timedelta(minutes=10)  # so long the session remembers between password and code
WRONG_CODES = 5  # then the password is asked for again
LETTERS = "rezerves"  # in the address of who types a recovery code: phones offer letters, not digits only
_KEY = "half_way"


class CodeForm(Form):
    """The code, and whether this browser is asked for one again."""

    code = OneTimeField(
        _l("Code"),
        autocomplete="one-time-code",
        description=_l("The 6 digits that your authenticator app shows now, or one of your recovery codes."),
        render_kw={**AS_TYPED, "autofocus": True},
    )
    remember = TickField(value="1", description=_l("Only on a device that nobody else uses."))


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Whose password was right, when, and where the person wanted to go."""

    account: User
    since: datetime
    wanted: str | None


class SecondStep(SafePage):
    """The page that asks for the code."""

    route_base = "/login"
    kept = False

    @expose("/kods", methods=["GET", "POST"])
    def code(self) -> str | Response | tuple[str, int]:
        """Ask for the code, or take it and let the person in."""
        state = _half_way()
        if state is None and current_user.is_authenticated:
            return redirect("/darbi")  # back from the page that opened
        if state is None:
            flash(
                gettext("Type user name and password again: the code is awaited for 10 minutes."), "warning"
            )
            return _back_to_password()
        if second_factor.confirmed(state.account.id) is None:
            flash(gettext("Your second factor has been reset. Type user name and password again."), "warning")
            return _back_to_password()
        if request.method == "GET":
            return self._page(state, CodeForm())
        form = CodeForm(request.form)
        return self._try(state, form) if form.validate() else (self._page(state, form), 422)

    def _try(self, state: HalfWay, form: CodeForm) -> str | Response:
        try:
            right = is_right_code(state.account, form.code.data)
        except TooSoon as refused:
            form.blame("code", too_many(refused.seconds))
            return later(self._page(state, form), refused.seconds)
        if right:
            return _let_in(state, form)
        tried, known = lockout.code_of(state.account.id), known_for(state.account.id, browser())
        if lockout.failures_since(tried, address(), state.since, known) < WRONG_CODES:
            form.blame("code", gettext("The code is wrong, used already or too old. Type the one shown now."))
            return self._page(state, form)
        flash(gettext("Too many wrong codes. Type user name and password again."), "danger")
        return _back_to_password()

    def _page(self, state: HalfWay, form: CodeForm) -> str:
        factor, days = second_factor.confirmed(state.account.id), remembered_days()
        readable, letters = factor is None or second_factor.readable(factor), LETTERS in request.args
        keys = "numeric" if readable and not letters else "text"
        form.code.render_kw = {**form.code.render_kw, "inputmode": keys}
        form.remember.label.text = ngettext(
            "Do not ask for a code on this device for %(num)s day",
            "Do not ask for a code on this device for %(num)s days",
            days,
        )
        return self.render_template(
            "signin/code.html", form=form, readable=readable, letters=letters, LETTERS=LETTERS, days=days
        )


def begin(account: User, wanted: str | None) -> None:
    """Remember that the password was right; nobody is signed in by that."""
    at = clock.now().timestamp()
    session[_KEY] = {"user": account.id, "at": at, "proof": _proof(account, at), "next": wanted}


def _half_way() -> HalfWay | None:
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


def _proof(account: User, at: float) -> str:
    said = f"half way {account.id} {account.password} {at}".encode()
    return hmac.digest(current_app.config["SECRET_KEY"].encode(), said, "sha256").hex()


def _let_in(state: HalfWay, form: CodeForm) -> Response:
    answer = open_session(state.account, "form", state.wanted)
    if form.remember.data and remembered_days():
        remember(state.account, answer)
    return answer


def _back_to_password() -> Response:
    session.pop(_KEY, None)
    return redirect("/login/")
