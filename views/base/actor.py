"""Who acts in this request, and what every base needs to know of its address."""

from urllib.parse import urlsplit

from flask import g
from flask_login import current_user

from models.account.people import actor_of
from rules.facts import Actor

VISITOR = Actor(username="")


def current_actor() -> Actor:
    """Return who acts in this request, for rules and services; a visitor has no rights at all."""
    if "actor" not in g:
        g.actor = actor_of(current_user) if current_user.is_authenticated else VISITOR
    return g.actor


def way_back(target: str | None) -> str | None:
    """Return an address on this site, or None for any other."""
    if not target or not target.startswith("/") or "\\" in target or target.startswith("//"):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc or not target.isprintable() else target
