"""Requests for the right of a user administrator, for tests."""

from app import clock
from app.extensions import db
from app.services.account import requests as administrator_requests
from app.services.account.requests import Asked
from app.services.account.signed_files import read_signed_file
from models import User
from models.account.people import actor_of
from tests.helpers.signed import container

LAD = {
    "institution": "LAD",
    "first_name": "Ilze",
    "last_name": "Šķēle-Ābele",
    "position": "Galvenā speciāliste",
    "email": "ilze.skele@lad.example",
    "replaces": False,
}


def person(username):
    """Return an account by its user name."""
    return db.session.query(User).filter_by(username=username).one()


def actor(username):
    """Return somebody as the rules see them."""
    return actor_of(person(username))


def asked(**over):
    """Return a complete form; `over` changes fields."""
    return Asked(**{**LAD, **over})


def sent(content=None, at=None, **over):
    """Return a request that waits, saved."""
    document = read_signed_file("veidlapa.edoc", content or container())
    request = administrator_requests.ask(asked(**over), document, at or clock.now())
    db.session.commit()
    return request
