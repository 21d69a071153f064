"""What each step says before it is taken, for its dialog and its page."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask_babel import gettext

from app.clock import today
from app.services.activity.rounds import due_on
from app.services.ruleset import rule_sets
from models import Activity
from rules.facts import ActivityFacts
from rules.guards import open_institutions
from rules.requirements import evaluate
from rules.vocabulary import Action
from views.activity.on_behalf import InName, offered
from views.activity.panel import Panel
from views.activity.step_forms import Asked, fields_of
from views.words.formats import day


@dataclass(frozen=True, slots=True, kw_only=True)
class StepForm:
    """What a step says before it is taken, and what it asks; `button` repeats the verb and the number."""

    action: Action
    number: str
    revision: int
    title: str
    text: str
    button: str
    danger: bool = False
    fields: list[Asked] = field(default_factory=list)
    in_name: InName | None = None


def step_forms(activity: Activity, facts: ActivityFacts, panel: Panel) -> list[StepForm]:
    """Return the forms of the steps that a dialog of the page asks for."""
    steps = [*([panel.main] if panel.main else []), *panel.more]
    return [step_form(activity, facts, step.action) for step in steps if step.dialog]


def step_form(activity: Activity, facts: ActivityFacts, action: Action) -> StepForm:
    """Return the form of one step."""
    title, text, button = _SAID[action](facts)
    return StepForm(
        action=action,
        number=facts.number,
        revision=facts.revision,
        title=title,
        text=text,
        button=button,
        danger=action is Action.withdraw,
        fields=fields_of(action, facts.card.kind),
        in_name=offered(activity, action),
    )


def _submit(facts: ActivityFacts) -> tuple[str, str, str]:
    return (
        gettext("Submit %(number)s for institution check?", number=facts.number),
        gettext(
            "The change controllers of %(holder)s get a message. You can take the card back until they act.",
            holder=facts.holder,
        ),
        gettext("Submit %(number)s", number=facts.number),
    )


def _recall(facts: ActivityFacts) -> tuple[str, str, str]:
    return (
        gettext("Take %(number)s back?", number=facts.number),
        gettext("The card becomes a draft again and can be edited."),
        gettext("Take back %(number)s", number=facts.number),
    )


def _return(facts: ActivityFacts) -> tuple[str, str, str]:
    return (
        gettext("Return %(number)s for clarification?", number=facts.number),
        gettext("The applicant gets a message, corrects the card and submits it again."),
        gettext("Return %(number)s", number=facts.number),
    )


def _forward(facts: ActivityFacts) -> tuple[str, str, str]:
    rule_set = rule_sets.in_force(today())
    asked = evaluate(facts.card, rule_set).institutions
    until = due_on(rule_set, facts.round + 1, today())
    return (
        gettext("Send %(number)s for co-approval?", number=facts.number),
        gettext(
            "Round %(round)s opens. Asked until %(date)s: %(institutions)s. The card cannot be edited then.",
            round=facts.round + 1,
            date=day(until),
            institutions=", ".join(asked),
        ),
        gettext("Send %(number)s", number=facts.number),
    )


def _close_round(facts: ActivityFacts) -> tuple[str, str, str]:
    return (
        gettext("Close the round of %(number)s?", number=facts.number),
        gettext(
            "Recorded as not given, never as consent: %(institutions)s. No opinion is taken afterwards.",
            institutions=", ".join(open_institutions(facts)),
        ),
        gettext("Close the round of %(number)s", number=facts.number),
    )


def _withdraw(facts: ActivityFacts) -> tuple[str, str, str]:
    return (
        gettext("Withdraw %(number)s?", number=facts.number),
        gettext("This ends the activity for good. The card stays readable."),
        gettext("Withdraw %(number)s", number=facts.number),
    )


def _start(facts: ActivityFacts) -> tuple[str, str, str]:
    return (
        gettext("Start %(number)s?", number=facts.number),
        gettext("The institutions that were asked get a message."),
        gettext("Start %(number)s", number=facts.number),
    )


def _complete(facts: ActivityFacts) -> tuple[str, str, str]:
    return (
        gettext("Closing notice of %(number)s", number=facts.number),
        gettext("The notice ends the activity and updates the registry of resources."),
        gettext("Submit the closing notice of %(number)s", number=facts.number),
    )


def _answer(facts: ActivityFacts) -> tuple[str, str, str]:
    return (
        gettext("Answer questions and remarks on %(number)s", number=facts.number),
        gettext("The institution that asked gets a message. After your answer its clock runs again."),
        gettext("Send the answer"),
    )


_SAID: dict[Action, Callable[[ActivityFacts], tuple[str, str, str]]] = {
    Action.submit: _submit,
    Action.recall: _recall,
    Action.return_: _return,
    Action.forward: _forward,
    Action.close_round: _close_round,
    Action.withdraw: _withdraw,
    Action.start: _start,
    Action.complete: _complete,
    Action.answer: _answer,
}
