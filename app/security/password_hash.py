"""How passwords are kept and compared: slowly, and in one Unicode form, whatever keyboard wrote them."""

from werkzeug.security import check_password_hash, generate_password_hash

from rules.text import composed


def hashed(password: str) -> str:
    """Return what is kept of a password. It takes long: hold no lock meanwhile."""
    return generate_password_hash(composed(password))


def matches(known: str, password: str) -> bool:
    """Return whether this is the password that was hashed."""
    return check_password_hash(known, composed(password))
