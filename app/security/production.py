"""What production does not serve with: a guessable secret, an address without https, a wrong sender."""

from collections.abc import Mapping
from email.utils import getaddresses
from typing import Any

from rules.account.mail_address import is_address

SHORTEST_SECRET = 32  # characters
LOCAL_SENDER = "virsis@localhost"  # where config.py is told none


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
    return unfit_sender(config)


def unfit_sender(config: Mapping[str, Any]) -> str:
    """Return why production sends no mail from this address; an empty text when it does."""
    sender = str(config["MAIL_DEFAULT_SENDER"])
    if config["ENV"] != "production" or sender == LOCAL_SENDER or _is_one_address(sender):
        return ""
    return (
        f"VIRSIS_MAIL_SENDER is {sender}: production needs one address that can be answered, "
        "such as virsis@iestade.lv or VIRSIS <virsis@iestade.lv>."
    )


def _is_one_address(text: str) -> bool:
    found = getaddresses([text])
    return text.isprintable() and len(found) == 1 and is_address(found[0][1])
