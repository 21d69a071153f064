"""Whether a table has such a row, asked row by row of what is looked at, along an index."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, literal_column, select


def there_is(rows: FromClause | type[Any], *which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that such a row is there; what `which` names besides is of the row looked at.

    Not EXISTS: within an OR PostgreSQL would first gather all such rows there are, and SQLite begins with
    all of them where it is asked by IN. One row at most, as a value, is looked up when it is needed.
    """
    first: Select[tuple[Any]] = select(literal_column("1")).select_from(rows).where(*which).limit(1)
    return first.scalar_subquery().is_not(None)
