"""Generated screens made safe: own filters per request, rights on rows, sorting and sizes kept in bounds."""

from collections.abc import Callable
from typing import Any

from flask import Flask, abort, flash, g, has_request_context, request, url_for
from flask_appbuilder import ModelView, expose, has_access
from flask_appbuilder.urltools import get_filter_args
from flask_babel import gettext, lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.wrappers import Response

from app.extensions import db
from app.security import is_api
from app.services import rights
from rules.reading import whole
from rules.refusals import NotAllowed, Refusal, WrongStatus
from rules.text import N_
from views.base import keeping
from views.base.actor import current_actor
from views.base.attempts import trace_attempt
from views.base.choices import ChoicesField
from views.base.declared import Declared
from views.base.fields import HiddenField
from views.base.form import Form
from views.base.generated_list import GeneratedList
from views.base.listing import LAST_PAGE
from views.base.routes import get
from views.base.transaction import one_change
from views.words.language import Text
from views.words.sentences import refusal_sentence

PAGE_SIZE_MAX = 100


class ActionForm(Form):
    """An action and the rows that were ticked for it."""

    action = HiddenField()
    rowid = ChoicesField()


class SafeModelView(Declared, ModelView):
    """Base of generated screens.

    Declare `include_route_methods`, `search_columns`, `base_order` and titles; labels and hints stand at
    the columns of the model (`asks`) unless `label_columns` says others. Prefer own POST routes to
    actions. Hooks (`pre_add`, …) run in the same transaction as the change and may raise a `Refusal`, which
    is shown above the form with everything typed kept.
    """

    label_columns: Any = None
    description_columns: Any = None
    page_size = 25
    list_widget = GeneratedList
    download = None  # files are given out by a page that knows whose they are
    active = "admin"  # the line of the menu that is marked
    list_hint: Text = ""
    add_page = ""  # the endpoint of an own page on which change controllers add a row

    def render_template(self, template: str, **kwargs: Any) -> str:
        own = {"active": self.active, "list_hint": self.list_hint, "add_page": self.add_page}
        return super().render_template(template, **{**own, **kwargs})

    # --- labels and hints stand at the columns of the table, unless the view says others

    def _init_properties(self) -> None:
        marks = {one.name: one.info for one in self.datamodel.obj.__table__.columns}
        self.label_columns = {**_said(marks, "label"), **(self.label_columns or {})}
        self.description_columns = {**_said(marks, "hint"), **(self.description_columns or {})}
        super()._init_properties()

    # --- one set of filters per request: Flask-AppBuilder shares one between all threads

    @property
    def _filters(self) -> Any:
        shared = self.__dict__.get("_shared_filters")
        if shared is None or not has_request_context():
            return shared
        own = g.setdefault("view_filters", {})
        if id(self) not in own:
            own[id(self)] = shared.copy()
            for name in ("search_columns", "_search_filters", "_all_filters"):  # copy() forgets these
                setattr(own[id(self)], name, getattr(shared, name))
        return own[id(self)]

    @_filters.setter
    def _filters(self, filters: Any) -> None:
        self.__dict__["_shared_filters"] = filters

    # --- rows of another view are shown to those who may open that view

    @property
    def _related_views(self) -> Any:
        views = self.__dict__.get("_all_related_views")
        if not views or not has_request_context():
            return views
        can_list = self.appbuilder.sm.has_access
        return [view for view in views if can_list("can_list", view.class_permission_name)]

    @_related_views.setter
    def _related_views(self, views: Any) -> None:
        self.__dict__["_all_related_views"] = views

    # --- what changes something is a POST, on rows that the person sees

    @expose("/delete/<pk>", methods=["POST"])
    @has_access
    def delete(self, pk: str) -> Response:
        self._delete(pk)
        return self.post_delete_redirect()

    @expose("/action/<string:name>/<pk>", methods=["POST"])
    def action(self, name: str, pk: str) -> Response:
        return self._act(name, [pk], one=True)

    @expose("/action_post", methods=["POST"])
    def action_post(self) -> Response:
        form = ActionForm(request.form)
        return self._act(form.action.data or "", form.rowid.data[:PAGE_SIZE_MAX], one=False)

    def get_redirect(self) -> str:
        """Return where a saved form leads: the list."""
        return url_for(f"{self.endpoint}.list")

    def row(self, pk: str) -> Any:
        """Return a row that this person sees; 404 where there is none."""
        return self.datamodel.get(pk, self._base_filters) or abort(404)

    def _act(self, name: str, keys: list[str], one: bool) -> Response:
        action = self.actions.get(name)
        if action is None or not (action.single if one else action.multiple):
            abort(404)
        permission = self.get_action_permission_name(name)
        if not self.appbuilder.sm.has_access(permission, self.class_permission_name):
            abort(403)
        rows = [self.row(key) for key in keys]
        return action.func(rows[0] if one else rows)

    def _get_list_widget(self, filters: Any, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("order_column") not in self.order_columns:
            kwargs |= {"order_column": "", "order_direction": ""}
        if kwargs.get("page_size"):
            kwargs["page_size"] = min(kwargs["page_size"], PAGE_SIZE_MAX)
        return super()._get_list_widget(filters, *args, **kwargs)

    def _add(self) -> Any:
        get_filter_args(self._filters, disallow_if_not_in_search=False)
        given = self._filters.get_relation_cols()
        form = self._keeping(self.add_form, "new")
        if request.method == "POST":
            self._fill_form_exclude_cols(given, form)
            if form.validate() and self._saved(form, None):
                flash(self.add_row_message, "success")
                return None
        return self._get_add_widget(form=form, exclude_cols=given)

    def _edit(self, pk: str) -> Any:
        item = self.row(pk)
        if request.method == "POST":
            form = self._keeping(self.edit_form, pk)
            form._id = self.datamodel.get_pk_value(item)  # lets its own value pass as unique
            if form.validate() and self._saved(form, item):
                flash(self.edit_row_message, "success")
                return None
        else:
            form = self._keeping(self.edit_form, pk, item)
            self.prefill_form(form, form._id if hasattr(form, "_id") else pk)
        widgets = self._get_edit_widget(form=form)
        return self._get_related_views_widgets(item, orders={}, pages={}, page_sizes={}, widgets=widgets)

    def _keeping(self, form_class: Any, pk: str, item: Any = None) -> Any:
        """Return the form; opened anew it has in it what was typed before and not sent."""
        key = f"registry.{self.endpoint}.{pk}"
        kept, typed = keeping.found(key), keeping.opened(key)
        form = form_class.refresh(obj=item) if typed is None else form_class(typed, obj=item)
        form.kept_as, form.kept_at = key, kept.saved_at if kept and typed else None
        return form

    def _delete(self, pk: str) -> None:
        item = self.row(pk)
        if self._done(lambda: self._take_away(item)):
            flash(self.delete_row_message, "success")

    def _saved(self, form: Any, item: Any) -> bool:
        return self._done(lambda: self._fill_and_keep(form, item))

    def _fill_and_keep(self, form: Any, item: Any) -> None:
        new = item is None
        self.process_form(form, new)
        row = self.datamodel.obj() if new else item
        with db.session.no_autoflush:
            form.populate_obj(row)
            self.pre_add(row) if new else self.pre_update(row)
        db.session.add(row)
        db.session.flush()
        self.post_add(row) if new else self.post_update(row)

    def _take_away(self, item: Any) -> None:
        self.pre_delete(item)
        db.session.delete(item)
        db.session.flush()
        self.post_delete(item)

    def _done(self, change: Callable[[], None]) -> bool:
        """Whether the change was saved; if not, the person is told why, in words and not in SQL."""
        try:
            with one_change():
                change()
                rights.check(current_actor())  # what is changed may have been waited for
        except Refusal as refusal:
            if isinstance(refusal, NotAllowed):
                trace_attempt()
            flash(refusal_sentence(refusal), "danger")
        except IntegrityError:
            flash(
                gettext("Not saved: such a record exists already, or other records depend on this one."),
                "danger",
            )
        else:
            return True
        return False


class ListView(SafeModelView):
    """Base of generated screens whose list is the address itself."""

    @get("")
    def list(self) -> str:
        return super().list()


class ReferenceView(ListView):
    """Base of reference data: what is in use cannot be deleted.

    What is shown is asked of a new row, too, and what is asked of a new row can be changed later, unless
    `add_columns` or `edit_columns` say others.
    """

    include_route_methods = {"list", "show", "add", "edit", "delete"}
    add_columns: Any = None
    edit_columns: Any = None
    edit_form_extra_fields: Any = None

    def _init_properties(self) -> None:
        self.add_columns = self.add_columns or self.show_columns
        self.edit_columns = self.edit_columns or self.add_columns
        self.edit_form_extra_fields = self.edit_form_extra_fields or self.add_form_extra_fields
        super()._init_properties()

    def pre_delete(self, item: Any) -> None:
        """Refuse to delete what other records name."""
        if _is_named(item):
            raise WrongStatus(
                N_("%(name)s is used by other records and stays. Close it or correct it instead."),
                name=str(item),
            )


def install(app: Flask) -> None:
    """Drop pages and sizes of generated lists that are no numbers: the first page is shown."""
    app.before_request(_drop_odd_pages)


def _drop_odd_pages() -> None:
    if is_api():
        return  # its parameters are read by the schema of the call
    odd = {
        name
        for name, value in request.args.items(multi=True)
        if ("page_" in name or "psize_" in name) and whole(value, most=LAST_PAGE) is None
    }
    if odd:
        kept = [(name, value) for name, value in request.args.items(multi=True) if name not in odd]
        request.args = ImmutableMultiDict(kept)


def _said(marks: dict[str, dict[str, Any]], kind: str) -> dict[str, Any]:
    return {name: _l(info[kind]) for name, info in marks.items() if info.get(kind)}


def _is_named(row: Any) -> bool:
    tables = row.__table__.metadata.tables.values()
    keys = [key for table in tables for key in table.foreign_keys if key.column.table is row.__table__]
    return any(db.session.scalar(select(exists().where(key.parent == row.id))) for key in keys)
