"""Signing in by a form: the password, and what opens when all is proved."""

from flask import make_response, redirect, request, session
from flask_appbuilder import expose
from flask_babel import gettext
from flask_login import current_user, login_user
from werkzeug.wrappers import Response

from app import clock
from app.security import SIGN_IN_KEY
from app.security.lockout import TooSoon
from app.security.sign_in import begin, end, lifetime
from app.services.account import second_factor
from app.services.account.credentials import account_of, closed_institution, forgive
from app.services.account.traces import trace
from models import User
from models.account.people import actor_of
from rules.account.access import AccountAction
from rules.text import N_
from views.base import SafePage
from views.base.actor import current_actor, way_back
from views.middleware.errors import too_many
from views.signin import half_way, remembered
from views.words.formats import lasting

WRONG = N_("User name or password is wrong. Check both and try again.")
INSTITUTION_CLOSED = N_(
    "%(institution)s is closed in VIRSIS, so its accounts cannot sign in. "
    "Ask the user administrator of the institution that took over its work for a new account."
)


def open_session(account: User, way: str, wanted: str | None = None) -> Response:
    """Let this account in, whatever way it proved who it is, and go where the person wanted to go.

    A new session: nothing of the visitor's stays but the language, and whoever was signed in is signed out.
    """
    if current_user.is_authenticated:
        trace(AccountAction.signed_out, current_actor(), clock.now())
        end(session[SIGN_IN_KEY])
    locale = session.get("locale")
    session.clear()
    session[SIGN_IN_KEY] = begun(account, way)
    login_user(account)
    session["locale"] = locale or account.locale
    return redirect(wanted or "/darbi")


def admit(account: User, wanted: str | None = None) -> Response:
    """After the right password: let the account in, or ask for its second factor."""
    if second_factor.confirmed(account.id) is None or remembered.is_remembered(account):
        return open_session(account, "form", wanted)
    half_way.begin(account, wanted)
    return redirect("/login/kods")


def begun(account: User, way: str) -> str:
    """Begin a sign-in, leave its trace and return its key."""
    at = clock.now()
    account.login_count = (account.login_count or 0) + 1
    account.fail_login_count = 0
    account.last_login = at.replace(tzinfo=None)
    forgive(account, address())
    trace(AccountAction.signed_in, actor_of(account), at, account=account, data={"way": way})
    return begin(account, way=way, address=address(), device=request.user_agent.string)


def address() -> str:
    """Return where the request comes from."""
    return request.remote_addr or ""


def later(page: str, seconds: int) -> Response:
    """Answer with a page that says when to try again."""
    answer = make_response(page, 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


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
        return self._form(wanted, ended=SIGN_IN_KEY in session)

    def _try(self, wanted: str | None) -> str | Response:
        username, password = request.form.get("username", ""), request.form.get("password", "")
        try:
            account = account_of(username, password, address())
        except TooSoon as refused:
            return later(self._form(wanted, too_many(refused.seconds), username), refused.seconds)
        if account is None:
            return self._form(wanted, gettext(WRONG), username)
        closed = closed_institution(account)
        if closed:
            return self._form(wanted, gettext(INSTITUTION_CLOSED, institution=closed), username)
        return admit(account, wanted)

    def _form(self, wanted: str | None, error: str = "", username: str = "", ended: bool = False) -> str:
        return self.render_template(
            "appbuilder/general/security/login_db.html",
            next=wanted,
            error=error,
            username=username,
            lasts=lasting(lifetime()) if ended else "",
        )
