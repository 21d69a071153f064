"""How generated screens read rows: counted without fetching, relations at once, keys as whole numbers."""

from typing import Any

from flask_appbuilder.models.sqla.filters import FilterContains, SQLAFilterConverter
from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import func
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.services.words import matching
from rules.reading import whole

SEARCHED = "search_text"  # the column that keeps the words by which a thing is found


class FilterWords(FilterContains):
    """Every word of a search is met."""

    def apply(self, query: Any, value: str) -> Any:
        return query.filter(*matching(getattr(self.model, self.column_name), value))


class FilterConverter(SQLAFilterConverter):
    """Knows that words are looked for by what is kept of them."""

    def convert(self, col_name: str) -> Any:
        return [FilterWords(col_name, self.datamodel)] if col_name == SEARCHED else super().convert(col_name)


class SlimInterface(SQLAInterface):
    """Counts without fetching, loads `eager` relations at once, and knows that keys are whole numbers."""

    filter_converter_class = FilterConverter

    def __init__(self, obj: type[Any], eager: tuple[str, ...] = ()) -> None:
        super().__init__(obj)
        self.eager = eager

    def query_count(self, query: Any, filters: Any = None, select_columns: Any = None) -> int:
        narrowed = self.apply_filters(query, self.get_inner_filters(filters))
        key = getattr(self.obj, self.get_pk_name())
        return narrowed.order_by(None).with_entities(func.count(key)).scalar()

    def apply_all(self, query: Any, *args: Any, **kwargs: Any) -> Any:
        """Fetch the relations that a list shows with the rows, not row by row."""
        loads = [selectinload(getattr(self.obj, name)) for name in self.eager]
        return super().apply_all(query.options(*loads), *args, **kwargs)

    def get(self, id: Any, *args: Any, **kwargs: Any) -> Any:
        key = whole(id, 1)
        return super().get(key, *args, **kwargs) if key else None

    def get_related_interface(self, col_name: str) -> SQLAInterface:
        """Return a plain interface of the related table: what narrows this one does not fit that one."""
        return SlimInterface(self.get_related_model(col_name))

    def is_nullable(self, col_name: str) -> bool:
        """Return whether a field may stay empty: also a text whose column is filled with an empty one."""
        default = (
            getattr(self.list_columns[col_name], "default", None) if col_name in self.list_columns else None
        )
        return getattr(default, "arg", None) == "" or super().is_nullable(col_name)

    def get_related_obj(self, col_name: str, value: Any) -> Any:
        key = whole(value, 1)
        return db.session.get(self.get_related_model(col_name), key) if key else None
