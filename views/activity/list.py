"""The list of activities: a plain GET form filters it, so that every view of it has an address."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import abort, request
from flask_babel import gettext

from app.clock import today
from app.services.activity import search as activities
from app.services.activity.search import PAGE_SIZE, Listed, Order, Search
from app.services.working_days import calendar
from rules.facts import Actor
from rules.vocabulary import Kind, Role, Status
from views.activity.turn import due, turn_words
from views.base import SafePage, current_actor, expose, has_access, page_number, permission_name
from views.base.addresses import url_with
from views.words.labels import label

SORTS = {
    "number": Order.oldest,
    "-number": Order.newest,
    "title": Order.by_title,
    "-title": Order.by_title_backwards,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A row with what its cells say."""

    row: Listed
    turn: str
    due: Any


class ActivitiesPage(SafePage):
    """All activities that the person sees."""

    route_base = ""
    default_view = "list"

    @expose("/aktivitates")
    @has_access
    @permission_name("list")
    def list(self) -> str:
        """Show one page of what is looked for."""
        actor, search, number = current_actor(), _search(), page_number()
        total = activities.count(search, actor)
        rows = activities.page(search, actor, number) if total > number * PAGE_SIZE else []
        return self.render_template(
            "activity/list.html",
            rows=_shown(rows),
            total=total,
            page=number,
            size=PAGE_SIZE,
            search=search,
            sort=_sort(),
            chips=_chips(search),
            view=_view(search),
            without=total or activities.count(Search(), actor),
            can_create=_can_create(actor),
            statuses=Status,
            kinds=Kind,
        )


def _search() -> Search:
    """Read the address; a status or a kind that is none is an address that does not exist."""
    given = request.args
    return Search(
        q=given.get("q", "").strip(),
        statuses=tuple(_word(Status, one) for one in given.getlist("status") if one),
        kind=_word(Kind, given["kind"]) if given.get("kind") else None,
        holder=given.get("holder", "").strip() or None,
        mine=given.get("mine") == "1",
        waiting=given.get("waiting") == "1",
        due_before=today() if given.get("overdue") == "1" else None,
        order=SORTS[_sort()],
    )


def _word(enum: type[StrEnum], value: str) -> Any:
    try:
        return enum(value)
    except ValueError:
        abort(404)


def _sort() -> str:
    sort = request.args.get("sort", "")
    return sort if sort in SORTS else "-number"


def _shown(rows: list[Listed]) -> list[Shown]:
    days = calendar() if any(row.due_on for row in rows) else None
    return [
        Shown(row=row, turn=turn_words(row.waiting_for, row.holder), due=due(row.due_on, days))
        for row in rows
    ]


def _chips(search: Search) -> list[tuple[str, str]]:
    """Return each filter in words, with the address of the list without it."""
    found = [
        (gettext("Searched for: %(text)s", text=search.q), "q", search.q),
        (gettext("Holder: %(institution)s", institution=search.holder), "holder", search.holder),
        (gettext("Overdue"), "overdue", search.due_before),
    ]
    if search.kind:
        found.append((gettext("Kind: %(kind)s", kind=label(search.kind)), "kind", search.kind))
    statuses = ", ".join(map(label, search.statuses))
    found.append((gettext("Status: %(status)s", status=statuses), "status", statuses))
    return [(word, url_with(**{name: None, "page": None})) for word, name, value in found if value]


def _view(search: Search) -> str:
    """Return which tab is open."""
    if search.mine:
        return "mine"
    if search.waiting:
        return "waiting"
    only = search.statuses[0] if len(search.statuses) == 1 else None
    return only.value if only in (Status.in_approval, Status.approved) else "all"


def _can_create(actor: Actor) -> bool:
    return actor.has(Role.applicant) and not actor.has(Role.admin)
