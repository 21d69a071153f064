"""Accounts of the demo: no invented persons, but institutions and roles."""

from flask_appbuilder.security.sqla.models import Role as RoleRow
from sqlalchemy import select
from werkzeug.security import generate_password_hash

from app.extensions import db
from app.security.password_hash import keep
from app.seeds.files import by_code, rows
from models import Institution, User

DEMO_PAROLE = "Demo-parole-2026"  # public on purpose: production takes no demo
# A second CAB member of one institution, so that substitution can be tried.
SUBSTITUTED, SUBSTITUTE = "vzd.loceklis", "vzd.aizvietotajs"
BY_DIGEST = "csdd.loceklis"  # somebody who wants one mail a day, and none about discussions


def load_accounts() -> int:
    """Add the demo accounts that are missing; return how many."""
    roles = {one.name: one for one in db.session.scalars(select(RoleRow))}
    institutions, known = by_code(Institution), set(db.session.scalars(select(User.username)))
    hashed = generate_password_hash(DEMO_PAROLE)  # slow by design, hence once
    new = [one for one in rows("accounts") if one["username"] not in known]
    for one in new:
        account = User(
            username=one["username"],
            first_name=one["institution"],
            last_name=one["last_name"],
            email=f"{one['username']}@virsis.example",
            active=True,
            institution=institutions[one["institution"]],
            roles=[roles[one["role"]]],
        )
        db.session.add(account)
        db.session.flush()
        account.password = keep(account.id, hashed)
    db.session.flush()
    return len(new)
