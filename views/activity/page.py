"""The page of one activity: approval sheet, card and history, each tab with an address of its own."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.services.activity import revisions
from models import Activity
from rules.refusals import Invalid
from views.activity.approval_sheet import sheets_of
from views.activity.differences import changes_by_amendment, changes_since_vote, comparison
from views.activity.found import on_its_way, whole
from views.activity.frame import framed
from views.activity.head import head_of
from views.activity.history import days_of, events_of, sieve
from views.activity.proof import proven
from views.base import SafePage, current_actor, get
from views.card.shown import card_parts


class ActivityPage(SafePage):
    """One activity, found by its number among those that the person sees."""

    route_base = ""

    @get("/aktivitates/<number>", may="show")
    def sheet(self, number: str) -> str:
        """Who was asked, why, and what they answered."""
        activity = on_its_way(number)
        since = changes_since_vote(activity, current_actor())
        amending = changes_by_amendment(activity, current_actor())
        return self._tab("sheet", activity, since=since, amending=amending)

    @get("/aktivitates/<number>/kartite", may="show")
    def card(self, number: str) -> str:
        return self._tab("card", whole(number))

    @get("/aktivitates/<number>/vesture", may="show")
    def history(self, number: str) -> ResponseReturnValue:
        """What happened, and how the card changed."""
        activity, actor = on_its_way(number), current_actor()
        known = revisions.seen(activity, actor)
        asked = request.args.get("no"), request.args.get("ar")
        try:
            compared, status = comparison(activity, actor, known, asked), 200
        except Invalid:
            compared, status = comparison(activity, actor, known, (None, None)), 422
        shown = self._tab("history", activity, revisions=known, compared=compared, unknown=status == 422)
        return shown, status

    def _tab(self, tab: str, activity: Activity, **more: Any) -> str:
        actor, events = current_actor(), events_of(activity)
        head = head_of(activity, events, actor)
        if tab == "sheet":
            more["sheets"] = sheets_of(activity, events, actor)
        if tab == "card":
            more["parts"] = card_parts(activity, head.texts)
        if tab == "history":
            asked = sieve(events, request.args.get("action"), request.args.get("person"))
            days = days_of(filter(asked.lets, events), head.texts)
            more |= {"sieve": asked, "days": days, "proven": proven(events)}
        return self.render_template(f"activity/{tab}.html", **framed(tab, activity, head, **more))
