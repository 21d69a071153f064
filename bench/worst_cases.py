"""What the worst input costs: texts that are hard to compare, and bodies that a visitor sends."""

import random
import time
from collections.abc import Callable

from flask.testing import FlaskClient

COMPARED = 100  # texts of one page
WORDS = ("un", "vai", "ar", "no")
NESTED = '{"username": ' + "[" * 8_000 + "]" * 8_000 + "}"
BODIES: dict[str, tuple[str, str, str]] = {
    "fields": ("/login/", "&".join(f"a{number}=1" for number in range(2_000)), "form"),
    "long": ("/login/", "username=" + "a" * 2_000_000, "form"),
    "nested": ("/api/v1/security/login", NESTED, "json"),
    "many": ("/api/v1/security/login", "[" + "1," * 1_000_000 + "1]", "json"),
}


def compare_page_ms() -> float:
    """Return milliseconds of CPU for a page full of the same few words in another order."""
    from views.words.diff import Comparing

    chosen = random.Random(1).choices(WORDS, k=1_600)
    before, after = " ".join(chosen[:800]), " ".join(chosen[800:])
    compared = Comparing()
    return cpu_ms(lambda: [compared.merged(before, after) for _ in range(COMPARED)])


def visitor_body_ms(database_url: str) -> float:
    """Return milliseconds of CPU for the dearest of the bodies that somebody sends without an account."""
    from app.factory import create_app

    client = create_app(ENV="demo", SQLALCHEMY_DATABASE_URI=database_url).test_client()
    send(client, "fields")  # the first answer loads templates
    return max(cpu_ms(lambda name=name: send(client, name)) for name in BODIES)


def send(client: FlaskClient, name: str) -> None:
    """Send one of the bodies."""
    address, body, kind = BODIES[name]
    media = "application/json" if kind == "json" else "application/x-www-form-urlencoded"
    client.post(address, data=body, content_type=media)


def cpu_ms(work: Callable[[], object]) -> float:
    """Return how much CPU of this process some work takes."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1_000
