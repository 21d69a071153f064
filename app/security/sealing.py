"""Secrets that the database keeps and must read again: sealed with a key made from SECRET_KEY."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def seal(text: str) -> str:
    """Return the text so that only this installation can read it."""
    return _fernet().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """Return the text again, or None when it was sealed with another key."""
    try:
        return _fernet().decrypt(sealed).decode()
    except InvalidToken:
        return None


def _fernet() -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"virsis: sealed secrets")
    return Fernet(urlsafe_b64encode(derived.derive(current_app.config["SECRET_KEY"].encode())))
