"""Signing in by a form, and by the API for a token."""

from typing import Any

from flask import make_response, redirect, request, session
from flask_appbuilder import expose
from flask_babel import gettext
from flask_jwt_extended import create_access_token, create_refresh_token, get_jwt, get_jwt_identity
from flask_login import current_user, login_user
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app import clock
from app.security import SIGN_IN_KEY
from app.services.traces import trace
from app.sign_in import begin, seconds_to_wait, sign_in
from models import User
from models.people import actor_of
from rules.access import AccountAction
from rules.refusals import Invalid, Problem
from rules.text import N_
from rules.vocabulary import ProblemCode
from views.base import SafeApi, SafePage
from views.errors import problem
from views.gate import way_back
from views.safe_api import unstorable


def open_session(account: User, way: str, wanted: str | None = None) -> Response:
    """Let this account in, whatever way it proved who it is, and go where the person wanted to go.

    A new session: nothing of the visitor's stays but the language.
    """
    locale = session.get("locale")
    session.clear()
    session[SIGN_IN_KEY] = _begun(account, way)
    login_user(account)
    session["locale"] = locale or account.locale
    return redirect(wanted or "/darbi")


class SignIn(SafePage):
    """The sign-in form, on a page of its own."""

    route_base = "/login"
    default_view = "login"

    @expose("/", methods=["GET", "POST"])
    def login(self) -> str | Response:
        """Show the form, or sign in and go where the person wanted to go."""
        wanted = way_back(request.values.get("next"))
        if request.method == "POST":
            return self._try(wanted)
        if current_user.is_authenticated:
            return redirect(wanted or "/darbi")
        return self._form(wanted)

    def _try(self, wanted: str | None) -> Response:
        username, password = request.form.get("username", ""), request.form.get("password", "")
        wait = seconds_to_wait(username, _address())
        if wait:
            return _later(self._form(wanted, _too_many(wait), username), wait)
        account = sign_in(username, password, _address())
        if account is None:
            said = gettext("User name or password is wrong. Check both and try again.")
            return make_response(self._form(wanted, said, username), 200)
        return open_session(account, "form", wanted)

    def _form(self, wanted: str | None, error: str = "", username: str = "") -> str:
        return self.render_template(
            "appbuilder/general/security/login_db.html", next=wanted, error=error, username=username
        )


class TokenApi(SafeApi):
    """Tokens for programs."""

    resource_name = "security"
    class_permission_name = "TokenApi"

    @expose("/login", methods=["POST"])
    def login(self) -> Response:
        """Exchange user name and password for tokens."""
        body = _credentials(self.body())
        wait = seconds_to_wait(body["username"], _address())
        if wait:
            raise _TooMany(wait)
        account = sign_in(body["username"], body["password"], _address())
        if account is None:
            return problem(401, gettext("User name or password is wrong. Check both and try again."))
        carried = {SIGN_IN_KEY: _begun(account, "api")}
        tokens = {"access_token": create_access_token(str(account.id), additional_claims=carried)}
        if body.get("refresh"):
            tokens["refresh_token"] = create_refresh_token(str(account.id), additional_claims=carried)
        return self.answer(tokens)

    @expose("/refresh", methods=["POST"])
    def refresh(self) -> Response:
        """Exchange a refresh token for a new access token."""
        carried = {SIGN_IN_KEY: get_jwt()[SIGN_IN_KEY]}
        return self.answer(
            {"access_token": create_access_token(get_jwt_identity(), additional_claims=carried)}
        )


class _TooMany(TooManyRequests):
    """429 that says how many seconds to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(retry_after=seconds)
        self.values = {"seconds": seconds}


def _begun(account: User, way: str) -> str:
    """Begin a sign-in, leave its trace and return its key."""
    trace(AccountAction.signed_in, actor_of(account), clock.now(), account=account, data={"way": way})
    return begin(account, way=way, address=_address(), device=request.user_agent.string)


def _credentials(body: dict[str, Any]) -> dict[str, Any]:
    problems = [
        Problem(name, ProblemCode.invalid if name in body else ProblemCode.required)
        for name in ("username", "password")
        if not isinstance(body.get(name), str) or not body[name]
    ]
    if body.get("provider", "db") != "db":
        problems.append(Problem("provider", ProblemCode.unknown))
    if not isinstance(body.get("refresh", False), bool):
        problems.append(Problem("refresh", ProblemCode.invalid))
    problems += unstorable(body)
    if problems:
        raise Invalid(N_("Send user name and password."), tuple(problems))
    return body


def _too_many(seconds: int) -> str:
    return gettext("Too many failed sign-ins. Try again in %(seconds)s seconds.", seconds=seconds)


def _later(page: str, seconds: int) -> Response:
    answer = make_response(page, 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _address() -> str:
    return request.remote_addr or ""
