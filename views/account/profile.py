"""How a person wants to see the system: language and colours; and signing out. All by POST."""

from flask import flash, redirect, request, session
from flask_appbuilder import expose
from flask_babel import gettext, lazy_pgettext as _p, refresh
from flask_login import current_user, logout_user

from app.clock import now
from app.extensions import db
from app.security import SIGN_IN_KEY
from app.security.sign_in import end
from app.services.account import notices
from app.services.account.identities import identities_of
from app.services.account.traces import trace
from rules.account.access import AccountAction
from rules.refusals import Invalid
from views.account.events import recent
from views.account.notices import NoticeForm, notice_form
from views.base import Response, SafePage, current_actor, get, one_change, post
from views.base.fields import HiddenField
from views.base.form import NextForm
from views.signin.devices import own_access
from views.words.language import LANGUAGES

THEMES = ("auto", "light", "dark")


class ChosenForm(NextForm):
    """The language or the look that was chosen."""

    locale = HiddenField()
    theme = HiddenField()


class PreferencesPage(SafePage):
    """The profile, and the small forms of the user menu."""

    route_base = ""

    @get("/profils")
    def profile(self) -> str:
        return self._profile(notice_form(settled=notices.ways_of(current_actor())))

    @post("/profils/pazinojumi", _p("tried", "settling notices"), may="profile")
    def settle(self) -> str | tuple[str, int] | Response:
        """Settle how messages come by mail."""
        form = notice_form(request.form)
        if form.validate():
            try:
                with one_change():
                    notices.settle(current_actor(), form.chosen)
            except Invalid as refused:
                form.refuse(refused)
            else:
                flash(gettext("It is saved how messages come to you by e-mail."), "success")
                return redirect("/profils#notices", 303)
        return self._profile(form), 422

    @expose("/valoda", methods=["POST"])
    def language(self) -> Response:
        form = ChosenForm(request.form)
        locale = form.locale.data
        if locale in LANGUAGES:
            if current_user.is_authenticated:
                current_user.locale = locale
                db.session.commit()
            session["locale"] = locale
            refresh()
        return redirect(form.next.data or "/")

    @expose("/izskats", methods=["POST"])
    def theme(self) -> Response:
        """Take light, dark, or what the device says."""
        form = ChosenForm(request.form)
        if form.theme.data in THEMES and current_user.is_authenticated:
            current_user.theme = form.theme.data
            db.session.commit()
        return redirect(form.next.data or "/")

    @post("/iziet", _p("tried", "signing out"))
    def sign_out(self) -> Response:
        """End the session; the language stays."""
        locale = session.get("locale")
        trace(AccountAction.signed_out, current_actor(), now())
        end(session.get(SIGN_IN_KEY, ""))
        logout_user()
        session.clear()
        if locale:
            session["locale"] = locale
        return redirect("/")

    def _profile(self, form: NoticeForm) -> str:
        return self.render_template(
            "account/profile.html",
            title=gettext("My profile"),
            account=current_user,
            identities=identities_of(current_user.id),
            recent_events=recent(current_user.id),
            notices=form,
            **own_access(),
        )
