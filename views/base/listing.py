"""Lists: what one is narrowed by, sorted by and made of is declared once; templates draw them all alike."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from flask import Response, request
from werkzeug.datastructures import MultiDict

from app.clock import now, today
from app.services.account.traces import trace
from rules.account.access import AccountAction
from rules.reading import whole
from rules.vocabulary import Role
from views.base.actor import current_actor
from views.base.addresses import url_with
from views.base.fields import HiddenField
from views.base.filters import Control, Filter
from views.base.form import Form
from views.base.spreadsheet import TYPES, Cell, sheet
from views.base.transaction import one_change
from views.words.formats import cell
from views.words.language import Text

LAST_PAGE = 999_999  # what names a later one names none


@dataclass(frozen=True, slots=True)
class Sort:
    """How the rows stand by a column now, and where its head leads if it can be sorted by."""

    direction: str | None  # ascending, descending or None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `cell` is what stands in it for a row, in words or drawn.

    `look` are classes of its cells, `head_look` those of its head; `sorts` = the address may order by it;
    `unseen` = its head is only read out; `only` = for whoever has this role.
    """

    name: str
    head: Text
    cell: Callable[[Any], object] = cell
    _: KW_ONLY
    look: str = ""
    head_look: str = ""
    names_row: bool = False
    sorts: bool = False
    unseen: bool = False
    only: Role | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a list: the value of each filter, the order, the page (from 0).

    `after` is the key of the row after which a page begins that has no number.
    """

    values: Mapping[str, Any]
    sort: str
    page: int
    after: str = ""

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)


@dataclass(frozen=True, slots=True)
class Beyond:
    """There are more rows than were counted: where the page after this one begins, if there is one.

    `unnumbered` = this page is itself found by the row before it.
    """

    key: str
    unnumbered: bool


@dataclass(kw_only=True)
class Listed:
    """One page of a list, as `listing.html` and `ui/lists.html` draw it.

    `total` is how many rows there are, or were counted where there are more (`beyond`).
    """

    title: Text
    columns: Sequence[Column]
    rows: Sequence[Any]
    total: int
    page: int
    size: int
    hint: Text = ""
    caption: Text = ""
    controls: Sequence[Control] = ()
    hidden: Sequence[tuple[str, str]] = ()  # what the form of filters sends along
    sort: str = ""
    page_name: str = "page"
    sizes: Sequence[int] = ()
    beyond: Beyond | None = None
    stands: Hashable = None  # all that its heads and filters depend on, where they are drawn once
    heads: dict[str, Text] = field(init=False)

    def __post_init__(self) -> None:
        self.heads = {one.name: one.head for one in self.columns}

    @property
    def chosen(self) -> list[Control]:
        return [one for one in self.controls if one.value and (one.said or one.type != "hidden")]

    @property
    def clear(self) -> str:
        return request.path

    def page_address(self, number: int | str) -> str:
        """Return the address of a page; every parameter of this one stays."""
        return url_with(**{self.page_name: number or None})

    def sort_of(self, column: Column) -> Sort:
        """Return how the rows stand by a column, and the address that turns the order round."""
        direction = {column.name: "ascending", f"-{column.name}": "descending"}.get(self.sort)
        wanted = f"-{column.name}" if direction == "ascending" else column.name
        return Sort(direction, url_with(**{"sort": wanted, self.page_name: None}) if column.sorts else "")


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list as it is declared: `asked` reads an address, `listed` is what the template draws.

    `orders` maps words of the address to what the query knows; `usual` is the word when none is given.
    `key` is what a row's key looks like where pages without a number begin after one.
    `exported` are the columns of its files.
    """

    title: Text
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    hint: Text = ""
    caption: Text = ""
    orders: Mapping[str, Any] = field(default_factory=dict)
    usual: str = ""
    size: int = 0
    key: re.Pattern[str] | None = None
    file: str = ""
    exported: tuple[Column, ...] = ()

    def asked(self, given: MultiDict[str, str]) -> Asked:
        """Read an address or a form; a word that is none is an address that does not exist."""
        values = {one.name: one.read(given.getlist(one.name)) for one in _for_reader(self.filters)}
        sort = given.get("sort", "")
        page = given.get("page", "")
        after = page if self.key and self.key.fullmatch(page) else ""
        number = whole(page, most=LAST_PAGE) or 0
        return Asked(values, sort if sort in self.orders else self.usual, number, after)

    def order(self, asked: Asked) -> Any:
        """Return the order that is asked for, as the query knows it."""
        return self.orders[asked.sort]

    def listed(
        self,
        asked: Asked,
        rows: Sequence[Any],
        total: int,
        hint: Text | None = None,
        beyond: Beyond | None = None,
    ) -> Listed:
        """Return a page of it for the template; `hint` where it is not the same for everybody."""
        return Listed(
            title=self.title,
            hint=self.hint if hint is None else hint,
            caption=self.caption or self.title,
            columns=_for_reader(self.columns),
            rows=rows,
            total=total,
            page=asked.page,
            size=self.size,
            controls=[one.control(asked[one.name]) for one in _for_reader(self.filters)],
            hidden=[("sort", asked.sort)] if asked.sort != self.usual else [],
            sort=asked.sort,
            beyond=beyond,
        )

    def whole(self, rows: Sequence[Any]) -> Listed:
        """Return all rows at once, for a table without filters and pages."""
        return self.listed(Asked({}, self.usual, 0), rows, len(rows))

    def hand_out(self, kind: str, rows: Sequence[Any], **told: str) -> Response:
        """Return the rows as a file to download, and leave a trace of it that tells what list it is."""
        with one_change():
            data = {**told, "rows": len(rows), "kind": kind}
            trace(AccountAction.exported, current_actor(), now(), data=data)
        return self.sheet(kind, rows)

    def sheet(self, kind: str, rows: Sequence[Any]) -> Response:
        """Return the rows as a file to download; `kind` is csv or xlsx."""
        heads = [str(one.head) for one in self.exported]
        lines = ([_plain(one.cell(row)) for one in self.exported] for row in rows)
        return sheet(kind, f"virsis-{self.file}-{today()}", heads, lines)


class ExportForm(Form):
    """Which file of a list is wanted: the value of the button, None for one that is none."""

    kind = HiddenField(read_as=lambda typed: typed if typed in TYPES else None)


def _plain(value: object) -> Cell:
    return value if isinstance(value, int) else str(value)


def _for_reader(parts: Sequence[Any]) -> list[Any]:
    return [one for one in parts if one.only is None or current_actor().has(one.only)]
