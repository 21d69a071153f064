"""Sēdes: the meetings that the person sees, and planning another."""

from http import HTTPStatus

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_pgettext as _p

from app.clock import now
from app.services.checks import INVALID
from app.services.meeting import planning, reading
from app.services.meeting.planning import NEW
from rules.meeting.flow import check_head, is_head
from rules.meeting.words import MeetingStatus
from rules.refusals import Invalid
from views.base import SafePage, current_actor, get, one_change, page_number, post
from views.meeting.form import PlanForm

PAGE_SIZE = 25
_COMING = (MeetingStatus.planned, MeetingStatus.invited, MeetingStatus.running)
TABS = (
    ("coming", _p("meetings", "Planned and running"), "/cab/sedes", _COMING),
    ("closed", _p("meetings", "Closed"), "/cab/sedes/slegtas", (MeetingStatus.closed,)),
    ("cancelled", _p("meetings", "Cancelled"), "/cab/sedes/atceltas", (MeetingStatus.cancelled,)),
)


class MeetingsPage(SafePage):
    """For CAB heads all meetings, for others those to which they were invited."""

    route_base = "/cab/sedes"

    @get("", may="show")
    def coming(self) -> str:
        return self._list("coming")

    @get("/slegtas", may="show")
    def closed(self) -> str:
        return self._list("closed")

    @get("/atceltas", may="show")
    def cancelled(self) -> str:
        return self._list("cancelled")

    @get("/jauna", may="plan")
    def ask(self) -> str:
        """Ask what is planned."""
        check_head(current_actor())
        return self._ask(PlanForm(title=gettext("Regular meeting")))

    @post("/jauna", _p("tried", "planning a meeting"))
    def plan(self) -> ResponseReturnValue:
        """Plan a meeting about all that is to be discussed."""
        form, actor = PlanForm(request.form), current_actor()
        check_head(actor)
        try:
            if not form.validate():
                raise Invalid(INVALID)
            with one_change():
                number = planning.plan(actor, now(), form.values, None).number
        except Invalid as refused:
            form.refuse(refused)
            return self._ask(form), HTTPStatus.UNPROCESSABLE_ENTITY
        flash(
            gettext("%(number)s is planned. Look through its agenda, then invite.", number=number), "success"
        )
        return redirect(f"/cab/sedes/{number}", 303)

    def _ask(self, form: PlanForm) -> str:
        form.keep_typed(NEW)
        return self.render_template("meeting/plan.html", form=form)

    def _list(self, current: str) -> str:
        page, statuses = page_number(), next(one[3] for one in TABS if one[0] == current)
        rows = reading.page(page, PAGE_SIZE, statuses, soonest=current == "coming")
        counts = {key: reading.count(which) for key, _word, _url, which in TABS}
        return self.render_template(
            "meeting/list.html",
            rows=rows,
            came=reading.came(rows),
            current=current,
            tabs=[(key, str(word), url, counts[key]) for key, word, url, _which in TABS],
            page=page,
            page_size=PAGE_SIZE,
            count=counts[current],
            may_plan=is_head(current_actor()),
        )
