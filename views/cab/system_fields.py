"""The systems of the own institution in an opinion on a liquidation: what each of them does about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from rules.liquidation import consumers
from rules.liquidation.consumers import FIELD, ConsumerGiven
from rules.liquidation.words import ConsumerAnswer
from rules.vocabulary import ProblemCode
from views.base.choices import WordField
from views.base.fields import DayField, TextField, TypedField
from views.base.form import Form

_START, _END = f"{FIELD}.", ".answer"


@dataclass(frozen=True, slots=True)
class System:
    """The fields of one system."""

    code: str
    answer: TypedField
    until: TypedField
    comment: TypedField

    def given(self) -> ConsumerGiven:
        """Return what they say."""
        return ConsumerGiven(
            resource=self.code,
            answer=self.answer.data,
            until=self.until.data,
            comment=self.comment.data or "",
        )


def codes(names: Iterable[str]) -> list[str]:
    """Return the systems that come along among the names of fields."""
    sent = (one for one in names if one.startswith(_START) and one.endswith(_END))
    return [one.removeprefix(_START).removesuffix(_END) for one in sent]


def fields(systems: Iterable[str]) -> dict[str, Any]:
    """Return the fields of each system."""
    made: dict[str, Any] = {}
    for code in systems:
        choose = _l("Say what the end of the resource means to %(system)s", system=code)
        until = _l("Give the day until which %(system)s needs the resource", system=code)
        made[f"{_START}{code}{_END}"] = WordField(
            _l("What the end means to it"),
            words=ConsumerAnswer,
            blank=_l("Choose"),
            says={ProblemCode.required: choose},
        )
        made[f"{_START}{code}.date"] = DayField(
            _l("Must not end before"),
            optional=True,
            says={
                ProblemCode.required: until,
                ProblemCode.not_needed: _l(
                    "%(system)s: a day belongs only to “must not be liquidated until”", system=code
                ),
            },
        )
        made[f"{_START}{code}.comment"] = TextField(_l("Comment"), optional=True, rows=2)
    return made


def systems(form: Form) -> list[System]:
    """Return every system of a form."""
    return [
        System(code, *(form.field(f"{_START}{code}.{name}") for name in ("answer", "date", "comment")))
        for code in codes(one.name for one in form.typed_fields)
    ]


def placed(field: str, known: Iterable[str]) -> str:
    """Return the field of the page for one that the use case names by its system."""
    code = field.removeprefix(_START)
    return f"{field}{_END}" if field.startswith(_START) and code in known else field


def shown(kept: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what a vote has kept of each system, in the shape of the form's fields."""
    found: dict[str, Any] = {}
    for one in consumers.read(kept):
        start = f"{_START}{one.resource}"
        found |= {f"{start}{_END}": one.answer, f"{start}.date": one.until, f"{start}.comment": one.comment}
    return found
