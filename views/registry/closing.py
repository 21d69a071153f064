"""What the registry must say of an institution that is closed, and what follows."""

from typing import Any

from flask_babel import gettext
from wtforms import Form
from wtforms.validators import StopValidation

from app.clock import now
from app.services.account import api_keys
from app.services.activity.takeover import take_over
from models import Institution
from rules.registry_vocabulary import InstitutionStatus
from views.base import current_actor


def settle(_view: object, institution: Institution) -> None:
    """Revoke the keys of its systems, and let the successor give its opinions: after each change."""
    if institution.status is InstitutionStatus.closed:
        api_keys.revoke_all(institution, current_actor(), now())
        take_over(institution, current_actor(), now())


def _closing_day(form: Form, field: Any) -> None:
    closed = form["status"].data is InstitutionStatus.closed
    if closed and not any(field.raw_data or ()):
        field.errors = []  # that nothing is no date
        raise StopValidation(gettext("Give the day on which the institution is closed."))
    if field.data and not closed:
        raise StopValidation(gettext("Leave this empty, or choose the status “Closed”."))


def _another(form: Form, field: Any) -> None:
    if field.data and field.data.code == form["code"].data:
        raise StopValidation(gettext("Choose another institution than this one."))


# What the database would refuse without naming the field.
CHECKS = {"closed_on": [_closing_day], "successor": [_another], "parent": [_another]}
