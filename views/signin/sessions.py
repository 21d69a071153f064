"""Ending what is open in somebody's name: by the person, in the profile."""

from flask import flash, redirect, request, session
from flask_appbuilder import expose
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from app.clock import now
from app.security import SIGN_IN_KEY
from app.security.sign_in import running
from app.services.account import second_factor
from app.services.account.sessions import end_sessions
from app.services.account.traces import trace
from rules.account.access import AccountAction
from rules.text import N_
from views.base import SafePage, current_actor, has_access, one_change, permission_name
from views.signin.own_access import handle_of

GONE = N_("This sign-in has ended already.")


class SessionPage(SafePage):
    """The forms of the profile that end sign-ins and forget browsers."""

    route_base = "/profils/sesijas"
    default_view = "end"

    @expose("/beigt", methods=["POST"])
    @has_access
    @permission_name("end")
    def end(self) -> Response:
        """End one sign-in of the own account."""
        with one_change():
            mine = {handle_of(one.id): one for one in running(current_user.id)}
            chosen = mine.get(request.form.get("sign_in", ""))
            if chosen:
                chosen.ended_at = now()
                trace(AccountAction.sessions_ended, current_actor(), now(), data={"count": 1})
        flash(gettext("The sign-in has been ended.") if chosen else gettext(GONE), "success")
        return redirect("/profils#sign-ins")

    @expose("/beigt-citas", methods=["POST"])
    @has_access
    @permission_name("end")
    def end_others(self) -> Response:
        """End every sign-in of the own account but this one; every browser is asked for a code again."""
        with one_change():
            ended = end_sessions(current_user.id, now(), besides=session[SIGN_IN_KEY])
            trace(AccountAction.sessions_ended, current_actor(), now(), data={"count": ended})
        said = ngettext(
            "%(num)s other sign-in has been ended.", "%(num)s other sign-ins have been ended.", ended
        )
        flash(said, "success")
        return redirect("/profils#sign-ins")

    @expose("/aizmirst", methods=["POST"])
    @has_access
    @permission_name("end")
    def forget(self) -> Response:
        """Ask a remembered browser for a code again."""
        chosen = request.form.get("device", "")
        with one_change():
            if chosen.isascii() and chosen.isdecimal() and len(chosen) < 10:
                second_factor.forget_device(current_user, int(chosen), now())
        flash(gettext("This browser will be asked for a code again."), "success")
        return redirect("/profils#sign-ins")
