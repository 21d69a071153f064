"""Generated lists: Flask-AppBuilder finds the rows, drawn and filtered as every list is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_appbuilder.fields import QuerySelectField
from flask_appbuilder.models.filters import BaseFilter
from flask_appbuilder.widgets import ListWidget, SearchWidget
from flask_babel import gettext, pgettext
from markupsafe import Markup, escape
from wtforms import BooleanField, DateField, Field
from wtforms.fields.choices import SelectField

from views.base.addresses import url_with
from views.base.filters import Control
from views.base.listing import Column, Listed, Sort
from views.words.formats import cell
from views.words.language import Text

# What a search for a column means, best first: contains, equals, is the related row.
WANTED = ("ct", "eq", "rel_o_m", "rel_m_m")
SIZES = (25, 50, 100)
KEPT = ("_oc_", "_od_", "psize_")
KEY = "PKPK"  # stands for the key of a row in an address that is made once for all rows


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its key, its values by column, and the first of them in plain words."""

    pk: str
    values: dict[str, Any]
    name: str


class SearchForm(SearchWidget):
    """One control per column of `search_columns`; `search_text` finds without case and diacritics."""

    def controls(self, page_name: str) -> list[Control]:
        form, filters = self.template_args["form"], self.filters.get_search_filters()
        columns = self.template_args["include_cols"]
        return [_control(form[column], filters[column], page_name) for column in columns]


class GeneratedList(ListWidget):
    """The rows that a generated screen found; a child may give them further columns."""

    def listed(self, title: Text, hint: Text = "", search: SearchForm | None = None) -> Listed:
        """Return the page as templates draw it."""
        given, page_name = self.template_args, f"page_{self.view}"
        return _Listed(
            title=title,
            hint=hint,
            caption=title,
            columns=self.columns(),
            rows=self._rows(),
            total=given["count"],
            page=given["page"] or 0,
            size=given["page_size"],
            controls=search.controls(page_name) if search else [],
            # the order of the rows outlives a new search, the page number does not
            hidden=[one for one in request.args.items(multi=True) if one[0].startswith(KEPT)],
            page_name=page_name,
            size_name=f"psize_{self.view}",
            sizes=SIZES,
        )

    def columns(self) -> list[Column]:
        """Return the columns: ticks for actions, the declared ones, what can be done with a row."""
        first, *others = self.template_args["include_columns"]
        named = [self._column(first, self.form_address("show")), *map(self._column, others)]
        return [*self._ticks(), *named, *self._tools()]

    @property
    def view(self) -> str:
        return str(self.template_args["modelview_name"])

    def may(self, method: str) -> bool:
        return bool(_template_filter("is_item_visible")(f"can_{method}", self.view))

    def address(self, method: str) -> str:
        """Return the address of a method with KEY for the row; an empty text where there is none."""
        if not self.may(method) or f"{self.view}.{method}" not in current_app.view_functions:
            return ""
        return url_for(f"{self.view}.{method}", pk=KEY)

    def form_address(self, method: str) -> str:
        """Return the address of a page of a row, which keeps what a related list is narrowed to."""
        address = self.address(method)
        kept = _template_filter("set_link_filters")
        return str(kept(address, self.template_args["filters"])) if address else ""

    @property
    def actions(self) -> dict[str, Any]:
        """Return the actions on ticked rows that this person may do."""
        found: dict[str, Any] = _template_filter("get_actions_on_list")(
            self.template_args["actions"], self.view
        )
        return found

    def _rows(self) -> list[Row]:
        given = self.template_args
        first = given["include_columns"][0]
        return [
            Row(str(pk), values, escape(cell(values[first])).striptags())
            for pk, values in zip(given["pks"], given["value_columns"], strict=True)
        ]

    def _column(self, name: str, address: str | None = None) -> Column:
        given = self.template_args
        shown = given["formatters_columns"].get(name, cell)
        return Column(
            name,
            given["label_columns"].get(name) or "",
            _linked(name, shown, address) if address else lambda row: shown(row.values[name]),
            names_row=name == given["include_columns"][0],
            sorts=name in given["order_columns"],
        )

    def _ticks(self) -> list[Column]:
        draw = _macro("tick")
        tick = Column("rowid", _macro("tick_all")(), draw, look="t-fit", head_look="t-fit")
        return [tick] if self.actions else []

    def _tools(self) -> list[Column]:
        edit, delete, draw = self.form_address("edit"), self.address("delete"), _macro("tools")
        return [
            Column(
                "tools",
                gettext("What can be done"),
                lambda row: draw(row.name, _at(edit, row), _at(delete, row), self.view),
                look="t-fit",
                unseen=True,
            )
        ][: bool(edit or delete)]


@dataclass(kw_only=True)
class _Listed(Listed):
    """A page whose parameters are named after the view, as Flask-AppBuilder reads them."""

    size_name: str

    def sort_of(self, column: Column) -> Sort:
        name = self.page_name.removeprefix("page_")
        by, way = f"_oc_{name}", f"_od_{name}"
        ways = {"asc": "ascending", "desc": "descending"}
        now = ways.get(request.args.get(way, "")) if request.args.get(by) == column.name else None
        wanted = {by: column.name, way: "desc" if now == "ascending" else "asc", self.page_name: None}
        return Sort(now, url_with(**wanted) if column.sorts else "")

    def size_address(self, size: int) -> str:
        return url_with(**{self.size_name: size, self.page_name: None})


def _linked(name: str, shown: Callable[[Any], object], address: str) -> Callable[[Row], Markup]:
    link = Markup('<a class="title-link" href="{}">{}</a>')
    return lambda row: link.format(_at(address, row), shown(row.values[name]))


def _at(address: str, row: Row) -> str:
    return address.replace(KEY, row.pk)


def _macro(name: str) -> Callable[..., object]:
    macro: Callable[..., object] = getattr(
        current_app.jinja_env.get_template("appbuilder/general/lists.html").module, name
    )
    return macro


def _template_filter(name: str) -> Callable[..., Any]:
    """Flask-AppBuilder says what a person may see of a view by filters of templates only."""
    return current_app.jinja_env.filters[name]


def _control(field: Field, filters: list[type[BaseFilter]], page_name: str) -> Control:
    names = [found.arg_name for found in filters]
    index = next((names.index(wanted) for wanted in WANTED if wanted in names), 0)
    name = f"_flt_{index}_{field.name}"
    return Control(
        name=name,
        label=str(field.label.text),
        value=request.args.get(name, ""),
        type="date" if isinstance(field, DateField) else "search",
        options=_options(field),
        page_name=page_name,
    )


def _options(field: Field) -> Sequence[tuple[str, str]]:
    if isinstance(field, BooleanField):
        return (("y", pgettext("answer", "Yes")), ("n", pgettext("answer", "No")))
    if not isinstance(field, QuerySelectField | SelectField):
        return ()
    return tuple((key, str(text)) for key, text, *_ in field.iter_choices() if key not in ("", "__None"))
