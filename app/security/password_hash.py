"""How passwords are kept and compared: slowly, and in one Unicode form, whatever keyboard wrote them."""

# With the account stands only a mark that there is a password, another one each time: whatever reads
# accounts reads no hash. Behind row-level security the role asks for one hash at a time, by a function.

from secrets import token_hex
from typing import Any

from sqlalchemy import delete, func, insert, select
from werkzeug.security import check_password_hash, generate_password_hash

from app.database.row_security import HELD_UP
from app.extensions import db
from models import KeptPassword
from rules.text import composed

_MARK = "kept:"


def hashed(password: str) -> str:
    """Return what is kept of a password. It takes long: hold no lock meanwhile."""
    return generate_password_hash(composed(password))


def matches(known: str, password: str) -> bool:
    """Return whether this is the password that was hashed."""
    return check_password_hash(known, composed(password))


def keep(user_id: int, password_hash: str) -> str:
    """Keep what was hashed, and return the mark to stand with the account. The caller commits."""
    forget(user_id)
    db.session.execute(insert(KeptPassword).values(user_id=user_id, hash=password_hash))
    return f"{_MARK}{token_hex(16)}"


def forget(user_id: int) -> None:
    """Keep no password of an account; its mark is the caller's. The caller commits."""
    db.session.execute(delete(KeptPassword).where(KeptPassword.user_id == user_id))


def kept(user_id: int | None, mark: str | None) -> str:
    """Return what is kept of an account's password; an empty text when there is none, or no account."""
    found = db.session.scalar(_asked(user_id or 0))
    return str(found) if found and mark else mark or ""


def _asked(user_id: int) -> Any:
    if db.session.connection().info.get(HELD_UP):
        return select(func.virsis_password(user_id))
    return select(KeptPassword.hash).where(KeptPassword.user_id == user_id)
