"""What the call of a step takes: the fields that its form has, by the same names."""

from collections.abc import Callable
from functools import cache
from typing import Any

from marshmallow.fields import Field

from rules.account.substitution import may_be_substituted
from rules.vocabulary import Action, Kind
from views.activity.step_forms import StepForm
from views.activity.steps import STEPS
from views.api.schemas.bodies import Decided, InName, Seen
from views.api.schemas.fields import Day, Money, Number, PlainText
from views.base.fields import DayField, HiddenField, LineField, MoneyField, TextField, TypedField

OWN: dict[Action, type[Seen]] = {Action.decide: Decided}  # the form of a decision has as many fields as votes


@cache
def body_of(action: Action, kind: Kind | None) -> type[Seen]:
    """Return the schema of a step's body for a kind of activity."""
    if action in OWN:
        return OWN[action]
    form = (STEPS[action].form or StepForm)()
    form.suit(kind)
    base = InName if may_be_substituted(action) else Seen
    taken = {one.name: _taken(one) for one in form.own}
    return type(f"{action.value.title()}Sent", (base,), taken)


def _taken(field: TypedField) -> Field[Any]:
    taken = next(make for kind, make in _TAKEN_AS.items() if isinstance(field, kind))
    return taken(not field.optional)


_TAKEN_AS: dict[type[TypedField], Callable[[bool], Field[Any]]] = {
    HiddenField: lambda _required: Number(),
    DayField: lambda required: Day(required=required),
    MoneyField: lambda required: Money(required=required, spent=True),
    LineField: lambda required: PlainText(required=required, lines=False),
    TextField: lambda required: PlainText(required=required),
}
