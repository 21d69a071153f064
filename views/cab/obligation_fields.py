"""Obligations in the forms of opinions and decisions: as many as the page has, empty ones left out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.services.activity.obligations import ObligationGiven
from rules.vocabulary import ProblemCode
from views.base.choices import Option, SelectField
from views.base.fields import DayField, TextField, TypedField
from views.base.form import Form

ADD = "add_obligation"  # the button that asks for one more
MOST = 20
_NAME = "obligations"
_PLACE = re.compile(rf"{_NAME}\.([0-9]{{1,4}})\.")


@dataclass(frozen=True, slots=True)
class Wish:
    """The fields of one obligation; `number`: which of the page it is, `institution`: who is to verify it."""

    number: int
    id: str  # how the names of its fields begin
    text: TypedField
    due_on: TypedField
    institution: TypedField | None

    @property
    def empty(self) -> bool:
        return not (self.text.typed.strip() or self.due_on.typed.strip())

    def given(self) -> ObligationGiven:
        """Return the obligation that it says."""
        verifier = self.institution.data if self.institution else None
        return ObligationGiven(
            text=self.text.data or "", due_on=self.due_on.data, institution=verifier or None
        )


def places(names: Iterable[str]) -> list[int]:
    """Return the places of obligations that come along among the names of fields."""
    return sorted({int(found[1]) for name in names if (found := _PLACE.match(name))})[:MOST]


def one_more(found: Sequence[int], do: str | None) -> list[int]:
    """Return the places with another where its button was pressed, and always at least one."""
    wanted = do == ADD and len(found) < MOST
    return [*found, max(found, default=-1) + 1] if wanted or not found else list(found)


def fields(found: Iterable[int], verifiers: Sequence[Option] | None = None) -> dict[str, Any]:
    """Return the fields of an obligation at each place; `verifiers`: who may be chosen to verify it."""
    made: dict[str, Any] = {}
    for number, place in enumerate(found, start=1):
        made[f"{_NAME}.{place}.text"] = _text(number)
        made[f"{_NAME}.{place}.due_on"] = _due_on(number)
        if verifiers is not None:
            made[f"{_NAME}.{place}.institution"] = SelectField(
                _l("Who verifies it"), options=verifiers, blank=_l("CAB head")
            )
    return made


def wishes(form: Form) -> list[Wish]:
    """Return the obligations of a form, those that are empty too."""
    names = [one.name for one in form.typed_fields]
    starts = [f"{_NAME}.{place}" for place in places(names)]
    return [
        Wish(
            number,
            start,
            form.field(f"{start}.text"),
            form.field(f"{start}.due_on"),
            form.field(f"{start}.institution") if f"{start}.institution" in names else None,
        )
        for number, start in enumerate(starts, start=1)
    ]


def placed(field: str, filled: Sequence[Wish]) -> str:
    """Return the field of the page for one that the use case names by its place among those filled in."""
    start, _, rest = field.partition(".")
    place, _, name = rest.partition(".")
    return f"{filled[int(place)].id}.{name}" if start == _NAME and name else field


def _text(number: int) -> TextField:
    lacking = _l("Write what is to be done: obligation %(number)s", number=number)
    return TextField(_l("What is to be done"), rows=2, optional=True, says={ProblemCode.required: lacking})


def _due_on(number: int) -> DayField:
    lacking = _l("Give the due date of obligation %(number)s", number=number)
    return DayField(_l("Until when"), optional=True, says={ProblemCode.required: lacking})
