"""Form fields of the generated screens: native controls instead of Flask-AppBuilder's jQuery widgets."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import partial, reduce
from typing import Any

from flask_appbuilder import forms
from flask_appbuilder.baseviews import BaseModelView
from flask_appbuilder.fields import QuerySelectField, QuerySelectMultipleField
from flask_appbuilder.models.base import BaseInterface
from flask_appbuilder.models.filters import Filters
from flask_babel import gettext
from markupsafe import Markup
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    DecimalField as PlainDecimalField,
    Field,
    FloatField,
    IntegerField,
    StringField,
    widgets,
)
from wtforms.fields import Choice, SelectChoice  # type: ignore[attr-defined]  # types describe WTForms 3.2
from wtforms.fields.choices import SelectField
from wtforms.validators import DataRequired, InputRequired

from rules import dates, reading, sums
from rules.signs import storable
from views.base.generated_list import SearchForm
from views.base.interface import SEARCHED
from views.base.untaken import Untaken
from views.words.labels import label
from views.words.names import named
from views.words.sentences import say

PICKER_FROM = 16  # so many choices are searched, not scrolled
WIDE: dict[str, Any] = {"class": "form-control"}
SHORT: dict[str, Any] = {"class": "form-control w-16"}


def install_widgets() -> None:
    """Make Flask-AppBuilder's generated forms use these fields; call once, before any view is registered."""
    forms.FieldConverter.conversion_table = CONVERSION
    forms.EnumField = WordField
    forms.Unique = Untaken
    forms.QuerySelectField = RelationField
    forms.QuerySelectMultipleField = RelationsField
    forms.Select2Widget = SelectControl
    forms.Select2ManyWidget = partial(SelectControl, multiple=True)
    Filters.add_filter_index = _add_what_is_filled
    BaseInterface._get_attr_value = staticmethod(_attribute)
    BaseModelView.search_widget = SearchForm


class SelectControl(widgets.Select):
    """A native select; a searchable one when the choices are many."""

    def __init__(self, extra_classes: str | None = None, style: str | None = None, multiple: bool = False):
        super().__init__(multiple=multiple)

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        kwargs.setdefault("class", "form-select")
        if self.multiple or sum(1 for _ in field.iter_choices()) >= PICKER_FROM:
            kwargs.setdefault("data-picker", True)
        return super().__call__(field, **kwargs)


class LineField(StringField):
    """One line of text; a sign that no text may have is taken out, and said."""

    render_kw = WIDE

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([storable(typed) for typed in valuelist])
        if valuelist:
            self.data = _meant_by(reading.lines, valuelist)


class LinesField(LineField):
    """Several lines of text."""

    widget = widgets.TextArea()
    render_kw = WIDE | {"rows": 4}


class DecimalField(PlainDecimalField):
    """A sum, typed as text: 96 000,50 and 96000.50 are the same."""

    widget = widgets.TextInput()
    render_kw = SHORT | {"inputmode": "decimal"}

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = _meant_by(sums.read, valuelist)


class WholeField(IntegerField):
    """A whole number, typed as text: no spinning wheel, no lost digits."""

    widget = widgets.TextInput()
    render_kw = SHORT | {"inputmode": "numeric"}

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = _meant_by(reading.number, valuelist)


class DayField(DateField):
    """A date: the browser's own calendar."""

    render_kw = SHORT

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = _meant_by(dates.read, valuelist)


class MomentField(DateTimeLocalField):
    """A date and a time: the browser's own calendar and clock."""

    render_kw = SHORT


class TickField(BooleanField):
    """A box that may stay empty: `required` would mean that nobody can ever say no."""

    def __init__(self, label: str | None = None, validators: Iterable[Any] = (), **kwargs: Any):
        kept = [check for check in validators if not isinstance(check, InputRequired | DataRequired)]
        super().__init__(label, kept, **kwargs)


class WordField(SelectField):
    """A word of `rules.vocabulary`, shown in the reader's language."""

    def __init__(self, enum_class: type[StrEnum], enums: Any, label: str | None = None, **kwargs: Any):
        self.enum = enum_class
        super().__init__(label, coerce=self._member, choices=self._options, **kwargs)

    def _member(self, value: str | None) -> StrEnum | None:
        return self.enum(value) if value else None

    def _options(self) -> list[SelectChoice]:
        words = [SelectChoice(member.value, label(member)) for member in self.enum]
        return [SelectChoice("", _nothing_chosen(self.flags.required)), *words]


class RelationField(QuerySelectField):
    """One row of another table."""

    def iter_choices(self) -> Iterator[Choice]:
        nothing = "__None" if self.allow_blank else ""
        yield Choice(nothing, _nothing_chosen(not self.allow_blank), self.data is None, {})
        for pk, row in self._get_object_list():
            yield Choice(pk, named(self.get_label(row)), row == self.data, {})


class RelationsField(QuerySelectMultipleField):
    """Some rows of another table."""

    def iter_choices(self) -> Iterator[Choice]:
        for pk, row in self._get_object_list():
            yield Choice(pk, named(self.get_label(row)), row in self.data, {})


CONVERSION: tuple[tuple[str, type[Field], None], ...] = (  # each field brings the widget that draws it
    ("is_text", LinesField, None),
    ("is_json", LinesField, None),
    ("is_string", LineField, None),
    ("is_integer", WholeField, None),
    ("is_numeric", DecimalField, None),
    ("is_float", FloatField, None),
    ("is_boolean", TickField, None),
    ("is_date", DayField, None),
    ("is_datetime", MomentField, None),
)


def _meant_by(read: Callable[[str], Any], valuelist: list[str]) -> Any:
    """Return what was meant; a `ValueError` says what is wrong with it, in the reader's language."""
    try:
        return read(valuelist[0]) if valuelist else None
    except reading.Unreadable as problem:
        raise ValueError(say(problem.key, problem.values)) from None


def _nothing_chosen(required: bool | None) -> str:
    return gettext("Choose from the list") if required else "–"


_add_filter = Filters.add_filter_index


def _add_what_is_filled(filters: Filters, column: str, index: int, values: list[str]) -> None:
    """Search fields left empty filter nothing though a plain form sends them; nor does nonsense."""
    meant = [_meant(filters.datamodel, column, value) for value in values if value]
    if meant and None not in meant and index < len(filters._all_filters.get(column, ())):
        _add_filter(filters, column, index, meant)


def _attribute(item: object, path: str) -> object:
    """Words of the vocabulary stay words, so that the list can say them in the reader's language."""
    value = reduce(lambda found, name: getattr(found, name, ""), path.split("."), item)
    return value() if callable(value) else value


def _meant(datamodel: Any, column: str, value: str) -> str | bool | None:
    if datamodel.is_relation(column):
        return value if reading.whole(value, 1) else None
    if datamodel.is_boolean(column):
        return {"y": True, "n": False}.get(value)
    if datamodel.is_enum(column):
        return value if value in datamodel.list_columns[column].type.enums else None
    return value.strip() or None if column == SEARCHED else value
