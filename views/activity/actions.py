"""The steps of the workflow, each a page to confirm and a POST; the use cases do the rest."""

from datetime import datetime

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext as _p

from app.clock import now, today
from app.services.activity.completion import problems_of
from app.services.activity.door import gate
from app.services.card.returned import is_untouched
from app.services.checks import INVALID
from models import Activity
from rules import transitions
from rules.refusals import Invalid, Problem, Refusal, Stale, WrongStatus
from rules.vocabulary import Action
from views.activity import on_behalf
from views.activity.differences import changes_since
from views.activity.found import whole
from views.activity.head import head_of
from views.activity.history import events_of
from views.activity.question import question
from views.activity.step_forms import StepForm
from views.activity.steps import STEPS, address, result
from views.base import SafePage, current_actor, get, one_change, post
from views.card.preview import said
from views.words.sentences import refusal_sentence

_FORMS = {action: told.form for action, told in STEPS.items() if told.form and not told.page}
_NAMES = ", ".join(f"'{action.value}'" for action in _FORMS)


class ActivityActions(SafePage):
    """What can be done with an activity by one button; opinion, decision and editing have own pages."""

    route_base = ""

    @get(f"/aktivitates/<number>/<any({_NAMES}):name>", may="act")
    def ask(self, number: str, name: str) -> ResponseReturnValue:
        """Show what the step does and ask for what it needs; nothing changes."""
        activity, action = whole(number), Action(name)
        try:
            transitions.check(activity.facts(), action, current_actor(), today())
        except WrongStatus as refusal:
            return not_now(number, refusal)
        return self._form(activity, action)

    @post(f"/aktivitates/<number>/<any({_NAMES}):name>", _p("tried", "a step of an activity"))
    def act(self, number: str, name: str) -> ResponseReturnValue:
        """Take the step and say what came of it."""
        action, at = Action(name), now()
        form = _FORMS[action](request.form)
        if action is Action.submit and not form.sure.data and is_untouched(whole(number)):
            return redirect(address(number, action), 303)  # where it is asked once
        try:
            with one_change():
                _take(whole(number), action, form, at)
        except Stale as refusal:
            return self._conflict(whole(number), action, form, refusal), 409
        except WrongStatus as refusal:
            activity = whole(number)
            if _kept(activity, action, form):
                return not_now(number, refusal)
            return self._conflict(activity, action, form, refusal), 409
        except Invalid as refusal:
            form.refuse(refusal.problems)
            return self._form(whole(number), action, form, refusal), 422
        flash(result(whole(number), action), "success")
        return redirect(f"/aktivitates/{number}", 303)

    def _form(
        self, activity: Activity, action: Action, form: StepForm | None = None, refusal: Refusal | None = None
    ) -> str:
        asked = question(activity, activity.facts(), action, form)
        return self.render_template(
            "activity/step.html",
            activity=activity,
            question=asked,
            refusal=refusal_sentence(refusal) if refusal else "",
            problems=_linked(activity, action, asked.form),
            said=said,
        )

    def _conflict(self, activity: Activity, action: Action, form: StepForm, refusal: Refusal) -> str:
        head, again = head_of(activity, events_of(activity), current_actor()), isinstance(refusal, Stale)
        return self.render_template(
            "activity/conflict.html",
            activity=activity,
            sentence=refusal_sentence(refusal),
            again=again,
            changed=changes_since(activity, current_actor(), form.revision.typed) if again else None,
            typed=_typed(form),
            texts=head.texts,
        )


def _take(activity: Activity, action: Action, form: StepForm, at: datetime) -> None:
    """The order of refusals: who, status, revision, and only then what was sent."""
    actor, unknown = on_behalf.acting(activity, action, at, form.on_behalf_of)
    gate(activity, action, actor, at, form.seen)
    form.suit(activity.kind, activity.urgency)
    if not form.validate() or unknown:
        raise Invalid(INVALID, (*unknown, *_said_already(activity, action, form)))
    STEPS[action].use_case(activity, actor, at, seen=form.seen, **form.values)


def _said_already(activity: Activity, action: Action, form: StepForm) -> list[Problem]:
    """Return what else is wrong with a closing notice that cannot be read whole."""
    if action is not Action.complete:
        return []
    return problems_of(activity, **{name: one for name, one in form.values.items() if one is not None})


def not_now(number: str, refusal: WrongStatus) -> ResponseReturnValue:
    """Somebody was faster, or the button was pressed twice: show where the card stands, and say so."""
    flash(gettext("%(number)s: %(reason)s", number=number, reason=refusal_sentence(refusal)), "warning")
    return redirect(f"/aktivitates/{number}", 303)


def _typed(form: StepForm) -> list[tuple[str, str]]:
    return [(one.label.text, one.typed) for one in form.asked if one.typed.strip()]


def _kept(activity: Activity, action: Action, form: StepForm) -> bool:
    """Whether nothing typed would be lost: nothing was, or a button pressed twice has recorded it."""
    person, texts = current_actor().user_id, {text for _label, text in _typed(form)}
    mine = [one for one in events_of(activity) if one.action == action and one.actor_id == person]
    return not texts or any(one.comment in texts for one in mine)


def _linked(activity: Activity, action: Action, form: StepForm) -> list[tuple[str, str]]:
    """Return each problem with the address of its field: in this form, or in the card."""
    page = f"/aktivitates/{activity.number}/{STEPS[action].corrects}" if STEPS[action].corrects else ""
    return [(said, f"{'' if name in form else page}#{name}") for said, name in form.summary]
