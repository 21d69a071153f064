"""Setting a password: by a link that was mailed, by asking for one, or by changing the own one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import flash, make_response, redirect, render_template, request, session
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from flask_login import current_user

from app.clock import now
from app.extensions import db
from app.security import SIGN_IN_KEY, lockout
from app.security.lockout import TooSoon
from app.security.password_hash import hashed
from app.services.account import credentials, links
from app.services.account.links import LinkRefused
from app.services.account.passwords import problems_of, set_password
from app.services.account.traces import just_traced
from models import User
from rules.account.access import AccountAction
from rules.account.passwords import LONGEST, SHORTEST
from rules.text import fold, nfc
from views.base import Response, SafePage, expose, get_and_post, later, one_change
from views.base.attempts import trace_refusal
from views.base.fields import AS_TYPED, LineField, SecretField
from views.base.form import Form
from views.signin.session import address, browser
from views.words.formats import try_again
from views.words.sentences import say

ANSWER_AFTER = 0.3  # seconds: the time of the answer does not tell whether there is such an account


class AskForm(Form):
    """Whoever cannot sign in says who it is."""

    name = LineField(
        _l("User name or e-mail address"),
        render_kw={"autocomplete": "username", **AS_TYPED, "maxlength": 320, "required": True},
    )


class PresentForm(Form):
    """The present password, asked for before the new one."""

    present = SecretField(_l("Present password"), autocomplete="current-password")


class NewPasswordForm(Form):
    """The new password, twice."""

    password = SecretField(
        _l("New password"),
        description=_l(
            "From %(shortest)s to %(longest)s characters, any characters, also spaces and diacritics. Best "
            "are several words that only you put together. A common password or the name of your account or "
            "institution is not taken.",
            shortest=SHORTEST,
            longest=LONGEST,
        ),
        autocomplete="new-password",
    )
    again = SecretField(_l("The new password again"), autocomplete="new-password")

    def fits(self, account: User) -> bool:
        """Whether what was typed may be the password of this account; else each field says why not."""
        if not self.validate():
            return False
        password, again = self.password.data, self.again.data
        if not password:
            self.blame("password", gettext("Type the new password"))
            return False
        self.blame("password", *(say(one.key, one.values) for one in problems_of(password, account)))
        if nfc(password) != nfc(again):
            self.blame("again", gettext("The two passwords differ. Type the same one twice."))
        return not self.mistakes


class OwnPasswordForm(PresentForm, NewPasswordForm):
    """What changes the own password."""

    def fits(self, account: User) -> bool:
        """Whether everything is typed and the new password is another one."""
        super().fits(account)
        present = self.present.data  # None: it cannot be read, and that is said
        if present == "":
            self.blame("present", gettext("Type your present password"))
        elif present is not None and present == self.password.data:
            self.blame("password", gettext("The new password is the present one. Take another."))
        return not self.mistakes


class PasswordLinkPage(SafePage):
    """For whoever cannot sign in: asking for a link, and setting a password by it."""

    route_base = ""
    kept = False

    @expose("/parole/<token>", methods=["GET", "POST"])
    def by_link(self, token: str) -> Response:
        """Show whose password can be set, and set it; opening the page changes nothing."""
        form = NewPasswordForm(request.form)
        try:
            account = links.find(token, now()).user
            if request.method == "POST" and form.fits(account):
                return self._set(token, form)
        except LinkRefused:
            return _refused(token)
        page = self.render_template("signin/password_by_link.html", account=account, form=form)
        return _secret(page, 422 if form.mistakes else 200)

    @expose("/aizmirsu-paroli", methods=["GET", "POST"])
    def ask(self) -> Response:
        """Ask for a link by mail; the answer is the same whoever is named."""
        form = AskForm(request.form)
        if request.method == "GET":
            return make_response(self._form(form))
        if form.validate() and not form.name.data:
            form.blame("name", gettext("Type the user name or the e-mail address."))
        if form.mistakes:
            return make_response(self._form(form), 422)
        try:
            _send_link(form.name.data)
        except TooSoon as refused:
            form.blame("name", try_again(gettext("Too many requests."), refused.seconds))
            return later(self._form(form), refused.seconds)
        return make_response(self.render_template("signin/password_asked.html"))

    def _set(self, token: str, form: NewPasswordForm) -> Response:
        db.session.rollback()  # hashing takes long: hold no lock meanwhile
        kept = hashed(form.password.data)
        with one_change():
            account = links.redeem(token, kept, now())
            credentials.forgive(account, address(), browser())
            name = account.username
        flash(_said_of(name), "success")
        return _secret(redirect("/login/", 303))

    def _form(self, form: AskForm) -> str:
        return self.render_template("signin/password_ask.html", form=form)


class OwnPasswordPage(SafePage):
    """Changing the own password."""

    route_base = ""

    @get_and_post("/profils/parole", _p("tried", "changing the own password"))
    def change(self) -> Response:
        """Show the form, and take a new password from whoever knows the present one."""
        form = OwnPasswordForm(request.form)
        if request.method == "GET" or not current_user.password:
            return make_response(self._form(form))
        return self._check(form) if form.fits(current_user) else make_response(self._form(form), 422)

    def _check(self, form: OwnPasswordForm) -> Response:
        try:
            right = credentials.right_password(current_user, form.present.data, address(), browser())
        except TooSoon as refused:
            form.blame("present", try_again(gettext("Too many failed tries."), refused.seconds))
            return later(self._form(form), refused.seconds)
        if not right:
            form.blame("present", gettext("This is not your present password. Check it and try again."))
            return make_response(self._form(form), 422)
        db.session.rollback()
        kept = hashed(form.password.data)
        with one_change():
            set_password(current_user, kept, now(), besides=session.get(SIGN_IN_KEY, ""))
        flash(gettext("The password is changed. Everywhere else you have to sign in again."), "success")
        return redirect("/profils", 303)

    def _form(self, form: OwnPasswordForm) -> str:
        return self.render_template("signin/password_change.html", account=current_user, form=form)


def _send_link(name: str) -> None:
    """Put a link into the outbox if there is such an account; `TooSoon` when it was asked for too often."""
    with _evenly():
        lockout.begin_try(f"reset:{fold(name)}", f"reset {address()}")
        with one_change():
            links.ask_reset(name, now())


def _said_of(name: str) -> str:
    """Whoever has two accounts may still be signed in with the other one: the form does not show then."""
    other = current_user.username if current_user.is_authenticated else name
    if other == name:
        return gettext("The password is set. Sign in as %(username)s with it.", username=name)
    return gettext(
        "The password of %(username)s is set. You are still signed in as %(other)s: "
        "sign out, then sign in as %(username)s.",
        username=name,
        other=other,
    )


def _refused(token: str) -> Response:
    """One page for every link that does not work, whatever the reason."""
    account, why = links.refused_because(token, now())
    if not just_traced(AccountAction.link_refused, account.id if account else None, now()):
        trace_refusal(AccountAction.link_refused, account=account, data={"why": why})
    return _secret(render_template("signin/password_no_link.html"), 404)


def _secret(page: str | Response, status: int = 200) -> Response:
    """Answer at an address that is itself a secret: no other page learns it.

    Browsers name this site and nothing more: without any referrer a form is refused over https.
    """
    answer = page if isinstance(page, Response) else make_response(page, status)
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


@contextmanager
def _evenly() -> Iterator[None]:
    """Let the block last always as long, so that nobody learns by the clock what it did."""
    begun = time.monotonic()
    yield
    time.sleep(max(0.0, begun + ANSWER_AFTER - time.monotonic()))
