"""API keys of institutions' systems, in Flask-AppBuilder's table: made once, kept as hashes."""

# Times in that table are without a zone; Flask-AppBuilder writes the server's own, we write UTC.

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from flask_appbuilder.security.sqla.manager import SecurityManager
from sqlalchemy import or_, select, update
from sqlalchemy.orm import joinedload
from werkzeug.security import check_password_hash, generate_password_hash

from app import clock
from app.database import writing
from app.extensions import db
from models import ApiKey, User
from rules.registry_vocabulary import InstitutionStatus

PREFIX = "virsis_"
USE_IS_NOTED_EVERY = timedelta(minutes=1)  # not with each call: a reading call should write nothing
_LONGEST = 200
# A key has 256 bits that nobody finds by trying, however fast the hash, and every call checks one.
_METHOD = "pbkdf2:sha256:1000"
_NO_KEYS_HASH = generate_password_hash("no key", _METHOD)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made: its text, shown once, and what is kept of it."""

    text: str
    key_hash: str
    lookup_hash: str


def new_key(form: str = "") -> NewKey:
    """Return a key that nobody has; the caller stores the hashes and shows the text.

    `form` tells one sent form from every other: sent twice it is one key, and either answer shows it.
    """
    text = PREFIX + (_made_of(form) if form else secrets.token_urlsafe(32))
    return NewKey(text, generate_password_hash(text, _METHOD), fingerprint(text))


def fingerprint(text: str) -> str:
    """Return what a key is found by: Flask-AppBuilder's hash, keyed by the secret of the installation."""
    found: str = SecurityManager._compute_lookup_hash(text[:_LONGEST])
    return found


def known_key(text: str) -> ApiKey | None:
    """Return the row of this key with its account, institution and roles, whether it still opens or not."""
    account = joinedload(ApiKey.user)
    found = db.session.scalars(
        select(ApiKey)
        .where(ApiKey.lookup_hash == fingerprint(text))
        .options(account.joinedload(User.institution), account.joinedload(User.roles))
    )
    row = found.unique().one_or_none()
    right = check_password_hash(row.key_hash if row else _NO_KEYS_HASH, text[:_LONGEST])
    return row if right else None


def opens(row: ApiKey) -> bool:
    """Whether the key may be used now: it, its account and its institution are neither closed nor expired."""
    unexpired = row.expires_on is not None and row.expires_on > _now()
    holder, institution = row.user, row.user.institution
    in_use = institution is not None and institution.status is not InstitutionStatus.closed
    return bool(
        row.active and row.revoked_on is None and unexpired and in_use and holder.active and holder.is_service
    )


def note_use(row: ApiKey) -> bool:
    """Note that the key was used, unless a minute has not passed; return whether it was noted.

    What was read before has to be read again then: the note is a transaction of its own.
    """
    before = _now() - USE_IS_NOTED_EVERY
    if row.last_used_on is not None and row.last_used_on > before:
        return False
    key = row.id
    db.session.rollback()
    unnoted = or_(ApiKey.last_used_on.is_(None), ApiKey.last_used_on <= before)
    with writing():
        db.session.execute(update(ApiKey).where(ApiKey.id == key, unnoted).values(last_used_on=_now()))
        db.session.commit()
    return True


def _made_of(form: str) -> str:
    secret = current_app.config["SECRET_KEY"].encode()
    made = hmac.digest(secret, f"virsis: API key of the form {form}".encode(), "sha256")
    return urlsafe_b64encode(made).decode().rstrip("=")


def _now() -> datetime:
    return clock.now().replace(tzinfo=None)
