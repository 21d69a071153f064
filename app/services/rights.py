"""The rights with which somebody acts, read anew once everything before has been waited for."""

from sqlalchemy import select

from app.database import noted, one_by_one
from app.extensions import db
from app.services.outbox import role_name
from models import Institution, User
from models.account.people import RoleRow
from rules.facts import Actor
from rules.refusals import NotAllowed
from rules.registry_vocabulary import InstitutionStatus
from rules.text import N_
from rules.vocabulary import Role

_SUBJECT = "accounts"


def hold(actor: Actor) -> None:
    """Keep everybody's rights as they are until this transaction ends; raise what `check` raises.

    Whoever changes accounts waits until this transaction ends, so one look in it is enough. Cards are locked
    before this, rows of accounts after it.
    """
    rights = (_SUBJECT, actor.user_id, actor.institution_id, actor.roles)
    notes = noted(db.session())
    if actor.user_id is None or rights in notes:
        return
    one_by_one(db.session(), _SUBJECT, reading=True)
    check(actor)
    notes.add(rights)


def change(actor: Actor) -> None:
    """Wait until nobody else changes accounts or takes a step, and keep them waiting; then `check`.

    Whoever changes cards besides locks them before this.
    """
    one_by_one(db.session(), _SUBJECT)
    check(actor)


def check(actor: Actor) -> None:
    """Raise `NotAllowed` for somebody whose account was closed, moved or lost a role since it was read."""
    if actor.user_id is None:
        return  # the system, or a visitor, who has no rights to lose
    asked = (
        select(User.active, User.institution_id, Institution.status, RoleRow.name)
        .outerjoin(User.institution)
        .outerjoin(User.roles)
        .where(User.id == actor.user_id)
    )
    rows = db.session.execute(asked).all()
    names = {row[3] for row in rows}
    held = {role for role in Role if role_name(role) in names}
    stands = [(row[0], row[1]) for row in rows if row[2] is not InstitutionStatus.closed]
    if (True, actor.institution_id) not in stands or not actor.roles <= held:
        raise NotAllowed(_LOST)


_LOST = N_(
    "Your account was changed a moment ago: nothing has been saved. Sign in again to see what you may do."
)
