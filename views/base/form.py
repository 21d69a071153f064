"""Forms: each reads what was sent once, keeps it as typed, and says at its fields what a use case refused."""

from collections.abc import Iterable, Mapping
from typing import Any, Self, cast

import wtforms
from flask_babel import gettext
from flask_babel.speaklater import LazyString

from rules.problem_sentences import names_its_field
from rules.refusals import Invalid, Problem
from views.base.fields import TypedField
from views.words.sentences import problem_sentence, spoken


class Form(wtforms.Form):
    """Base of our forms; their fields are those of `views/base/fields.py`.

    `form = KeyForm(request.form)`; `validate()` is false when something typed cannot be read; `refuse(…)`
    says what a use case found wrong. The page shows `form.summary` by `ui.error_summary` and draws each
    field by `ui.typed(form.name)`: label, hint, mistake and what was typed are the field's own.
    """

    thing = ""  # problems of the use case name the fields as `thing.field`

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._complete: set[str] = set()  # fields whose mistake names them by itself
        self._elsewhere: dict[str, str] = {}  # problems of what no field here stands for

    @classmethod
    def having(cls, more: Mapping[str, Any]) -> type[Self]:
        """Return this form with further fields: those of which there are as many as the page has."""
        return cast("type[Self]", type(cls.__name__, (cls,), dict(more)))

    def refuse(self, refused: Invalid | Iterable[Problem]) -> None:
        """Put each problem at its field; what no field stands for is said in the summary."""
        for problem in refused.problems if isinstance(refused, Invalid) else refused:
            name = problem.field.removeprefix(f"{self.thing}.") if self.thing else problem.field
            field = self._fields.get(name)
            if not isinstance(field, TypedField):
                self._elsewhere[name] = problem_sentence(problem)
            elif not field.errors:
                own = field.says.get(problem.code)
                field.errors = [_filled(own, problem) if own else problem_sentence(problem)]
                self._complete |= {name} if own or names_its_field(problem) else set()

    def field(self, name: str) -> TypedField:
        """Return one field, also of those that only this page has."""
        found: TypedField = self._fields[name]  # type: ignore[assignment]  # forms of ours have no others
        return found

    @property
    def mistakes(self) -> dict[str, str]:
        """Return what is wrong, by field, in the order of the form."""
        fields: Iterable[Any] = self._fields.values()
        at_fields = {one.name: one.mistake for one in fields if isinstance(one, TypedField) and one.mistake}
        return at_fields | self._elsewhere

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return each mistake as a sentence that names its field, with the field's id."""
        return [(self._named(name, said), name) for name, said in self.mistakes.items()]

    def _named(self, name: str, said: str) -> str:
        field = self._fields.get(name)
        if field is None or name in self._complete or not field.label.text:
            return said
        return gettext("%(field)s: %(problem)s", field=field.label.text, problem=said)


def _filled(sentence: LazyString, problem: Problem) -> str:
    values: dict[str, object] = {name: spoken(value) for name, value in problem.values.items()}
    return str(sentence) % values
