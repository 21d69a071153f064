"""The search above a generated list: a plain GET form on Flask-AppBuilder's `_flt_` parameters."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app, request
from flask_appbuilder.fields import QuerySelectField
from flask_appbuilder.models.filters import BaseFilter
from flask_appbuilder.widgets import SearchWidget
from flask_babel import pgettext
from wtforms import BooleanField, DateField, Field
from wtforms.fields.choices import SelectField

from views.base.addresses import url_with
from views.words.formats import day

# What a search for a column means, best first: contains, equals, is the related row.
WANTED = ("ct", "eq", "rel_o_m", "rel_m_m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control of the form; `options` is empty for typed text."""

    name: str
    label: str
    value: str
    type: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def chip(self) -> str:
        """Return what the control filters by now, in words."""
        said = _day(self.value) if self.type == "date" else dict(self.options).get(self.value, self.value)
        return f"{self.label}: {said}"

    @property
    def without(self) -> str:
        """Return this page's address without this filter."""
        return url_with(**{self.name: None})


class SearchForm(SearchWidget):
    """One control per column of `search_columns`; `search_text` finds without case and diacritics."""

    def __call__(self, **kwargs: Any) -> str:
        form, filters = self.template_args["form"], self.filters.get_search_filters()
        controls = [_control(form[column], filters[column]) for column in self.template_args["include_cols"]]
        hidden = [(key, value) for key, value in request.args.items(multi=True) if _kept(key)]
        template = current_app.jinja_env.get_template(self.template)
        return template.render(controls=controls, hidden=hidden, clear=request.path)


def _control(field: Field, filters: list[type[BaseFilter]]) -> Control:
    names = [found.arg_name for found in filters]
    index = next((names.index(wanted) for wanted in WANTED if wanted in names), 0)
    name = f"_flt_{index}_{field.name}"
    return Control(
        name=name,
        label=str(field.label.text),
        value=request.args.get(name, ""),
        type="date" if isinstance(field, DateField) else "search",
        options=_options(field),
    )


def _options(field: Field) -> tuple[tuple[str, str], ...]:
    if isinstance(field, BooleanField):
        return (("y", pgettext("answer", "Yes")), ("n", pgettext("answer", "No")))
    if not isinstance(field, QuerySelectField | SelectField):
        return ()
    return tuple((key, str(text)) for key, text, *_ in field.iter_choices() if _real(key))


def _real(value: str) -> bool:
    return value not in ("", "__None")


def _kept(key: str) -> bool:
    """The order of the rows outlives a new search; the page number does not."""
    return key.startswith(("_oc_", "_od_", "psize_"))


def _day(value: str) -> str:
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value
