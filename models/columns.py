"""What the tables share: a key, a name, types and marks of columns."""

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import Column, DateTime, Enum, ForeignKey, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, MappedColumn, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator


class Numbered(Model):
    """A table with a number as its key, called as its class: `AccountLink` is `account_link`."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored and returned in UTC (SQLite would return it naive)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def words(enum: type[StrEnum], name: str) -> Enum:
    """Store an enum as its text, kept to its members by a CHECK called `name`."""
    return Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


def refers(table: str, name: str, **options: Any) -> MappedColumn[Any]:
    """Return a column that holds the id of a row of another table; `name` is that of the constraint."""
    return mapped_column(ForeignKey(f"{table}.id", name=name), **options)


def typed(column: Column[Any], value: Any) -> Any:
    """Return what a file says as the column keeps it; an empty text is nothing where that is allowed."""
    if value == "" and column.nullable:
        return None
    kind = column.type.python_type
    return date.fromisoformat(value) if kind is date else kind(value)


def text(label: str, hint: str = "", rows: int = 0) -> MappedColumn[str]:
    """Return a text that is asked for, empty until somebody writes it."""
    return mapped_column(Text, default="", info=asks(label, hint, rows))


def tick(label: str, hint: str = "", **marks: Any) -> MappedColumn[bool]:
    """Return a yes that is asked for, a no until somebody says otherwise."""
    return mapped_column(default=False, info=asks(label, hint, **marks))


def asks(label: str, hint: str = "", rows: int = 0, **marks: Any) -> dict[str, Any]:
    """Say how a column is asked for: label, hint, height of the text box, further marks."""
    return {"label": label, "hint": hint, "rows": rows, **marks}
