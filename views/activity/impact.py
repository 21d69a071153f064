"""Ietekme: the tab of an activity that shows what a change of its main resource reaches."""

from flask.typing import ResponseReturnValue

from app.clock import today
from app.services.activity.liquidation import Checklist, checklist
from app.services.registry.collisions import of_activity
from models import Activity
from rules.refusals import NotFound
from rules.vocabulary import Kind
from views.activity.found import GONE, on_its_way
from views.activity.frame import framed
from views.activity.head import head_of
from views.activity.history import events_of
from views.base import SafePage, current_actor, get
from views.registry.impact import reached


def ending_of(activity: Activity) -> Checklist | None:
    """Return what is to be looked at before the resource of a liquidation ends; None of another card."""
    if activity.kind is not Kind.liquidation or activity.resource is None:
        return None
    return checklist(activity, activity.resource, today())


class ImpactTab(SafePage):
    """For who sees the card, once it names a resource that exists."""

    route_base = "/aktivitates"

    @get("/<number>/ietekme", may="show")
    def show(self, number: str) -> ResponseReturnValue:
        activity = on_its_way(number)
        if activity.resource is None:
            raise NotFound(GONE)
        context, status = reached(activity.resource.code)
        head = head_of(activity, events_of(activity), current_actor())
        more = {"ending": ending_of(activity), "met": of_activity(activity), **context}
        return self.render_template(
            "activity/impact.html", **framed("impact", activity, head, **more)
        ), status
