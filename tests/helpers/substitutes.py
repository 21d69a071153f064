"""A colleague for somebody of the tests, and a substitution by that colleague."""

from datetime import timedelta

from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services.account import substitutions
from app.services.account.substitutions import Asked
from models import Institution, Substitution, User
from models.account.people import actor_of, roles_of
from rules.vocabulary import Role
from tests.helpers.people import account

COLLEAGUE = "{}.kolega"


def colleague(username: str) -> str:
    """Add a colleague of the same institution and roles; return the user name."""
    person = db.session.scalars(select(User).where(User.username == username)).one()
    institution = db.session.get(Institution, person.institution_id)
    name = COLLEAGUE.format(username)
    account(name, institution.code, *roles_of(person))
    db.session.flush()
    return name


def substituted(username: str, role: Role, substitute: str | None = None) -> Substitution:
    """Let this person be away today and tomorrow, substituted by a colleague."""
    person = db.session.scalars(select(User).where(User.username == username)).one()
    asked = Asked(
        principal=username,
        substitute=substitute or colleague(username),
        role=role,
        from_on=today(),
        until_on=today() + timedelta(days=1),
    )
    return substitutions.name(actor_of(person), now(), asked)
