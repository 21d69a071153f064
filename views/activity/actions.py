"""The steps of the workflow, each a page to confirm and a POST; the use cases do the rest."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext

from app.clock import now, today
from app.services.activity import completion, voting
from app.services.activity import steps as workflow
from app.services.activity.door import gate
from app.services.checks import INVALID
from models import Activity
from rules import transitions
from rules.refusals import Invalid, Problem, Stale, WrongStatus
from rules.vocabulary import Action
from views.activity import on_behalf
from views.activity.found import whole
from views.activity.head import head_of
from views.activity.history import changes_since, events_of
from views.activity.remarks import to_answer
from views.activity.step_forms import problem_of_step, read
from views.activity.step_results import result
from views.activity.steps import step_form
from views.base import SafePage, current_actor, expose, has_access, one_change, permission_name
from views.words.sentences import refusal_sentence

UseCase = Callable[..., Any]
USE_CASES: dict[Action, UseCase] = {
    Action.submit: workflow.submit,
    Action.recall: workflow.recall,
    Action.return_: workflow.return_card,
    Action.forward: workflow.forward,
    Action.close_round: workflow.close_round,
    Action.withdraw: workflow.withdraw,
    Action.start: workflow.start,
    Action.complete: completion.complete,
    Action.answer: voting.answer,
}
_STEPS = ", ".join(f"'{action.value}'" for action in USE_CASES)


class ActivityActions(SafePage):
    """What can be done with an activity by one button; opinion, decision and editing have own pages."""

    route_base = ""
    default_view = "ask"
    attempts = {
        "act": lazy_pgettext("tried", "a step of an activity"),
    }

    @expose(f"/aktivitates/<number>/<any({_STEPS}):name>")
    @has_access
    @permission_name("act")
    def ask(self, number: str, name: str) -> ResponseReturnValue:
        """Show what the step does and ask for what it needs; nothing changes."""
        activity, action = whole(number), Action(name)
        try:
            transitions.check(activity.facts(), action, current_actor(), today())
        except WrongStatus as refusal:
            return _not_now(number, refusal)
        return self._form(activity, action)

    @expose(f"/aktivitates/<number>/<any({_STEPS}):name>", methods=["POST"])
    @has_access
    @permission_name("act")
    def act(self, number: str, name: str) -> ResponseReturnValue:
        """Take the step and say what came of it."""
        action, at = Action(name), now()
        try:
            with one_change():
                activity = whole(number)
                _take(activity, action, at)
        except Stale as refusal:
            return self._conflict(whole(number), action, refusal), 409
        except WrongStatus as refusal:
            return _not_now(number, refusal)
        except Invalid as refusal:
            return self._form(whole(number), action, refusal), 422
        flash(result(whole(number), action), "success")
        return redirect(f"/aktivitates/{number}", 303)

    def _form(self, activity: Activity, action: Action, refusal: Invalid | None = None) -> str:
        facts = activity.facts()
        problems = refusal.problems if refusal else ()
        return self.render_template(
            "activity/answer.html" if action is Action.answer else "activity/step.html",
            activity=activity,
            form=step_form(activity, facts, action),
            typed=request.form,
            refusal=refusal_sentence(refusal) if refusal else "",
            problems=_linked(activity, problems, action),
            errors={one.field: problem_of_step(one) for one in problems},
            waiting=to_answer(activity) if action is Action.answer else [],
        )

    def _conflict(self, activity: Activity, action: Action, refusal: Stale) -> str:
        head = head_of(activity, events_of(activity), current_actor())
        form = step_form(activity, head.facts, action)
        return self.render_template(
            "activity/conflict.html",
            activity=activity,
            sentence=refusal_sentence(refusal),
            changed=changes_since(activity, request.form.get("revision", "")),
            typed=[(one.label, request.form[one.name]) for one in form.fields if request.form.get(one.name)],
            texts=head.texts,
        )


def _take(activity: Activity, action: Action, at: datetime) -> None:
    """The order of refusals: who, status, revision, and only then what was sent."""
    seen = _revision()
    actor, unknown = on_behalf.acting(activity, action, at)
    gate(activity, action, actor, at, seen)
    values, problems = read(action, request.form)
    if problems or unknown:
        raise Invalid(INVALID, (*problems, *unknown))
    USE_CASES[action](activity, actor, at, seen=seen, **values)


def _revision() -> int:
    """Return the revision that the person saw; 0, which is always stale, where the form does not say."""
    text = request.form.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _not_now(number: str, refusal: WrongStatus) -> ResponseReturnValue:
    """Somebody was faster, or the button was pressed twice: show where the card stands, and say so."""
    flash(gettext("%(number)s: %(reason)s", number=number, reason=refusal_sentence(refusal)), "warning")
    return redirect(f"/aktivitates/{number}", 303)


def _linked(activity: Activity, problems: tuple[Problem, ...], action: Action) -> list[tuple[str, str]]:
    """Return each problem with the address of its field: in this form, or in the card."""
    if action not in (Action.submit, Action.forward):
        return [(problem_of_step(one), f"#{one.field}") for one in problems]
    page = f"/aktivitates/{activity.number}/{'labot' if action is Action.submit else 'kartite'}"
    return [
        (problem_of_step(one), f"{'' if one.field == on_behalf.FIELD else page}#{one.field}")
        for one in problems
    ]
