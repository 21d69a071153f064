"""Forms: each reads what was sent once, keeps it as typed, and says at its fields what a use case refused."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Self, cast

import wtforms
from flask_babel import gettext
from flask_babel.speaklater import LazyString

from rules.problem_sentences import names_its_field
from rules.reading import whole
from rules.refusals import Invalid, Problem
from views.base import keeping
from views.base.actor import way_back
from views.base.fields import HiddenField, TypedField
from views.words.sentences import problem_sentence, spoken


class Form(wtforms.Form):
    """Base of our forms; their fields are those of `fields.py` and `choices.py`.

    `form = KeyForm(request.form)`; `validate()` is false when something typed cannot be read; `refuse(…)`
    says what a use case found wrong. The page shows `form.summary` by `ui.error_summary` and draws each
    field by `ui.typed(form.name)`: label, hint, mistake and what was typed are the field's own.
    """

    thing = ""  # problems of the use case name the fields as `thing.field`
    kept_as = ""  # under which key it is kept until it is sent
    kept_at: datetime | None = None  # since when it holds what was kept
    kept_of = 0  # the revision that was seen when that was written

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self._sent = frozenset(formdata or ())
        self._complete: set[str] = set()  # fields whose mistake names them by itself
        self._elsewhere: dict[str, str] = {}  # problems of what no field here stands for

    @classmethod
    def having(cls, more: Mapping[str, Any]) -> type[Self]:
        """Return this form with further fields: those of which there are as many as the page has."""
        return cast("type[Self]", type(cls.__name__, (cls,), dict(more)))

    @property
    def foreign(self) -> frozenset[str]:
        """Return the names that came along and that this form does not have: somebody forged them."""
        return self._sent - {*self._fields, "csrf_token", keeping.MARK}

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

    def blame(self, name: str, *sentences: str) -> None:
        """Say what else is wrong with a field, in sentences that name it by themselves."""
        field = self._fields[name]
        field.errors = [*field.errors, *sentences]
        self._complete.add(name)

    def keep_typed(self, key: str, but: str = "") -> None:
        """Keep what is typed under this key; a page that opens has in it what was kept before.

        `but` is a field that the address has chosen.
        """
        self.kept_as = key
        kept, typed = keeping.found(key), keeping.opened(key)
        if kept is None or typed is None:
            return
        self.kept_at, self.kept_of = kept.saved_at, whole(kept.fields.get("revision")) or 0
        for one in self.typed_fields:
            if one.name in typed and one.look != "hidden" and one.name != but:
                one.process(typed, one.data)
                one.process_errors = []  # nobody has sent it yet

    @property
    def sent(self) -> bool:
        """Return whether anything that it asks came in."""
        return any(one.sent for one in self.typed_fields)

    def field(self, name: str) -> TypedField:
        """Return one field, also of those that only this page has."""
        found: TypedField = self._fields[name]  # type: ignore[assignment]  # forms of ours have no others
        return found

    @property
    def mistakes(self) -> dict[str, str]:
        """Return what is wrong, by field, in the order of the form."""
        return {one.name: one.mistake for one in self.typed_fields if one.mistake} | self._elsewhere

    @property
    def summary(self) -> list[tuple[str, str]]:
        """Return each mistake as a sentence that names its field, with the field's id."""
        at_fields = [(self._named(one, said), one.name) for one in self.typed_fields for said in one.mistakes]
        return [*at_fields, *((said, name) for name, said in self._elsewhere.items())]

    @property
    def typed_fields(self) -> list[TypedField]:
        """Return its fields, those among them that nobody sees too."""
        fields: Iterable[Any] = self._fields.values()
        return [one for one in fields if isinstance(one, TypedField)]

    def _named(self, field: TypedField, said: str) -> str:
        if field.name in self._complete or field.speaks_for_itself or not field.label.text:
            return said
        return gettext("%(field)s: %(problem)s", field=field.label.text, problem=said)


def _next_page(typed: str) -> str | None:
    return way_back(typed.removesuffix("?"))  # Flask's full_path ends with one where nothing follows


class NextForm(Form):
    """A button that says where to go afterwards; `next.data` is an address of this site, or None."""

    next = HiddenField(read_as=_next_page)


def _filled(sentence: LazyString, problem: Problem) -> str:
    values: dict[str, object] = {name: spoken(value) for name, value in problem.values.items()}
    return str(sentence) % values
