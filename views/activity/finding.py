"""The activity that an address names, as the viewer sees it."""

from sqlalchemy import select
from sqlalchemy.orm.interfaces import ORMOption

from app.extensions import db
from models import Activity
from rules.refusals import NotFound
from rules.text import N_


def activity_or_404(number: str, *options: ORMOption) -> Activity:
    """Return the activity; raise `NotFound` when it is not there or not visible: never told apart."""
    wanted = select(Activity).where(Activity.number == number).options(*options)
    found = db.session.scalars(wanted).unique().one_or_none()
    if found is None:
        raise NotFound(N_("There is no such activity, or you cannot see it."))
    return found
