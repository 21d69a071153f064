"""Setting a password: by a link that was mailed, by asking for one, or by changing the own one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import flash, make_response, redirect, render_template, request, session
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app.clock import now
from app.extensions import db
from app.security import SIGN_IN_KEY, lockout
from app.security.lockout import TooSoon
from app.security.password_hash import hashed
from app.services.account import credentials, links
from app.services.account.links import LinkRefused
from app.services.account.passwords import problems_of, set_password
from models import User
from rules.account.access import AccountAction
from rules.account.passwords import LONGEST, SHORTEST
from rules.text import fold, nfc
from views.base import SafePage, expose, has_access, one_change, permission_name
from views.base.attempts import trace_refusal
from views.signin.form import address, later
from views.words.formats import try_again
from views.words.sentences import say

ANSWER_AFTER = 0.3  # seconds: the time of the answer does not tell whether there is such an account
Problems = list[tuple[str, str]]  # what is wrong, and in which field


class PasswordLinkPage(SafePage):
    """For whoever cannot sign in: asking for a link, and setting a password by it."""

    route_base = ""
    default_view = "ask"

    @expose("/parole/<token>", methods=["GET", "POST"])
    def by_link(self, token: str) -> Response:
        """Show whose password can be set, and set it; opening the page changes nothing."""
        try:
            account = links.find(token, now()).user
            problems = _problems(account) if request.method == "POST" else []
            if request.method == "POST" and not problems:
                return self._set(token)
        except LinkRefused:
            return _refused(token)
        page = self.render_template(
            "signin/password_by_link.html", account=account, problems=problems, **_policy()
        )
        return _secret(page, 422 if problems else 200)

    @expose("/aizmirsu-paroli", methods=["GET", "POST"])
    def ask(self) -> Response:
        """Ask for a link by mail; the answer is the same whoever is named."""
        name = request.form.get("name", "").strip()
        if request.method == "GET":
            return make_response(self._form())
        if not name:
            return make_response(self._form(gettext("Type the user name or the e-mail address.")), 422)
        tried, place = f"reset:{fold(name)}", f"reset {address()}"
        try:
            with _evenly():
                lockout.begin_try(tried, place)
                with one_change():
                    links.ask_reset(name, now())
        except TooSoon as refused:
            said = try_again(gettext("Too many requests."), refused.seconds)
            return later(self._form(said, name), refused.seconds)
        return make_response(self.render_template("signin/password_asked.html"))

    def _set(self, token: str) -> Response:
        db.session.rollback()  # hashing takes long: hold no lock meanwhile
        kept = hashed(request.form["password"])
        with one_change():
            account = links.redeem(token, kept, now())
            credentials.forgive(account, address())
            name = account.username
        flash(_said_of(name), "success")
        return _secret(redirect("/login/", 303))

    def _form(self, error: str = "", name: str = "") -> str:
        return self.render_template("signin/password_ask.html", error=error, name=name)


class OwnPasswordPage(SafePage):
    """Changing the own password."""

    route_base = ""
    default_view = "change"

    @expose("/profils/parole", methods=["GET", "POST"])
    @has_access
    @permission_name("change")
    def change(self) -> Response:
        """Show the form, and take a new password from whoever knows the present one."""
        if request.method == "GET" or not current_user.password:
            return make_response(self._form([]))
        problems = _problems(current_user)
        if not request.form.get("present"):
            problems.insert(0, (gettext("Type your present password"), "present"))
        elif request.form["present"] == request.form.get("password"):
            problems.append((gettext("The new password is the present one. Take another."), "password"))
        return make_response(self._form(problems), 422) if problems else self._check()

    def _check(self) -> Response:
        try:
            right = credentials.right_password(current_user, request.form["present"], address())
        except TooSoon as refused:
            said = try_again(gettext("Too many failed tries."), refused.seconds)
            return later(self._form([(said, "present")]), refused.seconds)
        if not right:
            said = gettext("This is not your present password. Check it and try again.")
            return make_response(self._form([(said, "present")]), 422)
        db.session.rollback()
        kept = hashed(request.form["password"])
        with one_change():
            set_password(current_user, kept, now(), besides=session.get(SIGN_IN_KEY, ""))
        flash(gettext("The password is changed. Everywhere else you have to sign in again."), "success")
        return redirect("/profils", 303)

    def _form(self, problems: Problems) -> str:
        return self.render_template(
            "signin/password_change.html", account=current_user, problems=problems, **_policy()
        )


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


def _problems(account: User) -> Problems:
    """What is wrong with the new password that was typed twice."""
    password, again = request.form.get("password", ""), request.form.get("again", "")
    if not password:
        return [(gettext("Type the new password"), "password")]
    found = [(say(one.key, one.values), "password") for one in problems_of(password, account)]
    if nfc(password) != nfc(again):
        found.append((gettext("The two passwords differ. Type the same one twice."), "again"))
    return found


def _policy() -> dict[str, int]:
    return {"shortest": SHORTEST, "longest": LONGEST}


def _refused(token: str) -> Response:
    """One page for every link that does not work, whatever the reason."""
    account, why = links.refused_because(token, now())
    if not links.refused_a_moment_ago(account, now()):
        trace_refusal(AccountAction.link_refused, account=account, data={"why": why})
    return _secret(render_template("signin/password_no_link.html"), 404)


def _secret(page: str | Response, status: int = 200) -> Response:
    """Answer at an address that is itself a secret: no cache and no other page learns it.

    Browsers name this site and nothing more: without any referrer a form is refused over https.
    """
    answer = page if isinstance(page, Response) else make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer


@contextmanager
def _evenly() -> Iterator[None]:
    """Let the block last always as long, so that nobody learns by the clock what it did."""
    begun = time.monotonic()
    yield
    time.sleep(max(0.0, begun + ANSWER_AFTER - time.monotonic()))
