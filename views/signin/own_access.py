"""How somebody's own account can be entered: running sign-ins, remembered browsers, the second factor."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import session
from flask_babel import gettext
from flask_login import current_user

from app.clock import now
from app.origin import network_of
from app.security import SIGN_IN_KEY
from app.security.required_factor import is_required
from app.security.sign_in import running
from app.services.account import second_factor
from models import SignIn
from models.account.people import roles_of
from views.signin.devices import device_words


@dataclass(frozen=True, slots=True)
class Running:
    """A sign-in as its owner sees it; `handle` names it in a form, the key itself stays inside."""

    handle: str
    begun_at: datetime
    way: str
    device: str
    network: str
    is_this: bool


def own_access() -> dict[str, Any]:
    """Return what the profile shows of it."""
    at, owner = now(), current_user.id
    return {
        "sign_ins": [_shown(one) for one in running(owner)],
        "devices": [
            (one.id, device_words(one.device), one.created_at, one.until)
            for one in second_factor.remembered(owner, at)
        ],
        "second_factor": second_factor.confirmed(owner),
        "factor_required": is_required(roles_of(current_user)),
    }


def handle_of(key: str) -> str:
    """Return what names a sign-in outside."""
    return sha256(key.encode()).hexdigest()[:16]


def _shown(one: SignIn) -> Running:
    ways = {"api": gettext("API"), "sso": gettext("Single sign-on")}
    return Running(
        handle=handle_of(one.id),
        begun_at=one.begun_at,
        way=ways.get(one.way) or gettext("Password"),
        device=device_words(one.device),
        network=network_of(one.address) or "–",
        is_this=one.id == session.get(SIGN_IN_KEY),
    )
