"""What production does not serve with: a secret that can be guessed, an address that others can listen to."""

from collections.abc import Mapping
from typing import Any

SHORTEST_SECRET = 32  # characters


def unfit(config: Mapping[str, Any]) -> str:
    """Return why these settings are not served with, in one sentence; an empty text when they are."""
    if config["ENV"] != "production":
        return ""
    secret = config["SECRET_KEY"] or ""
    if not secret:
        return "VIRSIS_SECRET_KEY is not set: production does not serve without it."
    if len(secret) < SHORTEST_SECRET:
        return (
            f"VIRSIS_SECRET_KEY has {len(secret)} characters: production needs at least {SHORTEST_SECRET}, "
            "for example of `openssl rand -hex 32`."
        )
    if not str(config["BASE_URL"]).startswith("https://"):
        return f"VIRSIS_BASE_URL is {config['BASE_URL']}: production needs an address with https://."
    return ""
