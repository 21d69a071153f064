"""Many rows at once: straight into the tables, past the ORM, on SQLite and PostgreSQL."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Table, Text, func, select, text
from sqlalchemy.engine import Dialect

from models.packed import Digest, Packed
from rules import registry_vocabulary, vocabulary

_BATCH = 20_000


class Bulk:
    """Collects rows of several tables and writes them in the order in which the tables were named.

    Missing columns get what a card begins with: empty texts and lists, no, nothing.
    """

    def __init__(self, connection: Connection, tables: tuple[Table, ...]) -> None:
        self._connection = connection
        self._tables = {table.name: table for table in tables}
        self._rows: dict[str, list[tuple[Any, ...]]] = {table.name: [] for table in tables}
        self._blank = {table.name: {c.name: _empty(c) for c in table.columns} for table in tables}
        self._packing = {table.name: dict(_packing(table, connection.dialect)) for table in tables}
        self._own_keys: dict[str, int] = {}
        moment = _moment_of_sqlite if connection.dialect.name == "sqlite" else str
        self._plain: dict[type[Any], Callable[[Any], Any]] = {**_PLAIN, datetime: moment}

    def stored(self, name: str, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the database keeps of JSON and digests, for rows, or parts that many of them share."""
        kinds = self._packing[name]
        return {key: kinds[key](one) if key in kinds else one for key, one in row.items()}

    def next_id(self, name: str) -> int:
        """Return the next key of a table whose keys others of these rows refer to."""
        if name not in self._own_keys:
            key = self._tables[name].c.id
            self._own_keys[name] = self._connection.scalar(select(func.max(key))) or 0
        self._own_keys[name] += 1
        return self._own_keys[name]

    def whole(self, name: str, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the row with what a new one has in the columns that it does not name."""
        return {**self._blank[name], **row}

    def add(self, name: str, row: Mapping[str, Any]) -> None:
        """Take a row; enums, days and JSON are turned into what the database stores."""
        whole, plain = self.whole(name, row), self._plain
        if "id" in whole and "id" not in row:
            del whole["id"]  # the database gives it
        stored = [plain[type(one)](one) if type(one) in plain else one for one in whole.values()]
        self._rows[name].append(tuple(stored))

    def flush_when_full(self) -> None:
        """Write once there are many; the rows of one thing are all there then, in whatever order."""
        if any(len(rows) >= _BATCH for rows in self._rows.values()):
            self.flush()

    def flush(self) -> None:
        """Write what has been collected, parents first."""
        for name, rows in self._rows.items():
            if rows:
                self._write(name, rows)
                rows.clear()

    def finish(self) -> None:
        """Write the rest, and let the database count on from the keys that were given."""
        self.flush()
        if self._connection.dialect.name == "postgresql":
            for name, last in self._own_keys.items():
                sequence = {"name": name, "last": max(last, 1)}
                self._connection.execute(
                    text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"), sequence
                )

    def _write(self, name: str, rows: list[tuple[Any, ...]]) -> None:
        columns = [column.name for column in self._tables[name].columns]
        columns = columns[len(columns) - len(rows[0]) :]  # without the key, where the database gives it
        if self._connection.dialect.name == "postgresql":
            self._copy(name, columns, rows)
        else:
            insert = self._tables[name].insert().compile(self._connection, column_keys=columns)
            self._connection.exec_driver_sql(str(insert), rows)

    def _copy(self, name: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
        driver: Any = self._connection.connection.driver_connection
        listed = ", ".join(f'"{column}"' for column in columns)
        with driver.cursor() as cursor, cursor.copy(f'COPY "{name}" ({listed}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)


def _packing(table: Table, dialect: Dialect) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    for column in table.columns:
        if isinstance(column.type, Packed | Digest):
            yield column.name, partial(_packed, column.type, dialect)


def _packed(kind: Packed | Digest, dialect: Dialect, value: Any) -> Any:
    kept = kind.process_bind_param(value, dialect)
    return as_json(kept) if isinstance(kept, dict | list) else kept


def as_json(value: object) -> str:
    """Return JSON text, for values that many rows share."""
    return json.dumps(value, ensure_ascii=False)


def _empty(column: Column[Any]) -> object:
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, JSON) and not column.nullable:
        return []  # what every list of ours begins with; an object is always said
    return "" if isinstance(column.type, Text) else None


def _moment_of_sqlite(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(" ", "microseconds").removesuffix("+00:00")


_PLAIN: dict[type[Any], Callable[[Any], Any]] = {
    date: date.isoformat,
    Decimal: str,
    dict: as_json,
    list: as_json,
    **{
        words: str
        for module in (vocabulary, registry_vocabulary)
        for words in vars(module).values()
        if isinstance(words, type) and words is not StrEnum
    },
}
