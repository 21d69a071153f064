"""A CAB head reminds the institutions that are late with their opinions."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext as _p

from app.clock import now
from app.services.mail.late_opinions import remind_late
from rules.refusals import WrongStatus
from views.activity.found import whole
from views.base import SafePage, current_actor, one_change, post
from views.base.form import NextForm
from views.words.sentences import refusal_sentence


class RemindingPage(SafePage):
    """One button, on the activity and in the list of decisions."""

    route_base = "/aktivitates"

    @post("/<number>/atgadinat", _p("tried", "reminding institutions that are late"))
    def remind(self, number: str) -> ResponseReturnValue:
        """Tell the members of the late institutions, and say which these are."""
        back = redirect(NextForm(request.form).next.data or f"/aktivitates/{number}", 303)
        try:
            with one_change():
                reminded = remind_late(whole(number), current_actor(), now())
        except WrongStatus as refusal:
            said = refusal_sentence(refusal)
            flash(gettext("%(number)s: %(reason)s", number=number, reason=said), "warning")
            return back
        names = ", ".join(reminded)
        flash(
            gettext("%(number)s: a reminder is sent to %(institutions)s.", number=number, institutions=names),
            "success",
        )
        return back
