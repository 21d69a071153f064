"""Taking away somebody's lost second factor, by an administrator."""

from flask import flash, redirect
from flask_appbuilder import expose
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.clock import now
from app.extensions import db
from app.services import second_factor
from models import User
from rules.facts import Actor
from rules.refusals import NotAllowed, NotFound
from rules.vocabulary import Role
from views.base import SafePage, current_actor, has_access, one_change, permission_name
from views.safe_api import GONE
from views.safe_model import is_key


class FactorResetPage(SafePage):
    """Asks first, then does it."""

    route_base = "/lietotaji"
    default_view = "ask"

    @expose("/<pk>/otrais-faktors")
    @has_access
    @permission_name("reset")
    def ask(self, pk: str) -> str:
        """Say what happens, and ask."""
        account = _account(pk, current_actor())
        if not second_factor.may_reset(account, current_actor()):
            raise NotAllowed(second_factor.NOT_YOURS)
        has_factor = second_factor.confirmed(account.id) is not None
        return self.render_template("security/reset.html", account=account, has_factor=has_factor)

    @expose("/<pk>/otrais-faktors", methods=["POST"])
    @has_access
    @permission_name("reset")
    def reset(self, pk: str) -> Response:
        """Take it away; the person is told by mail."""
        with one_change():
            account = _account(pk, current_actor())
            second_factor.reset(account, current_actor(), now())
        said = gettext("%(account)s now signs in by password alone.", account=account.username)
        flash(said, "success")
        return redirect(f"/lietotaji/show/{account.id}")


def _account(pk: str, actor: Actor) -> User:
    """Return the account; one of another institution is not there for a user administrator."""
    account = db.session.get(User, int(pk)) if is_key(pk) else None
    if account is None:
        raise NotFound(GONE)
    own = account.institution_id is not None and account.institution_id == actor.institution_id
    if not own and not actor.has(Role.admin):
        raise NotFound(GONE)
    return account
