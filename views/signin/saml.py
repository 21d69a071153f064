"""Signing in at a SAML provider: the question, its answer, and what the provider has to know of us."""

from typing import Any

from flask import abort, current_app, redirect, request
from flask_appbuilder import expose
from flask_login import current_user
from itsdangerous import BadData, URLSafeTimedSerializer

from app.extensions import csrf
from app.security.oidc import Untrusted
from app.security.saml import ANSWER, Saml, saml
from views.base import Response, SafePage
from views.base.fields import HiddenField
from views.base.form import Form, NextForm
from views.signin.oidc import distrusted, leave_for, welcome

# The answer is a form sent from the provider's site: the session's cookie (SameSite=Lax) does not come along.
# This one does; it holds nothing but which answer this browser waits for.
COOKIE = "__Secure-virsis-saml"
WAITS = 900  # seconds


class AnswerForm(Form):
    """What the provider lets the browser bring."""

    answer = HiddenField(name="SAMLResponse", read_as=str)


class SamlSignOn(SafePage):
    """The SAML provider's way; without one in the settings nothing is here."""

    route_base = "/login/saml"

    @expose("", methods=["POST"])
    def begin(self) -> Response:
        asked, wanted = _provider(), NextForm(request.form).next.data
        if current_user.is_authenticated:
            return redirect(wanted or "/darbi")
        address, number = asked.address(request.path)
        answer = leave_for(address, asked.name)
        kept = _signer().dumps({"asked": number, "next": wanted})
        answer.set_cookie(
            COOKIE, kept, max_age=WAITS, path=ANSWER, secure=True, httponly=True, samesite="None"
        )
        return answer

    @expose("/acs", methods=["POST"])
    def answered(self) -> Response:
        """Check the signed answer to this browser's question, and let the person in."""
        asked, sent = _provider(), AnswerForm(request.form)
        try:
            kept = _kept()
            identity = asked.identity(request.path, sent.answer.data or "", kept["asked"])
        except Untrusted as error:
            answer = distrusted(str(error), asked.name)
        else:
            answer = welcome(identity, asked.name, kept["next"])
        answer.delete_cookie(COOKIE, path=ANSWER, secure=True, httponly=True, samesite="None")
        return answer

    @expose("/metadata")
    def metadata(self) -> Response:
        return Response(_provider().metadata(), mimetype="application/samlmetadata+xml")


csrf.exempt(f"{__name__}.answered")  # the provider cannot know our token; the answer names our question


def _kept() -> dict[str, Any]:
    try:
        kept: dict[str, Any] = _signer().loads(request.cookies.get(COOKIE, ""), max_age=WAITS)
    except BadData as error:
        raise Untrusted("state") from error
    return kept


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="saml")


def _provider() -> Saml:
    return saml() or abort(404)
