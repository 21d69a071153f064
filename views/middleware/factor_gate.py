"""Who must have a second factor and has none yet: they set it up before anything else."""

from flask import g, session
from flask_login import current_user

from app.extensions import db
from app.security import SIGN_IN_KEY, is_api
from app.security.required_factor import is_required
from app.services.account.second_factor import confirmed
from models import SignIn
from models.account.people import roles_of
from rules.text import N_

# What opens all the same; languages and signing in are public anyway.
WITHOUT_FACTOR = frozenset({"SecondFactorPage.show", "SecondFactorPage.confirm", "PreferencesPage.sign_out"})
SET_UP_FIRST = N_(
    "Your role needs a second factor. Sign in to VIRSIS in a browser and set it up, then call again."
)


def lacks_second_factor() -> bool:
    """Return whether the person signed in must set up a second factor first.

    Who came by single sign-on has proved as much as the provider asked for, and systems have keys.
    """
    if not current_user.is_authenticated or current_user.is_service or g.get("api_key"):
        return False
    if not is_required(roles_of(current_user)) or confirmed(current_user.id):
        return False
    return is_api() or _way_in() != "sso"


def _way_in() -> str:
    running = db.session.get(SignIn, session.get(SIGN_IN_KEY, ""))
    return running.way if running else ""
