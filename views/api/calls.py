"""What the calls about one activity share."""

from datetime import datetime

from flask import g
from sqlalchemy import select

from app.extensions import db
from app.services.activity import on_behalf
from app.services.activity.loading import WHOLE
from app.services.activity.on_behalf import Name
from app.visibility import seeing_everything
from models import Activity
from rules.facts import Actor
from rules.refusals import NotFound, Problem
from rules.vocabulary import Action
from views.api import shapes
from views.base import SafeApi, current_actor
from views.base.api import GONE


class ActivityCalls(SafeApi):
    """Base of the calls beneath `/activities/ID`."""

    resource_name = "activities"

    def found(self, key: str, whole: bool = False) -> Activity:
        """Return the activity with the id of an address; 404 for what this person does not see.

        `whole`: with everything that the card shows and the rules look at.
        """
        wanted = select(Activity).where(Activity.id == self.key(key))
        found = db.session.scalars(wanted.options(*(WHOLE if whole else ()))).one_or_none()
        if found is None:
            raise NotFound(GONE)
        return found

    def seen(self) -> int | None:
        """Return the revision that the client says it saw, if it says a number."""
        revision = g.body.get("revision") if isinstance(g.body, dict) else None
        return revision if isinstance(revision, int) and not isinstance(revision, bool) else None

    def in_whose_name(
        self, activity: Activity, action: Action, at: datetime
    ) -> tuple[Actor, tuple[Problem, ...]]:
        """Return who acts and on whose behalf, as the body says, and what is wrong with that."""
        sent = g.body if isinstance(g.body, dict) else {}
        chosen = sent.get("on_behalf_of", Name.by_default)
        known = chosen if chosen is None or isinstance(chosen, (str, Name)) else Name.by_default
        return on_behalf.in_whose_name(activity, action, current_actor(), at, known)

    def reads_texts(self, activity: Activity) -> bool:
        """Whether this person reads the texts of the card, comments and remarks included."""
        if not activity.restricted:
            return True
        with seeing_everything():
            return shapes.reads_texts(activity, activity.facts(), current_actor())
