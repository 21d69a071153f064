"""Decisions on several activities about which nobody disagrees: named once more, then taken one by one."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from app.clock import now
from app.services.activity import door, steps as workflow
from app.services.activity.loading import STANDING
from app.services.obligation import list as obligations
from models import Activity, Obligation
from rules import reading
from rules.obligation.words import ObligationState
from rules.refusals import NotAllowed, Refusal, WrongStatus
from rules.tally import Tally, tally
from rules.text import N_
from rules.vocabulary import Action, Outcome, ProblemCode
from views.activity import on_behalf
from views.activity.found import activity_or_404
from views.activity.on_behalf import InName
from views.base import current_actor, one_change
from views.base.attempts import trace_attempt
from views.base.choices import ChoicesField
from views.base.fields import HiddenField, TextField
from views.base.form import Form
from views.words.sentences import problem_sentence, refusal_sentence

AT_ONCE = 100  # more rows than a page has
KEY = "cab.together"  # what is typed and not sent is kept under it
_DISPUTED = N_("Not all have answered, or somebody objects: decide on this activity by itself.")


class TogetherForm(Form):
    """The cards that are approved together, by one reasoning."""

    approve = ChoicesField()
    reasoning = TextField(
        _l("Reasoning of the decision"),
        description=_l("The same for each activity; applicants and co-approvers will see it."),
        rows=3,
        says={ProblemCode.required: _l("Write the reasoning of the decision")},
    )
    on_behalf_of = InName()

    @property
    def numbers(self) -> list[str]:
        return list(self.approve.data or ())[:AT_ONCE]


@dataclass(frozen=True, slots=True)
class Card:
    """One of them, as it is named before the decision."""

    activity: Activity
    tally: Tally
    obligations: list[Obligation]


@dataclass(frozen=True, slots=True)
class Refused:
    """A card on which nothing was decided, and why."""

    number: str
    title: str
    reason: str


def form_of(values: MultiDict[str, str]) -> TogetherForm:
    """Return the form as it was sent; with each card comes the revision that the person saw."""
    numbers = TogetherForm(values).numbers
    return TogetherForm.having({f"seen.{one}": HiddenField(read_as=reading.whole) for one in numbers})(values)


def named(numbers: list[str]) -> tuple[list[Card], list[Refused]]:
    """Return the cards that can be approved together, and those that cannot with the reason."""
    cards, refused = [], []
    for number in numbers:
        try:
            activity = activity_or_404(number, *STANDING)
            door.gate(activity, Action.decide, current_actor(), now(), None)
            cards.append(Card(activity, _undisputed(activity), _proposed(activity)))
        except Refusal as refusal:
            refused.append(Refused(number, "", refusal_sentence(refusal)))
    return cards, refused


def decided(number: str, form: TogetherForm) -> Refused | None:
    """Approve one of them in a transaction of its own; return why not, if it cannot be."""
    try:
        with one_change():
            activity = activity_or_404(number, *STANDING)
            actor, unknown = on_behalf.acting(activity, Action.decide, now(), form.on_behalf_of)
            if unknown:
                return Refused(number, activity.title, problem_sentence(unknown[0]))
            reasoning, seen = form.reasoning.data or "", form.field(f"seen.{number}").data or 0
            door.gate(activity, Action.decide, actor, now(), seen)  # 0, which is stale, where it was not said
            _undisputed(activity)
            workflow.decide(activity, actor, now(), outcome=Outcome.approve, reasoning=reasoning, seen=seen)
    except Refusal as refusal:
        if isinstance(refusal, NotAllowed):
            trace_attempt(number)
        return Refused(number, "", refusal_sentence(refusal))
    return None


def _undisputed(activity: Activity) -> Tally:
    found = tally(activity.facts().requirements)
    if not found.undisputed:
        raise WrongStatus(_DISPUTED)
    return found


def _proposed(activity: Activity) -> list[Obligation]:
    return [one for one in obligations.of(activity) if one.status is ObligationState.proposed]
