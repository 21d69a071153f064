"""The CAB list: what waits for an opinion, is to be discussed, was given, or waits for a decision."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

from app.clock import today
from app.services.activity import piles
from app.services.activity.piles import Piled
from app.services.working_days import days_left
from rules.account.access import KeyScope
from rules.text import N_
from views.api.calls import DescribedApi, call
from views.api.schemas import cab
from views.base import Response, current_actor, opens


class CabApi(DescribedApi):
    """The list of CAB members and heads."""

    resource_name = "cab"

    @opens("GET", "/")
    @call(
        N_("A pile of the CAB list: emergencies first, then by due date"),
        query=cab.OnPile,
        answer=cab.PilePage,
        refuses=(403,),
        key=KeyScope.read,
    )
    def get_list(self) -> Response:
        asked, actor, on = self.asked(), current_actor(), today()
        which = asked["pile"]
        piles.check(which, actor)
        rows, count = piles.page(which, actor, on, asked["page"], asked["page_size"])
        left = days_left(on)
        return self.told({"count": count, "result": [_shown(one, left) for one in rows]})


def _shown(one: Piled, left: Callable[[date], int]) -> dict[str, Any]:
    row = one.row
    return {
        **asdict(row),
        "reasons": one.reasons,
        "discussed_because": one.discussed_because,
        "pulled_by": one.pulled_by,
        "working_days_left": left(row.due_on) if row.due_on else None,
        "others": one.others,
    }
