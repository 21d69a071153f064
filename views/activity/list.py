"""The list of activities: a plain GET form filters it, so that every view of it has an address."""

from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext, lazy_gettext, lazy_pgettext

from app.clock import today
from app.services.activity import search as activities
from app.services.activity.search import PAGE_SIZE, Listed, Order, Search
from app.services.working_days import calendar
from rules.facts import Actor
from rules.vocabulary import Kind, Role, Status
from views.activity.turn import due, turn_words
from views.base import SafePage, current_actor, expose, has_access, permission_name
from views.base.filters import Filter, FlagFilter, LookupFilter, WordFilter, WordsFilter
from views.base.listing import Asked, Column, Listing
from views.words.labels import label

COUNTED = 1_000  # beside a tab stands no larger number


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A row with what its cells say."""

    row: Listed
    turn: str
    due: Any


ACTIVITIES = Listing(
    title=lazy_gettext("Activities"),
    caption=lazy_gettext("Activities, one in each row"),
    filters=(
        FlagFilter(name="mine"),
        FlagFilter(name="waiting"),
        Filter(
            name="q",
            label=lazy_gettext("Search"),
            type="find",
            placeholder=lazy_gettext("Number, title or resource"),
            says=lambda text: gettext("Searched for: %(text)s", text=text),
        ),
        WordFilter(name="kind", label=lazy_gettext("Kind"), words=Kind),
        WordsFilter(
            name="status",
            label=lazy_gettext("Status"),
            words=Status,
            says=lambda found: gettext("Status: %(status)s", status=", ".join(map(label, found))),
        ),
        LookupFilter(
            name="holder",
            label=lazy_gettext("Holder"),
            url="/izvele/iestades",
            placeholder=lazy_gettext("Code, e.g. VID"),
            says=lambda code: gettext("Holder: %(institution)s", institution=code),
        ),
        FlagFilter(
            name="overdue",
            label=lazy_gettext("Due date"),
            word=lazy_gettext("Overdue"),
            blank=lazy_pgettext("filter", "Any"),
            says=lambda _asked: gettext("Overdue"),
        ),
    ),
    columns=(
        Column(name="title", head=lazy_gettext("Activity"), head_look="w-40", sorts=True),
        Column(name="number", head=lazy_gettext("Number"), sorts=True),
        Column(name="holder", head=lazy_gettext("Holder")),
        Column(name="resource", head=lazy_gettext("Resource")),
        Column(name="status", head=lazy_gettext("Status")),
        Column(name="turn", head=lazy_gettext("To act now")),
        Column(name="due", head=lazy_gettext("Due date")),
        Column(name="changed", head=lazy_pgettext("column", "Last change")),
    ),
    orders={
        "number": Order.oldest,
        "-number": Order.newest,
        "title": Order.by_title,
        "-title": Order.by_title_backwards,
    },
    usual="-number",
    size=PAGE_SIZE,
)


class ActivitiesPage(SafePage):
    """All activities that the person sees."""

    route_base = ""
    default_view = "list"

    @expose("/aktivitates")
    @has_access
    @permission_name("list")
    def list(self) -> str:
        """Show one page of what is looked for."""
        actor, asked = current_actor(), ACTIVITIES.asked(request.args)
        search = _search(asked)
        total = activities.count(search, actor)
        rows = activities.page(search, actor, asked.page) if total > asked.page * PAGE_SIZE else []
        return self.render_template(
            "activity/list.html",
            listed=ACTIVITIES.listed(asked, _shown(rows), total),
            asked=asked,
            view=_view(asked),
            without=total or activities.count(Search(discarded=False), actor),
            counts=activities.views(actor, COUNTED),
            counted=COUNTED,
            can_create=_can_create(actor),
            statuses=Status,
            kinds=Kind,
        )


def _search(asked: Asked) -> Search:
    return Search(
        q=asked["q"],
        statuses=asked["status"],
        kind=asked["kind"],
        holder=asked["holder"] or None,
        mine=asked["mine"],
        waiting=asked["waiting"],
        discarded=bool(asked["status"]),
        due_before=today() if asked["overdue"] else None,
        order=ACTIVITIES.order(asked),
    )


def _shown(rows: list[Listed]) -> list[Shown]:
    days = calendar() if any(row.due_on for row in rows) else None
    return [
        Shown(row=row, turn=turn_words(row.waiting_for, row.holder), due=due(row.due_on, days))
        for row in rows
    ]


def _view(asked: Asked) -> str:
    """Return which tab is open."""
    if asked["mine"]:
        return "mine"
    if asked["waiting"]:
        return "waiting"
    only = asked["status"][0] if len(asked["status"]) == 1 else None
    return only.value if only in (Status.in_approval, Status.approved) else "all"


def _can_create(actor: Actor) -> bool:
    return actor.has(Role.applicant) and not actor.has(Role.admin)
