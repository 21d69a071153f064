"""The activity that an address names, as the viewer sees it."""

from sqlalchemy import select

from app.extensions import db
from models import Activity
from rules.refusals import NotFound
from rules.text import N_


def activity_or_404(number: str) -> Activity:
    """Return the activity; raise `NotFound` when it is not there or not visible: never told apart."""
    found = db.session.scalars(select(Activity).where(Activity.number == number)).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such activity, or you cannot see it."))
    return found
