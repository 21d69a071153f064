"""Tokens of the API for user name and password, and for a code where the account has a second factor."""

from typing import Any

from flask_appbuilder import expose
from flask_babel import gettext
from flask_jwt_extended import create_access_token, create_refresh_token, get_jwt, get_jwt_identity

from app.security import SIGN_IN_KEY
from app.services.account import second_factor
from app.services.account.credentials import account_of, closed_institution
from models import User
from rules.refusals import Invalid, NotAllowed, Problem
from rules.text import N_
from rules.vocabulary import ProblemCode
from views.api.calls import DescribedApi, call
from views.api.schemas import account, bodies
from views.base import Response
from views.base.api import unreadable
from views.middleware.errors import problem
from views.signin.form import INSTITUTION_CLOSED, WRONG
from views.signin.session import address, begun, is_right_code

CODE_NEEDED = N_("This account has a second factor. Send its code, too.")


class TokenApi(DescribedApi):
    """Tokens for programs."""

    resource_name = "security"
    kept = False
    class_permission_name = "TokenApi"

    @expose("/login", methods=["POST"])
    @call(
        N_("Exchange user name and password for tokens; with a second factor add its code as “otp”"),
        body=bodies.Credentials,
        answer=account.Tokens,
        refuses=(429,),
    )
    def login(self) -> Response:
        body = self._credentials()
        account = account_of(body["username"], body["password"], address())
        if account is None:
            return problem(401, gettext(WRONG))
        closed = closed_institution(account)
        if closed:
            raise NotAllowed(INSTITUTION_CLOSED, institution=closed)
        missing = _code_problem(account, body.get("otp", ""))
        if missing:
            return problem(401, gettext(CODE_NEEDED), (missing,))
        carried = {SIGN_IN_KEY: begun(account, "api")}
        tokens = {"access_token": create_access_token(str(account.id), additional_claims=carried)}
        if body.get("refresh"):
            tokens["refresh_token"] = create_refresh_token(str(account.id), additional_claims=carried)
        return self.told(tokens)

    @expose("/refresh", methods=["POST"])
    @call(N_("Exchange a refresh token for a new access token"), answer=account.Tokens)
    def refresh(self) -> Response:
        carried = {SIGN_IN_KEY: get_jwt()[SIGN_IN_KEY]}
        return self.told({"access_token": create_access_token(get_jwt_identity(), additional_claims=carried)})

    def _credentials(self) -> dict[str, Any]:
        body, sent = self.body(), self.sent()
        problems = (
            *sent.problems,
            *unreadable({name: body.get(name) for name in bodies.Credentials().fields}),
        )
        if problems:
            raise Invalid(N_("Send user name and password."), problems)
        return sent.values


def _code_problem(account: User, code: str) -> Problem | None:
    """Return what is wrong with the code of an account that has a second factor; only a wrong one counts."""
    if second_factor.confirmed(account.id) is None:
        return None
    if not code:
        return Problem("otp", ProblemCode.otp_required)
    return None if is_right_code(account, code) else Problem("otp", ProblemCode.invalid)
