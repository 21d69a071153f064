"""The list of activities: a plain GET form filters it, so that every view of it has an address."""

from dataclasses import replace
from datetime import date

from flask import abort, request
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p

from app.clock import today
from app.services.activity import search as activities
from app.services.activity.search import PAGE_SIZE, Due, Order, Search
from app.services.report import reports
from app.services.report.look import Asked as Narrowed, Look
from rules.facts import Actor
from rules.refusals import Invalid
from rules.vocabulary import Kind, Role, Status
from views.activity.turn import shown
from views.base import SafePage, current_actor, get
from views.base.filters import DayFilter, Filter, FlagFilter, LookupFilter, WordFilter, WordsFilter
from views.base.listing import Asked, Beyond, Column, Listed, Listing
from views.words.formats import NUMBERS
from views.words.labels import label
from views.words.templates import drawn_once

COUNTED = 1_000  # beyond that nothing is counted: there are "more than" so many
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
TABS = {
    "every": Search(discarded=False),
    "mine": Search(mine=True, discarded=False),
    "in_approval": Search(statuses=(Status.in_approval,)),
    "approved": Search(statuses=(Status.approved,)),
}
ACTIVITIES = Listing(
    title=_l("Activities"),
    caption=_l("Activities, one in each row"),
    filters=(
        FlagFilter("mine"),
        FlagFilter("waiting"),
        Filter(
            "q",
            _l("Search"),
            type="find",
            placeholder=_l("Number, title or resource"),
            says=lambda text: gettext("Searched for: %(text)s", text=text),
        ),
        WordFilter("kind", _l("Kind"), words=Kind),
        WordsFilter(
            "status",
            _l("Status"),
            words=Status,
            says=lambda found: gettext("Status: %(status)s", status=", ".join(map(label, found))),
        ),
        LookupFilter(
            "holder",
            _l("Holder"),
            url="/izvele/iestades",
            placeholder=_l("Code, e.g. VID"),
            says=lambda code: gettext("Holder: %(institution)s", institution=code),
        ),
        Filter(
            "behind",
            type="hidden",
            says=lambda said: gettext("Figure of the overview: %(figure)s", figure=said),
        ),
        Filter(
            "ministry",
            type="hidden",
            says=lambda code: gettext("Sector ministry: %(institution)s", institution=code),
        ),
        Filter(
            "asked",
            type="hidden",
            says=lambda code: gettext("Institution asked: %(institution)s", institution=code),
        ),
        *(DayFilter(name, type="hidden", first=FIRST, last=LAST) for name in ("from", "to")),
        FlagFilter(
            "overdue",
            _l("Due date"),
            word=_l("Overdue"),
            blank=_p("filter", "Any"),
            says=lambda _asked: gettext("Overdue"),
        ),
    ),
    columns=(
        Column("title", _l("Activity"), head_look="w-40", sorts=True),
        Column("number", _l("Number"), sorts=True),
        Column("holder", _l("Holder")),
        Column("resource", _l("Resource")),
        Column("status", _l("Status")),
        Column("turn", _l("To act now")),
        Column("due_on", _l("Due date"), sorts=True),
        Column("changed_at", _p("column", "Last change"), sorts=True),
    ),
    orders={one.value: one for one in Order},
    usual="-number",
    size=PAGE_SIZE,
    key=NUMBERS,
)


_drawn = drawn_once("row", "activity/row.html")


class ActivitiesPage(SafePage):
    """All activities that the person sees."""

    route_base = ""

    @get("/aktivitates")
    def list(self) -> str:
        actor, asked = current_actor(), ACTIVITIES.asked(request.args)
        search = _search(asked)
        counts = activities.counts([search, *TABS.values()], actor, COUNTED + 1)
        listed = _listed(search, asked, actor, counts[replace(search, order=Order.newest)])
        listed.stands = (request.full_path, actor.roles)
        return self.render_template(
            "activity/list.html",
            listed=listed,
            asked=asked,
            view=_view(asked),
            counts={name: counts[tab] for name, tab in TABS.items()},
            counted=COUNTED,
            can_create=actor.has(Role.applicant) and not actor.has(Role.admin),
            statuses=Status,
        )


def _listed(search: Search, asked: Asked, actor: Actor, total: int) -> Listed:
    """Return the page: by its number as far as was counted, beyond that by the card it begins after."""
    if total <= COUNTED:
        rows = activities.page(search, actor, asked.page) if total > asked.page * PAGE_SIZE else []
        return ACTIVITIES.listed(asked, _drawn(shown(rows)), total)
    rows = activities.page(search, actor, asked.page, after=asked.after, ahead=1)
    following = rows[PAGE_SIZE - 1].number if len(rows) > PAGE_SIZE else ""
    beyond = Beyond(following, bool(asked.after))
    return ACTIVITIES.listed(asked, _drawn(shown(rows[:PAGE_SIZE])), COUNTED, beyond=beyond)


def _search(asked: Asked) -> Search:
    return Search(
        q=asked["q"],
        statuses=asked["status"],
        kind=asked["kind"],
        holder=asked["holder"] or None,
        ministry=asked["ministry"] or None,
        asked=asked["asked"] or None,
        behind=_behind(asked) if asked["behind"] else None,
        mine=asked["mine"],
        to_do=asked["waiting"],
        discarded=bool(asked["status"]),
        due=Due.overdue if asked["overdue"] else None,
        order=ACTIVITIES.order(asked),
    )


def _behind(asked: Asked) -> tuple[int, ...]:
    """Return the cards behind a figure of the overview; 404 where it is none."""
    said = {name: asked[name] or None for name in ("holder", "ministry", "asked", "kind")}
    wanted = Narrowed(first=asked["from"], last=asked["to"], **said)
    try:
        return reports.behind(asked["behind"], Look(wanted, current_actor(), today()))
    except Invalid:
        abort(404)


def _view(asked: Asked) -> str:
    if asked["mine"]:
        return "mine"
    if asked["waiting"]:
        return "waiting"
    only = asked["status"][0] if len(asked["status"]) == 1 else None
    return only.value if only in (Status.in_approval, Status.approved) else "all"
