"""Who is signed in: each sign-in is a row, begun once, ended at any time, and lapsing by itself."""

from collections.abc import Sequence
from datetime import timedelta
from secrets import token_hex

from flask import current_app
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.orm import contains_eager, joinedload

from app import clock
from app.database.kept_answers import note_state, state_now
from app.extensions import db
from app.security.lockout import KNOWN_FOR
from models import Institution, SignIn
from rules.registry_vocabulary import InstitutionStatus


def begin(account: User, *, way: str = "form", address: str = "", device: str = "") -> str:
    """Open a sign-in of this account and return its key; what lapsed long ago is forgotten."""
    mine, since = SignIn.user_id == account.id, clock.now() - KNOWN_FOR
    db.session.execute(delete(SignIn).where(mine, SignIn.begun_at < since))
    opened = SignIn(
        id=token_hex(16),
        user_id=account.id,
        begun_at=clock.now(),
        way=way,
        address=address[:80],
        device=device[:200],
    )
    db.session.add(opened)
    db.session.commit()
    return opened.id


def end(key: str) -> None:
    """End a sign-in: its cookie and its tokens are refused from now on."""
    db.session.execute(update(SignIn).where(SignIn.id == key).values(ended_at=clock.now()))
    db.session.commit()


def holder_of(key: str | None) -> User | None:
    """Return the account of a running sign-in, with institution and roles, in one query.

    A closed account, one of a closed institution and one of a system have none.
    """
    if not key:
        return None
    asked = {"key": key, "since": clock.now() - lifetime()}
    found = db.session.execute(_HOLDER, asked, execution_options=_OPEN).unique().one_or_none()
    if found is None:
        return None
    note_state(db.session.connection(), found[1])
    return found[0]


# Made once, and without the wall, which stands before cards: every request asks it, and with it how the
# database stands, by which answers are kept.
_HOLDER = (
    select(User, state_now())
    .join(SignIn, SignIn.user_id == User.id)
    .outerjoin(User.institution)
    .where(SignIn.id == bindparam("key"), SignIn.ended_at.is_(None), SignIn.begun_at > bindparam("since"))
    .where(User.active.is_(True), User.is_service.is_(False))
    .where(or_(Institution.id.is_(None), Institution.status != InstitutionStatus.closed))
    .options(contains_eager(User.institution), joinedload(User.roles))
)
_OPEN = {"see_everything": True}


def running(user_id: int) -> Sequence[SignIn]:
    """Return the sign-ins of an account that still hold, the newest first."""
    since = clock.now() - lifetime()
    mine = select(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None), SignIn.begun_at > since)
    return db.session.scalars(mine.order_by(SignIn.begun_at.desc(), SignIn.id)).all()


def lifetime() -> timedelta:
    """Return for how long a sign-in lasts at most."""
    return timedelta(seconds=current_app.config["SIGN_IN_LIFETIME"])
