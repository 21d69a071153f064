"""Nosacījumi: all obligations that a person sees, those that wait for him or her first."""

from flask import request
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p

from app.clock import today
from app.services.obligation import list as obligations
from app.services.obligation.list import Wanted
from rules.obligation.words import ObligationState
from views.base import SafePage, current_actor, get
from views.base.filters import FlagFilter, WordsFilter
from views.base.listing import Asked, Column, Listing
from views.obligation.shown import shown

PAGE_SIZE = 25
OBLIGATIONS = Listing(
    title=_l("Obligations"),
    caption=_l("Obligations, one in each row"),
    hint=_l("What is to be done by a date after an activity was approved: your turn stands first."),
    filters=(
        FlagFilter("mine"),
        WordsFilter("state", _p("obligation", "State"), words=ObligationState),
        FlagFilter(
            "overdue",
            _l("Due date"),
            word=_l("Overdue"),
            blank=_p("filter", "Any"),
            says=lambda _asked: gettext("Overdue"),
        ),
    ),
    columns=(
        Column("text", _l("Obligation"), head_look="w-40"),
        Column("activity", _l("Activity")),
        Column("asked_by", _p("obligation", "Verifies")),
        Column("state", _p("obligation", "State")),
        Column("due_on", _l("Due date")),
        Column("act", _p("column", "Action"), unseen=True),
    ),
    size=PAGE_SIZE,
)


class ObligationListPage(SafePage):
    """For everybody signed in."""

    route_base = ""

    @get("/nosacijumi")
    def list(self) -> str:
        actor, asked = current_actor(), OBLIGATIONS.asked(request.args)
        tabs, first = (Wanted(), Wanted(mine=True)), asked.page * PAGE_SIZE
        rows, counts = obligations.counted_page(_wanted(asked), tabs, actor, first, PAGE_SIZE)
        return self.render_template(
            "obligation/list.html",
            listed=OBLIGATIONS.listed(asked, shown(rows, actor), counts[0]),
            view="mine" if asked["mine"] else "all",
            counts={"all": counts[1], "mine": counts[2]},
        )


def _wanted(asked: Asked) -> Wanted:
    overdue_on = today() if asked["overdue"] else None
    return Wanted(states=asked["state"], mine=bool(asked["mine"]), overdue_on=overdue_on)
