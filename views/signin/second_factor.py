"""The second factor of one's own: setting it up, new recovery codes, another phone, doing without."""

from typing import Any

import segno
from flask import flash, make_response, redirect, request, session
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from flask_login import current_user
from markupsafe import Markup

from app.clock import now
from app.security import SIGN_IN_KEY, lockout
from app.security.lockout import TooSoon
from app.security.required_factor import is_required
from app.security.sealing import seal, unseal
from app.services.account import second_factor
from app.services.account.credentials import begin_try, failed, right_password
from models.account.people import roles_of
from rules.account.access import AccountAction
from rules.refusals import NotAllowed
from rules.text import N_
from views.base import Response, SafePage, get, later, one_change, post
from views.base.fields import AS_TYPED, HiddenField, OneTimeField, SecretField
from views.base.form import Form
from views.middleware.errors import too_many
from views.signin.session import address, browser

NEW = "new_factor"  # in the session: the key that is being set up, sealed, and what it replaces
NEEDED = N_("Your role needs a second factor: you can replace it, not remove it.")


class ConfirmForm(Form):
    """The first code of a new generator."""

    code = OneTimeField(
        _l("Code"),
        description=_l("6 digits; a new code appears every 30 seconds."),
        autocomplete="one-time-code",
        render_kw={"inputmode": "numeric"},
    )


class ChangeForm(Form):
    """What is to be done, and what proves that the owner asks; `do` is the button that was pressed."""

    password = SecretField(_l("Password"), autocomplete="current-password")
    code = OneTimeField(
        _l("Code"),
        description=_l("The 6 digits that your authenticator app shows now, or one of your recovery codes."),
        autocomplete="one-time-code",
        render_kw=AS_TYPED,
    )
    do = HiddenField()


class SecondFactorPage(SafePage):
    """One page: it sets up what is missing, and changes what is there."""

    route_base = "/profils/otrais-faktors"
    kept = False

    @get("")
    def show(self) -> str:
        """Show the key to set up, or what can be changed."""
        return self._set_up(ConfirmForm()) if _secret() else self._change(ChangeForm())

    @post("/apstiprinat", _p("tried", "setting up the own second factor"), may="change")
    def confirm(self) -> str | Response | tuple[str, int]:
        """Take the first code: from now on the account has this second factor."""
        secret, form = _secret(), ConfirmForm(request.form)
        if secret is None:
            return redirect("/profils/otrais-faktors")
        if not form.validate():
            return self._set_up(form), 422
        try:
            counted = begin_try(lockout.code_of(current_user.id), address(), current_user.id, browser())
        except TooSoon as refused:
            form.blame("code", too_many(refused.seconds))
            return later(self._set_up(form), refused.seconds)
        code, replaced, kept = form.code.data, session[NEW]["replaces"], session[SIGN_IN_KEY]
        with one_change():
            codes = second_factor.set_up(current_user, secret, code, now(), replaces=replaced, besides=kept)
        if codes is None:
            failed(current_user.id, AccountAction.second_factor_failed, "set_up", counted)
            said = gettext("This code does not fit the key. Type the one that the app shows now.")
            form.blame("code", said)
            return self._set_up(form)
        lockout.take_back(counted)
        session.pop(NEW)
        return self._codes(codes)

    @post("/mainit", _p("tried", "changing the own second factor"))
    def change(self) -> str | Response | tuple[str, int]:
        """Give new recovery codes, begin with another phone, or do without; after password and code."""
        form = ChangeForm(request.form)
        if form.do.data == "remove" and is_required(roles_of(current_user)):
            raise NotAllowed(NEEDED)
        if second_factor.confirmed(current_user.id) is None:
            return redirect("/profils/otrais-faktors")  # there is nothing yet that could change
        if not form.validate():
            return self._change(form), 422
        try:
            error = _unproved(form)
        except TooSoon as refused:
            return later(self._change(form, too_many(refused.seconds)), refused.seconds)
        return self._change(form, error) if error else self._do(form.do.data)

    def _do(self, wish: str) -> Response:
        if wish == "codes":
            with one_change():
                codes = second_factor.renew_codes(current_user, now())
            return self._codes(codes)
        if wish == "replace":
            _begin(second_factor.version(current_user.id))
        elif wish == "remove":
            with one_change():
                second_factor.remove(current_user, now())
            flash(gettext("Your account has no second factor any more."), "success")
            return redirect("/profils")
        return redirect("/profils/otrais-faktors")

    def _set_up(self, form: ConfirmForm) -> str:
        secret = _secret() or ""
        if form.mistakes:
            form.code.render_kw = {**form.code.render_kw, "autofocus": True}
        drawn = segno.make(second_factor.address(secret, current_user), micro=False)
        # Made here from digits and letters of our own: nothing that anybody typed is in it.
        picture = Markup(drawn.svg_inline(scale=5, light="#fff", dark="#000"))  # noqa: S704
        groups = [secret[at : at + 4] for at in range(0, len(secret), 4)]
        return self._page("signin/set_up.html", form=form, qr=picture, key=" ".join(groups))

    def _change(self, form: ChangeForm, error: str = "") -> str:
        factor = second_factor.confirmed(current_user.id)
        return self._page(
            "signin/second_factor.html",
            form=form,
            error=error,
            factor=factor,
            readable=factor is None or second_factor.readable(factor),
            left=second_factor.codes_left(current_user.id),
            has_password=bool(current_user.password),
        )

    def _codes(self, codes: list[str]) -> Response:
        return make_response(self._page("signin/recovery_codes.html", codes=codes))

    def _page(self, template: str, **more: Any) -> str:
        return self.render_template(template, required=is_required(roles_of(current_user)), **more)


def _secret() -> str | None:
    """Return the key that is being set up; whoever has no second factor begins by opening the page."""
    replaces = second_factor.version(current_user.id)
    kept = session.get(NEW)
    if kept and kept["replaces"] == replaces and kept["user"] == current_user.id:
        return unseal(kept["secret"])
    if replaces:
        return None
    _begin("")
    return unseal(session[NEW]["secret"])


def _begin(replaces: str) -> None:
    sealed = seal(second_factor.fresh_secret())
    session[NEW] = {"secret": sealed, "replaces": replaces, "user": current_user.id}


def _unproved(form: ChangeForm) -> str:
    """Return why it is not proved that the owner asks, or an empty text.

    A try of the code is counted before the password is looked at: who has used up the one learns nothing of
    the other.
    """
    counted, wrong = begin_try(lockout.code_of(current_user.id), address(), current_user.id, browser()), False
    try:
        if current_user.password and not right_password(
            current_user, form.password.data, address(), browser()
        ):
            return gettext("The password is wrong.")
        with one_change():
            wrong = not second_factor.verify(current_user, form.code.data, now())
    finally:
        if not wrong:
            lockout.take_back(counted)
    if wrong:
        failed(current_user.id, AccountAction.second_factor_failed, "code", counted)
        return gettext("The code is wrong, used already or too old. Type the one shown now.")
    return ""
