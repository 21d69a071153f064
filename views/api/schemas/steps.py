"""What the call of a step takes: the fields that its form has, by the same names."""

from collections.abc import Callable
from functools import cache
from typing import Any

from marshmallow.fields import Field

from rules.account.substitution import may_be_substituted
from rules.vocabulary import Action, Kind, Urgency
from views.activity.step_forms import StepForm
from views.activity.steps import STEPS
from views.api.schemas.bodies import Decided, InName, Seen, VoteSent
from views.api.schemas.fields import Day, Money, Number, PlainText, Word
from views.base.choices import WordField
from views.base.fields import DayField, HiddenField, LineField, MoneyField, NumberField, TextField, TypedField

# What has no form of as many fields: a decision, and a vote.
OWN: dict[Action, type[Seen]] = {Action.decide: Decided, Action.withdraw_objection: VoteSent}


@cache
def body_of(action: Action, *card: Kind | Urgency | None) -> type[Seen]:
    """Return the schema of a step's body for a card of this kind and urgency."""
    if action in OWN:
        return OWN[action]
    form = (STEPS[action].form or StepForm)()
    form.suit(*card)
    base = InName if may_be_substituted(action) else Seen
    taken = {one.name: _taken(one) for one in form.own}
    return type(f"{action.value.title()}Sent", (base,), taken)


def _taken(field: TypedField) -> Field[Any]:
    return next(make(field) for kind, make in _TAKEN_AS.items() if isinstance(field, kind))


_TAKEN_AS: dict[type[TypedField], Callable[[Any], Field[Any]]] = {
    HiddenField: lambda _one: Number(),
    WordField: lambda one: Word(one.words, allow_none=True),
    DayField: lambda _one: Day(required=True),
    NumberField: lambda _one: Number(allow_none=True),
    MoneyField: lambda _one: Money(required=True, spent=True),
    LineField: lambda _one: PlainText(required=True, lines=False),
    TextField: lambda one: PlainText(required=not one.optional),
}
