"""Signing in at another provider: sending the person there, and what comes back."""

import logging
from hmac import compare_digest
from typing import Any

from flask import abort, make_response, redirect, render_template, request, session, url_for
from flask_appbuilder import expose
from flask_babel import gettext, lazy_pgettext as _p
from flask_login import current_user

from app import clock
from app.extensions import db
from app.security.oidc import Provider, Unreachable, Untrusted, provider
from app.security.saml import saml
from app.services.account.identities import Unwelcome, account_of, unlink
from models import User
from rules.account.access import AccountAction, Identity
from views.base import Response, SafePage, current_actor, one_change, post
from views.base.attempts import trace_refusal
from views.base.form import NextForm
from views.signin.session import open_session
from views.words.sentences import refusal_sentence

log = logging.getLogger(__name__)

KEPT = "sso"  # under which the session keeps what the answer has to fit


def other_ways() -> list[tuple[str, str]]:
    """Return where a form leads that signs in elsewhere, and what is written on its button."""
    known = (("SingleSignOn.begin", provider()), ("SamlSignOn.begin", saml()))
    return [(url_for(endpoint), asked.name) for endpoint, asked in known if asked]


class SingleSignOn(SafePage):
    """The OpenID provider's way; without one in the settings nothing is here."""

    route_base = "/login"

    @expose("/oidc", methods=["POST"])
    def begin(self) -> Response:
        asked, wanted = _provider(), NextForm(request.form).next.data
        if current_user.is_authenticated:
            return redirect(wanted or "/darbi")
        db.session.rollback()  # the provider may be slow: hold no lock meanwhile
        try:
            address, kept = asked.address()
        except Unreachable as error:
            log.warning("The OpenID provider does not answer", exc_info=error)
            return _out_of_reach(asked.name, wanted)
        session[KEPT] = {**kept, "next": wanted}
        return leave_for(address, asked.name)

    @expose("/oidc/atbilde")
    def finish(self) -> Response:
        """Check what the provider answers, once, and let the person in."""
        asked, kept = _provider(), session.pop(KEPT, None)
        db.session.rollback()
        try:
            identity = asked.identity(_code(kept), kept)
        except Unreachable as error:
            log.warning("The OpenID provider does not answer", exc_info=error)
            return _out_of_reach(asked.name, kept["next"])
        except Untrusted as error:
            return distrusted(str(error), asked.name)
        return welcome(identity, asked.name, kept["next"])


class IdentityPage(SafePage):
    """The links between accounts and identities."""

    route_base = "/profils/identitates"

    @post("/<int:pk>/atsaistit", _p("tried", "unlinking an identity of the single sign-on"))
    def unlink(self, pk: int) -> Response:
        """Let an account be signed in by password alone again."""
        with one_change():
            unlink(pk, current_actor(), clock.now())
        return redirect(NextForm(request.form).next.data or "/profils")


def leave_for(address: str, name: str) -> Response:
    """Answer with a page that goes on to the provider by itself.

    A redirect would not do: Chromium applies our `form-action 'self'` to where a form is redirected,
    and to every further redirect of the provider.
    """
    return make_response(render_template("signin/leaving.html", address=address, provider=name))


def welcome(identity: Identity, name: str, wanted: str | None) -> Response:
    """Open a session for the account of this identity, or say why there is none."""
    try:
        with one_change():
            return open_session(account_of(identity, clock.now()), "sso", wanted)
    except Unwelcome as refusal:
        _trace(refusal.reason, refusal.account)
        heading, said = gettext("You cannot sign in with this identity"), refusal_sentence(refusal)
        return _page(403, heading, said, without_account=True)


def distrusted(reason: str, name: str) -> Response:
    """Say that the answer proves nothing; the trace says why."""
    _trace(reason)
    if reason == "access_denied":
        said = gettext("%(provider)s says that you did not agree to sign in.", provider=name)
        return _page(403, gettext("You have not signed in"), said)
    said = gettext(
        "The answer of %(provider)s is out of date or does not belong to this browser. Start again.",
        provider=name,
    )
    return _page(400, gettext("You have not signed in"), said)


def _code(kept: dict[str, Any] | None) -> str:
    """Return the code of an answer that belongs to this session."""
    state, error = request.args.get("state", ""), request.args.get("error")
    if not kept or not compare_digest(state.encode(), kept["state"].encode()):
        raise Untrusted("state")
    if error:
        raise Untrusted("access_denied" if error == "access_denied" else "provider_error")
    code = request.args.get("code")
    if not code:
        raise Untrusted("no_code")
    return code


def _trace(reason: str, account: User | None = None) -> None:
    trace_refusal(AccountAction.identity_refused, account=account, data={"reason": reason})


def _out_of_reach(name: str, wanted: str | None) -> Response:
    said = gettext(
        "%(provider)s does not answer. Try again later or sign in with your password.", provider=name
    )
    answer = _page(503, gettext("Signing in is not possible there now"), said, next=wanted)
    answer.headers["Retry-After"] = "60"
    return answer


def _page(status: int, heading: str, sentence: str, **more: object) -> Response:
    shown = render_template("signin/refused.html", code=status, heading=heading, sentence=sentence, **more)
    return make_response(shown, status)


def _provider() -> Provider:
    return provider() or abort(404)
