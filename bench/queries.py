"""How many SQL statements a page needs, counted inside the application."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from app.seeds.accounts import DEMO_PAROLE as PASSWORD
from bench.browser import LANDED, Refused
from bench.cards import Cards
from bench.pages import PERSONS
from tests.helpers.forms import form_with


@dataclass
class Counted:
    """The statements so far."""

    statements: list[str] = field(default_factory=list)


def count_queries(database_url: str, known: Cards) -> dict[str, int]:
    """Return how many statements each page needs, for the person for whom it needs most."""
    from app.extensions import db
    from app.factory import create_app

    app = create_app(ENV="demo", SQLALCHEMY_DATABASE_URI=database_url)
    with app.app_context():
        engine = db.engine
    most: dict[str, int] = {}
    with _counting(engine) as counted:
        for person, username in PERSONS.items():
            client = app.test_client()
            form = form_with(client.get("/login/").text, "username")
            client.post("/login/", data=form.data(username=username, password=PASSWORD))
            for name, needed in _pages(client, person, known, counted):
                most[name] = max(needed, most.get(name, 0))
    engine.dispose()
    return most


def _pages(client: FlaskClient, person: str, known: Cards, counted: Counted) -> Iterator[tuple[str, int]]:
    number = getattr(known, person)
    paths = {"list": "/aktivitates", "page": f"/aktivitates/{number}", "inbox": "/darbi"}
    if person == "member":
        paths["cab"] = "/cab"
    if person == "applicant":
        paths["form"] = f"/aktivitates/{known.draft}/labot"
    for name, path in paths.items():
        client.get(path)  # the first answer loads what is kept
        counted.statements.clear()
        status = client.get(path).status_code
        if status != 200:
            raise Refused(f"{path} answered {status}")
        yield name, len(counted.statements)
    if person == "member":
        yield "vote", max(_vote(client, one, counted) for one in known.voted[:2])
        yield "api_vote", _vote_by_api(client, known, counted)


def _vote(client: FlaskClient, number: str, counted: Counted) -> int:
    path = f"/aktivitates/{number}/atzinums"
    form = form_with(client.get(path).text, "request_key")
    counted.statements.clear()
    status = client.post(path, data=form.data(choice="approve", confirmed="1")).status_code
    if status not in LANDED - {200}:
        raise Refused(f"A vote at {path} answered {status}")
    return len(counted.statements)


def _vote_by_api(client: FlaskClient, known: Cards, counted: Counted) -> int:
    sent = {"username": PERSONS["member"], "password": PASSWORD, "provider": "db"}
    answer = client.post("/api/v1/security/login", json=sent).get_json()
    card, path = known.known[known.voted[0]], f"{known.api(known.voted[0])}/votes"
    bearer = {"Authorization": f"Bearer {answer['access_token']}"}
    counted.statements.clear()
    given = client.post(path, json={"choice": "approve", "revision": card[1]}, headers=bearer)
    if given.status_code != 201:
        raise Refused(f"A vote at {path} answered {given.status_code}")
    return len(counted.statements)


@contextmanager
def _counting(engine: Engine) -> Iterator[Counted]:
    counted = Counted()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        counted.statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield counted
    event.remove(engine, "before_cursor_execute", note)
