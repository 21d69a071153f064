"""The second step of signing in: a code of the generator, or a recovery code."""

from flask import flash, redirect, request
from flask_appbuilder import expose
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app import clock
from app.security import lockout
from app.security.lockout import TooSoon
from app.services.account import second_factor
from app.services.account.credentials import begin_try, failed
from rules.account.access import AccountAction
from views.base import SafePage, one_change
from views.middleware.errors import too_many
from views.signin import half_way, remembered
from views.signin.form import address, later, open_session
from views.signin.half_way import HalfWay

WRONG_CODES = 5  # then the password is asked for again
LETTERS = "rezerves"  # in the address of who types a recovery code: phones offer letters, not digits only


class SecondStep(SafePage):
    """The page that asks for the code."""

    route_base = "/login"
    default_view = "code"

    @expose("/kods", methods=["GET", "POST"])
    def code(self) -> str | Response:
        """Ask for the code, or take it and let the person in."""
        state = half_way.current()
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
        return self._try(state) if request.method == "POST" else self._page(state)

    def _try(self, state: HalfWay) -> str | Response:
        account, tried = state.account, lockout.code_of(state.account.id)
        try:
            counted = begin_try(tried, address(), account.id)
        except TooSoon as refused:
            return later(self._page(state, too_many(refused.seconds)), refused.seconds)
        with one_change():
            right = second_factor.verify(account, request.form.get("code", ""), clock.now())
        if right:
            lockout.take_back(counted)
            return _let_in(state)
        failed(account.id, AccountAction.second_factor_failed, "code", counted)
        if lockout.failures_since(tried, address(), state.since) < WRONG_CODES:
            return self._page(
                state, gettext("The code is wrong, used already or too old. Type the one shown now.")
            )
        flash(gettext("Too many wrong codes. Type user name and password again."), "danger")
        return _back_to_password()

    def _page(self, state: HalfWay, error: str = "") -> str:
        factor = second_factor.confirmed(state.account.id)
        return self.render_template(
            "signin/code.html",
            error=error,
            readable=factor is None or second_factor.readable(factor),
            letters=LETTERS in request.args,
            LETTERS=LETTERS,
            days=remembered.days(),
            remember="remember" in request.form,
        )


def _let_in(state: HalfWay) -> Response:
    answer = open_session(state.account, "form", state.wanted)
    if "remember" in request.form and remembered.days():
        remembered.remember(state.account, answer)
    return answer


def _back_to_password() -> Response:
    half_way.drop()
    return redirect("/login/")
