"""How a person wants to see the system: language and colours; and signing out. All by POST."""

from flask import redirect, request, session
from flask_appbuilder import expose
from flask_babel import gettext, lazy_pgettext as _p, refresh
from flask_login import current_user, logout_user

from app.clock import now
from app.extensions import db
from app.security import SIGN_IN_KEY
from app.security.sign_in import end
from app.services.account.identities import identities_of
from app.services.account.traces import trace
from rules.account.access import AccountAction
from views.account.events import recent
from views.base import Response, SafePage, current_actor, get, post
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
        return self.render_template(
            "account/profile.html",
            title=gettext("My profile"),
            account=current_user,
            identities=identities_of(current_user.id),
            recent_events=recent(current_user.id),
            **own_access(),
        )

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
