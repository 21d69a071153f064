"""What a person has typed and not sent yet, for programs: kept, read, thrown away."""

from typing import Any

from flask_babel import lazy_pgettext as _p
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.services import kept_texts
from models import Activity
from rules.reading import whole
from rules.refusals import NotFound
from rules.text import N_
from rules.vocabulary import Action
from views.api.calls import DescribedApi, call
from views.api.schemas import account, bodies
from views.base import Response, current_actor, one_change, opens
from views.base.api import GONE

OF_ACTIVITIES = frozenset({"votes", "comments", *Action} - {Action.vote})


class KeptTextApi(DescribedApi):
    """One's own only."""

    resource_name = "kept"

    @opens("GET", "/<code>")
    @call(N_("What you have typed for a step and not sent"), answer=account.KeptText)
    def get(self, code: str) -> Response:
        """404 where nothing is kept."""
        return self.told(_found(_known(code)))

    @opens("PUT", "/<code>", tried=_p("tried", "keeping a text (API)"))
    @call(
        N_("Keep what is typed for a step: `activities.ID.` and `votes`, `comments` or the step"),
        body=bodies.KeptSent,
        answer=account.KeptAt,
    )
    def put(self, code: str) -> Response:
        """In place of what was kept before."""
        known, person, at = _known(code), current_actor().user_id, now()
        with one_change():
            kept_texts.keep(person or 0, known, self.sent().valid()["fields_typed"], at)
        return self.told({"saved_at": at})

    @opens("DELETE", "/<code>", tried=_p("tried", "throwing a kept text away (API)"))
    @call(N_("Throw away what is kept"), answer=None, status=204)
    def delete(self, code: str) -> Response:
        """404 where nothing is kept."""
        known = _known(code)
        with one_change():
            if not kept_texts.forget(current_actor().user_id, known):
                raise NotFound(GONE)
        return Response(status=204)


def _known(key: str) -> str:
    """Return the key of something that this person sees; 404 for every other."""
    thing, _, rest = key.partition(".")
    number, _, name = rest.partition(".")
    if thing != "activities" or name not in OF_ACTIVITIES or whole(number, 1) is None:
        raise NotFound(GONE)
    seen = select(Activity.id).where(Activity.id == int(number))
    if db.session.scalar(seen) is None:
        raise NotFound(GONE)
    return f"activities.{int(number)}.{name}"


def _found(key: str) -> Any:
    kept = kept_texts.found(current_actor().user_id or 0, key)
    if kept is None:
        raise NotFound(GONE)
    return kept
