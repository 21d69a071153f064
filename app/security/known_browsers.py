"""Browsers that an account has come in with: each has a counter of its own when a sign-in fails."""

from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError

from app import clock
from app.extensions import db
from models import KnownBrowser

KEPT_FOR = timedelta(days=400)  # after the last sign-in; browsers keep no cookie longer


def new() -> str:
    """Return a name that nobody guesses."""
    return token_urlsafe(32)


def signed(name: str) -> str:
    """Return what the browser keeps."""
    return _signing().dumps(name)


def read(kept: str) -> str:
    """Return the name that a browser shows, an empty text when we did not give it."""
    try:
        name = _signing().loads(kept)
    except BadData:
        return ""
    return name if isinstance(name, str) else ""


def knows(user_id: int, name: str) -> bool:
    """Return whether the account has come in with this browser."""
    since = clock.now() - KEPT_FOR
    found = select(KnownBrowser.id).where(*_is(user_id, name), KnownBrowser.seen_at > since)
    return bool(name) and db.session.scalar(found) is not None


def remember(user_id: int, name: str) -> None:
    """Note that the account comes in with this browser. The caller commits."""
    at = clock.now()
    db.session.execute(delete(KnownBrowser).where(KnownBrowser.seen_at < at - KEPT_FOR))
    seen = db.session.execute(update(KnownBrowser).where(*_is(user_id, name)).values(seen_at=at))
    if not getattr(seen, "rowcount", 0):
        with suppress(IntegrityError), db.session.begin_nested():  # twice at the same moment
            db.session.add(KnownBrowser(user_id=user_id, name_hash=_hash(name), seen_at=at))


def _is(user_id: int, name: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return KnownBrowser.user_id == user_id, KnownBrowser.name_hash == _hash(name)


def _hash(name: str) -> str:
    return sha256(name.encode()).hexdigest()


def _signing() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="known browser")
