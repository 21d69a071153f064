"""Who comes in: everything but a short public list needs signing in, and each request sees as somebody."""

from flask import Flask, abort, g, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.database import SAFE
from app.extensions import db
from app.origin import network_of, origin
from app.security import SIGN_IN_KEY, AppSecurityManager, is_api
from app.security.required_factor import is_required
from app.services.account.second_factor import confirmed
from app.visibility import viewer
from models import SignIn
from models.account.people import roles_of
from rules.refusals import Invalid, NotAllowed, Problem
from rules.text import N_
from rules.vocabulary import ProblemCode
from views.base.actor import current_actor
from views.base.api import INVALID
from views.middleware.api_key import refuse_bad_key, stop_beyond_scope
from views.middleware.signed_out import signed_out

# The endpoints that answer somebody who has not signed in; a test walks all others.
PUBLIC = frozenset(
    {
        "static",
        "site_css",
        "StartPage.index",
        "SignIn.login",
        "SamlSignOn.answered",
        "SamlSignOn.begin",
        "SamlSignOn.metadata",
        "SingleSignOn.begin",
        "SingleSignOn.finish",
        "SecondStep.code",
        "TokenApi.login",
        "PasswordLinkPage.ask",
        "PasswordLinkPage.by_link",
        "NeedPage.index",
        "NeedPage.keep",
        "BecomingPage.show",
        "BecomingPage.send",
        "BecomingPage.sent",
        "BecomingPage.blank",
        "BecomingPage.fill_in",
        "PublicPages.personal_data",
        "PublicPages.accessibility",
        "PublicPages.assumptions",
        "PreferencesPage.language",
        "PreferencesPage.theme",
        "OpenApi.get",
        "ApiDocs.show",
        "Health.alive",
        "Health.ready",
    }
)

# Who must have a second factor and has none yet finds only this open, and what is public.
WITHOUT_FACTOR = frozenset({"SecondFactorPage.show", "SecondFactorPage.confirm", "PreferencesPage.sign_out"})
SET_UP_FIRST = N_(
    "Your role needs a second factor. Sign in to VIRSIS in a browser and set it up, then call again."
)


def install(app: Flask) -> None:
    """Put the gate before every view."""
    app.before_request(AppSecurityManager.before_request)  # names the person, also on pages of errors
    app.before_request(_look_as_the_person)  # what is refused below is traced with its origin
    app.before_request(_stop_strangers)
    app.before_request(_stop_keys)
    app.before_request(_stop_without_second_factor)
    app.before_request(_stop_unstorable)
    app.teardown_request(_stop_looking)


def _stop_unstorable() -> None:
    """A NUL is in no address, and PostgreSQL does not take one; what is typed is looked at by each form."""
    if "\0" in request.path:
        abort(404)
    if is_api():
        odd = [name for name, value in request.args.items(multi=True) if "\0" in value]
        if odd:
            raise Invalid(INVALID, tuple(Problem(name, ProblemCode.invalid) for name in odd))
    elif any("\0" in value for _name, value in request.args.items(multi=True)):
        abort(404)


def _stop_strangers() -> Response | None:
    if request.endpoint in PUBLIC or current_user.is_authenticated:
        return None
    if is_api():
        refuse_bad_key()
        abort(401)
    if request.method not in SAFE:
        return signed_out(was_signed_in=SIGN_IN_KEY in session)
    return redirect(url_for("SignIn.login", next=request.full_path.removesuffix("?")))


def _stop_keys() -> None:
    if request.endpoint not in PUBLIC:
        stop_beyond_scope()


def _stop_without_second_factor() -> Response | None:
    if request.endpoint in PUBLIC or request.endpoint in WITHOUT_FACTOR or not _lacks_second_factor():
        return None
    if is_api():
        raise NotAllowed(SET_UP_FIRST)
    return redirect(url_for("SecondFactorPage.show"))


def _lacks_second_factor() -> bool:
    """Whether the person signed in must set up a second factor first.

    Who came by single sign-on has proved as much as the provider asked for, and systems have keys.
    """
    if not current_user.is_authenticated or current_user.is_service or g.get("api_key"):
        return False
    if not is_required(roles_of(current_user)) or confirmed(current_user.id):
        return False
    return is_api() or _way_in() != "sso"


def _way_in() -> str:
    running = db.session.get(SignIn, session.get(SIGN_IN_KEY, ""))
    return running.way if running else ""


def _look_as_the_person() -> None:
    if request.endpoint != "static":
        g.viewer_token = viewer.set(current_actor())
        g.origin_token = origin.set(network_of(request.remote_addr))


def _stop_looking(_error: BaseException | None) -> None:
    token = g.pop("viewer_token", None)
    if token is not None:
        viewer.reset(token)
        origin.reset(g.pop("origin_token"))
