"""Choices for the pickers of the card's form: few at a time, searched on the server."""

from typing import Any

from flask import jsonify, request
from sqlalchemy import select

from app.extensions import db
from app.services.activity.search_words import meeting_known
from app.services.registry.facts import search_institutions, search_resources
from models import Activity
from rules.vocabulary import Status
from views.base import Response, SafePage, current_actor, get
from views.words.names import in_order, named, options

MOST = 20


class LookupPage(SafePage):
    """Answers `{"results": [{"value", "text"}]}` to `?q=`, for everybody signed in."""

    route_base = "/izvele"

    @get("/resursi", may="lookup")
    def resources(self) -> Response:
        """Find resources in use; `own=1` leaves those of the own institution."""
        own = current_actor().institution if request.args.get("own") else None
        return _answer(
            (one.code, f"{named(one)} · {one.holder.code}") for one in search_resources(_q(), MOST, own)
        )

    @get("/iestades", may="lookup")
    def institutions(self) -> Response:
        return _answer(options(search_institutions(_q(), MOST, in_order())))

    @get("/aktivitates", may="lookup")
    def activities(self) -> Response:
        """Find activities that another card may change: approved once, not withdrawn."""
        found = select(Activity).where(
            Activity.published_at.is_not(None), Activity.status != Status.withdrawn, *meeting_known(_q())
        )
        rows = db.session.scalars(found.order_by(Activity.number.desc()).limit(MOST))
        return _answer((one.number, str(one)) for one in rows)


def _q() -> str:
    return request.args.get("q", "")[:200]


def _answer(found: Any) -> Response:
    return jsonify(results=[{"value": value, "text": text} for value, text in found])
