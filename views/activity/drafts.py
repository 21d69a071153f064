"""Drafts: begun with the content of another card, or thrown away by who began them by mistake."""

from http import HTTPStatus

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from app.clock import now
from app.services.activity import steps as workflow
from app.services.card import drafts
from models import Activity
from rules.refusals import Stale, WrongStatus
from rules.vocabulary import Action, DraftAs
from views.activity.actions import not_now
from views.activity.found import activity_or_404, whole
from views.activity.panel import DRAFT_PAGES
from views.activity.question import Question
from views.activity.step_forms import StepForm
from views.base import SafePage, current_actor, get, one_change, post
from views.words.sentences import refusal_sentence

# Of each kind: what is asked, what follows, the button, and what is said once the card is there.
SAID: dict[DraftAs, tuple[LazyString, LazyString, LazyString, LazyString]] = {
    DraftAs.copy: (
        _l("Copy %(number)s?"),
        _l(
            "A new draft of your institution begins with what this card says. Days that have passed, "
            "resources that are gone, a main resource of others and documents are left out."
        ),
        _l("Copy %(number)s"),
        _l("%(begun)s begins with what %(number)s says. Check each section."),
    ),
    DraftAs.amendment: (
        _l("Amend %(number)s?"),
        _l(
            "A new card begins with what this one says and goes through all co-approval. %(number)s stays in "
            "force until the amendment is approved; till then it is neither completed nor withdrawn."
        ),
        _l("Amend %(number)s"),
        _l("%(begun)s amends %(number)s. Change what is to change and submit it."),
    ),
}
_KINDS = {page: kind for kind, page in DRAFT_PAGES.items()}
_WORDS = ", ".join(f"'{one}'" for one in _KINDS)


class DraftingPage(SafePage):
    """Copies and amendments: asked first, then opened to be written."""

    route_base = "/aktivitates"

    @get(f"/<number>/<any({_WORDS}):word>", may="act")
    def ask(self, number: str, word: str) -> ResponseReturnValue:
        """Say what begins."""
        activity, kind = activity_or_404(number), _KINDS[word]
        try:
            drafts.check(activity, kind, current_actor())
        except WrongStatus as refusal:
            return not_now(number, refusal)
        asks, consequence, button, _done = (str(one) % {"number": number, "begun": ""} for one in SAID[kind])
        asked = Question(
            action=kind,
            number=number,
            title=asks,
            text=consequence,
            button=button,
            danger=False,
            form=StepForm(data={"revision": activity.revision}),
            address=f"/aktivitates/{number}/{word}",
        )
        shown = {"activity": activity, "question": asked, "refusal": "", "problems": []}
        return self.render_template("activity/step.html", **shown)

    @post(
        f"/<number>/<any({_WORDS}):word>",
        _p("tried", "beginning a card with the content of another"),
        may="act",
    )
    def begin(self, number: str, word: str) -> ResponseReturnValue:
        """Begin it and open its form."""
        kind = _KINDS[word]
        try:
            with one_change():
                begun = drafts.draft(activity_or_404(number), kind, current_actor(), now()).number
        except WrongStatus as refusal:
            return not_now(number, refusal)
        flash(str(SAID[kind][-1]) % {"number": number, "begun": begun}, "success")
        return redirect(f"/aktivitates/{begun}/labot", 303)


class DiscardPage(SafePage):
    """A draft is thrown away: asked first, since it cannot be undone. The number stays taken."""

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
