"""What a link that is mailed once is made of: a random token, of which only the hash is kept."""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from flask import current_app

from rules.account.access import LinkPurpose


def fresh_token() -> str:
    """Return a token that nobody can guess."""
    return token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return sha256(token.encode()).hexdigest()


def lifetime(purpose: LinkPurpose) -> timedelta:
    """Return for how long a link can be used, by the settings of the installation."""
    settings = current_app.config
    hours = {
        LinkPurpose.invitation: settings["INVITATION_HOURS"],
        LinkPurpose.password_reset: settings["PASSWORD_RESET_HOURS"],
    }
    return timedelta(hours=hours[purpose])


def address_of(token: str) -> str:
    """Return the address that is mailed."""
    return f"{current_app.config['BASE_URL'].rstrip('/')}/parole/{token}"
