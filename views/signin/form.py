"""Signing in by a form: the password; then the session opens, or the second factor is asked for."""

from flask import redirect, request, session
from flask_appbuilder import expose
from flask_babel import gettext, lazy_gettext as _l
from flask_login import current_user

from app.security import SIGN_IN_KEY
from app.security.lockout import TooSoon
from app.security.sign_in import lifetime
from app.services.account import second_factor
from app.services.account.credentials import account_of, closed_institution
from models import User
from rules.text import N_
from views.base import Response, SafePage, later
from views.base.actor import way_back
from views.base.fields import AS_TYPED, LineField, SecretField
from views.base.form import NextForm
from views.middleware.errors import too_many
from views.signin import second_step
from views.signin.devices import is_remembered
from views.signin.session import address, browser, open_session
from views.words.formats import lasting

WRONG = N_("User name or password is wrong. Check both and try again.")
INSTITUTION_CLOSED = N_(
    "%(institution)s is closed in VIRSIS, so its accounts cannot sign in. "
    "Ask the user administrator of the institution that took over its work for a new account."
)


class SignInForm(NextForm):
    """User name and password."""

    username = LineField(
        _l("User name"),
        render_kw={"autocomplete": "username", **AS_TYPED, "required": True},
    )
    password = SecretField(_l("Password"), autocomplete="current-password")


class SignIn(SafePage):
    """The sign-in form, on a page of its own."""

    route_base = "/login"

    @expose("/", methods=["GET", "POST"])
    def login(self) -> str | Response | tuple[str, int]:
        """Show the form, or sign in and go where the person wanted to go."""
        wanted = way_back(request.args.get("next"))
        if request.method == "POST":
            form = SignInForm(request.form)
            form.next.show(wanted or form.next.data)
            return self._try(form) if form.validate() else (self._page(form), 422)
        if current_user.is_authenticated:
            return redirect(wanted or "/darbi")
        return self._page(SignInForm(next=wanted), ended=SIGN_IN_KEY in session)

    def _try(self, form: SignInForm) -> str | Response:
        try:
            account = account_of(form.username.data, form.password.data, address(), browser())
        except TooSoon as refused:
            return later(self._page(form, too_many(refused.seconds)), refused.seconds)
        if account is None:
            return self._page(form, gettext(WRONG))
        closed = closed_institution(account)
        if closed:
            return self._page(form, gettext(INSTITUTION_CLOSED, institution=closed))
        return _admit(account, form.next.data)

    def _page(self, form: SignInForm, error: str = "", ended: bool = False) -> str:
        return self.render_template(
            "appbuilder/general/security/login_db.html",
            form=form,
            error=error,
            lasts=lasting(lifetime()) if ended else "",
        )


def _admit(account: User, wanted: str | None) -> Response:
    """After the right password: let the account in, or ask for its second factor."""
    if second_factor.confirmed(account.id) is None or is_remembered(account):
        return open_session(account, "form", wanted)
    second_step.begin(account, wanted)
    return redirect("/login/kods")
