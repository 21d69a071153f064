"""A draft that was begun by mistake: its author throws it away; the number stays taken."""

from http import HTTPStatus

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext as _p

from app.clock import now
from app.services.activity import steps as workflow
from models import Activity
from rules.refusals import Stale, WrongStatus
from rules.vocabulary import Action
from views.activity.actions import not_now
from views.activity.found import whole
from views.activity.panel import Question
from views.activity.step_forms import StepForm
from views.base import SafePage, current_actor, get, one_change, post
from views.words.sentences import refusal_sentence


class DiscardPage(SafePage):
    """Asks first: it cannot be undone."""

    route_base = "/aktivitates"

    @get("/<number>/izmest", may="act")
    def ask(self, number: str) -> ResponseReturnValue:
        """Ask whether the draft is to be thrown away."""
        activity = whole(number)
        try:
            workflow.check_discard(activity, current_actor())
        except WrongStatus as refusal:
            return not_now(number, refusal)
        return self._ask(activity, StepForm(data={"revision": activity.revision}))

    @post("/<number>/izmest", _p("tried", "throwing a draft away"), may="act")
    def discard(self, number: str) -> ResponseReturnValue:
        """Throw it away."""
        form = StepForm(request.form)
        try:
            with one_change():
                why = gettext("The draft was thrown away.")
                workflow.discard(whole(number), current_actor(), now(), comment=why, seen=form.seen)
        except Stale as refusal:
            form.revision.show(refusal.current_revision)
            return self._ask(whole(number), form, refusal_sentence(refusal)), HTTPStatus.CONFLICT
        except WrongStatus as refusal:
            return not_now(number, refusal)
        flash(gettext("The draft %(number)s is thrown away.", number=number), "success")
        return redirect("/aktivitates", 303)

    def _ask(self, activity: Activity, form: StepForm, refusal: str = "") -> str:
        asked = Question(
            action=Action.withdraw,
            number=activity.number,
            title=gettext("Throw the draft %(number)s away?", number=activity.number),
            text=gettext("The draft disappears from the lists. Its number is not given to another card."),
            button=gettext("Throw %(number)s away", number=activity.number),
            danger=True,
            form=form,
            address=f"/aktivitates/{activity.number}/izmest",
        )
        shown = {"activity": activity, "question": asked, "refusal": refusal, "problems": []}
        return self.render_template("activity/step.html", **shown)
