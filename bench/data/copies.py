"""Ever older copies of finished cards: a past of any length, written by the database itself."""

# Their events keep the hashes of the originals: `flask audit verify` holds for the newest cards only.

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle, islice

from sqlalchemy import Column, Connection, Date, Table, func, insert, select, text

from app.services.numbering import ACTIVITY
from models import Activity, NumberSeries
from models.columns import UtcDateTime
from rules.vocabulary import Status

OVER = (Status.completed, Status.approved, Status.rejected, Status.withdrawn)
_BACK = (1461, 2 * 1461, 3 * 1461)  # days: four, eight and twelve years; the originals span three
_PLACES = 32  # more institutions than any card asks


@dataclass(frozen=True, slots=True)
class _Copied:
    """A table, what stands in a column instead of what the original has, and what is joined for that."""

    name: str
    instead: dict[str, str] = field(default_factory=dict)
    joined: str = ""


_OF_NUMBER = "' #' || substr(c.{0}, 9) || ' #' || ltrim(substr(c.{0}, 9), '0') || ' '"  # rules/search
_SEARCHED = f"replace(s.search_text, {_OF_NUMBER.format('old_number')}, {_OF_NUMBER.format('number')})"
_ASKED = f"{{requirement}} + c.n * {_PLACES} + q.position"
_BY = "JOIN requirement q ON q.id = s.requirement_id"
_COPIED = (
    _Copied(
        "activity",
        {
            "id": "{activity} + c.n",
            "number": "c.number",
            "search_text": _SEARCHED,
        },
    ),
    _Copied("activity_used_resource"),
    _Copied("activity_principle"),
    _Copied("revision"),
    _Copied("approval_round", {"id": "{approval_round} + c.n"}),
    _Copied(
        "requirement",
        {"id": _ASKED, "round_id": "{approval_round} + c.n"},
        "JOIN requirement q ON q.id = s.id",
    ),
    _Copied("vote", {"id": _ASKED.replace("{requirement}", "{vote}"), "requirement_id": _ASKED}, _BY),
    _Copied(
        "remark",
        {"vote_id": _ASKED.replace("{requirement}", "{vote}")},
        "JOIN vote v ON v.id = s.vote_id JOIN requirement q ON q.id = v.requirement_id",
    ),
    _Copied("decision", {"round_id": "{approval_round} + c.n"}),
    _Copied("event"),
)


def add_copies(connection: Connection, after: int, wanted: int) -> None:
    """Add so many older copies of the finished cards with a key above `after`."""
    rows = _numbered(connection, sorted(islice(_older(connection, after), wanted)))
    _remember(connection, list(rows))
    tables = Activity.metadata.tables
    bases = {one.name: _last(connection, tables[one.name]) for one in _COPIED if "id" in one.instead}
    for one in _COPIED:
        connection.execute(text(_statement(connection, one, tables[one.name], bases)))
    connection.execute(text("DROP TABLE bench_copy"))
    if connection.dialect.name == "postgresql":
        for one in _COPIED:
            _count_on(connection, tables[one.name])


def _older(connection: Connection, after: int) -> Iterator[tuple[str, int, int, str, int]]:
    """Yield day and key of each copy, its original's number, and how many days older it is."""
    columns = (Activity.id, Activity.number, Activity.created_at)
    finished = select(*columns).where(Activity.id > after, Activity.status.in_(OVER), Activity.round <= 1)
    originals = connection.execute(finished.order_by(Activity.id)).all()
    place = 0
    for back in cycle(_BACK):
        for key, number, begun in originals:
            place += 1
            yield (begun - timedelta(days=back)).isoformat(), place, key, number, back


def _numbered(
    connection: Connection, older: list[tuple[str, int, int, str, int]]
) -> Iterator[dict[str, object]]:
    """Give the copies numbers of their years, the oldest the first."""
    counted: Counter[int] = Counter()
    for n, (day, _place, key, number, back) in enumerate(older, start=1):
        year = int(day[:4])
        counted[year] += 1
        told = {"n": n, "old_id": key, "old_number": number, "days": back}
        yield {**told, "number": f"{ACTIVITY}-{year}-{counted[year]:06d}"}
    series = [{"prefix": ACTIVITY, "year": year, "last": last} for year, last in counted.items()]
    connection.execute(insert(NumberSeries), series)


def _remember(connection: Connection, rows: list[dict[str, object]]) -> None:
    connection.execute(
        text(
            "CREATE TABLE bench_copy (n integer PRIMARY KEY, old_id integer, old_number varchar(20), "
            "number varchar(20), days integer)"
        )
    )
    named = "INSERT INTO bench_copy VALUES (:n, :old_id, :old_number, :number, :days)"
    for start in range(0, len(rows), 20_000):
        connection.execute(text(named), rows[start : start + 20_000])
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE bench_copy"))


def _statement(connection: Connection, one: _Copied, table: Table, bases: dict[str, int]) -> str:
    """Return the INSERT … SELECT of a table, in the order in which the copies were begun."""
    instead = {"activity_id": "{activity} + c.n", **one.instead}
    columns = [column for column in table.columns if column.name != "id" or "id" in instead]
    values = [instead.get(column.name, _moved(connection, column)) for column in columns]
    names = ", ".join(f'"{column.name}"' for column in columns)
    of_card = "id" if one.name == "activity" else "activity_id"
    asked = f"SELECT {', '.join(values)} FROM bench_copy c JOIN {one.name} s ON s.{of_card} = c.old_id "
    return f"INSERT INTO {one.name} ({names}) {(asked + one.joined).format(**bases)} ORDER BY c.n"


def _moved(connection: Connection, column: Column[object]) -> str:
    """Return the value of the original; days and moments lie further back."""
    value, sqlite = f's."{column.name}"', connection.dialect.name == "sqlite"
    if isinstance(column.type, UtcDateTime):
        moved = f"date({value}, '-' || c.days || ' days') || substr({value}, 11)"
        return moved if sqlite else f"{value} - c.days * interval '1 day'"
    if isinstance(column.type, Date):
        return f"date({value}, '-' || c.days || ' days')" if sqlite else f"{value} - c.days"
    return value


def _last(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.max(table.c.id))) or 0


def _count_on(connection: Connection, table: Table) -> None:
    """Let the database count on from the keys that were given."""
    if "id" in table.columns:
        sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
        connection.execute(text(f"SELECT setval({sequence}, (SELECT max(id) FROM {table.name}))"))
