"""Taking away somebody's lost second factor, by an administrator."""

from flask import flash, redirect
from flask_babel import gettext, lazy_pgettext as _p

from app.clock import now
from app.services.account import second_factor
from rules.refusals import NotAllowed
from views.account.found import account_or_404
from views.base import Response, SafePage, current_actor, get, one_change, post


class FactorResetPage(SafePage):
    """Asks first, then does it."""

    route_base = "/lietotaji"
    kept = False

    @get("/<pk>/otrais-faktors", may="reset")
    def ask(self, pk: str) -> str:
        account = account_or_404(pk)
        if not second_factor.may_reset(account, current_actor()):
            raise NotAllowed(second_factor.NOT_YOURS)
        has_factor = second_factor.confirmed(account.id) is not None
        return self.render_template("account/factor_reset.html", account=account, has_factor=has_factor)

    @post("/<pk>/otrais-faktors", tried=_p("tried", "taking away the second factor of an account"))
    def reset(self, pk: str) -> Response:
        """Take it away; the person is told by mail."""
        with one_change():
            account = account_or_404(pk)
            second_factor.reset(account, current_actor(), now())
        said = gettext("%(account)s now signs in by password alone.", account=account.username)
        flash(said, "success")
        return redirect(f"/lietotaji/show/{account.id}")
