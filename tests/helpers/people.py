"""Accounts for tests, and clients that act as them: a browser without a screen, and an API caller."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_jwt_extended import create_access_token
from sqlalchemy import select
from werkzeug.security import generate_password_hash
from werkzeug.test import TestResponse

from app.database import writing
from app.extensions import db
from app.security import SIGN_IN_KEY
from app.security.sign_in import begin
from models import Institution, User
from models.account.people import ADMIN_ROLE
from rules.vocabulary import Role

PASSWORD = "Parole-testiem-2026"
# Hashing a password is slow by design; that of the tests' accounts is not.
HASH = generate_password_hash(PASSWORD, "pbkdf2:sha256:1")

MEMBERS = ("varam", "fm", "aim", "csp", "km", "dvi", "lps", "em", "iem", "pmlp", "vdaa", "ur", "vzd", "izm")
CODES = {"aim": "AiM", "iem": "IeM"}
PEOPLE: dict[str, tuple[str | None, tuple[Role, ...]]] = {
    "admin": (None, (Role.admin,)),
    "admin2": (None, (Role.admin,)),
    "vid.pieteicejs": ("VID", (Role.applicant,)),
    "vid.kontrolieris": ("VID", (Role.change_controller,)),
    "vid.administrators": ("VID", (Role.user_admin,)),
    "bvkb.pieteicejs": ("BVKB", (Role.applicant,)),
    "bvkb.kontrolieris": ("BVKB", (Role.change_controller,)),
    "bvkb.administrators": ("BVKB", (Role.user_admin,)),
    "pmlp.pieteicejs": ("PMLP", (Role.applicant,)),
    "pmlp.kontrolieris": ("PMLP", (Role.change_controller,)),
    **{f"{name}.loceklis": (CODES.get(name, name.upper()), (Role.cab_member,)) for name in MEMBERS},
    "varam.vaditajs": ("VARAM", (Role.cab_head,)),
}


def account(username: str, institution: str | None, *roles: Role) -> User:
    """Add an account (inside an app context) and return it; the caller commits."""
    from flask_appbuilder.security.sqla.models import Role as RoleRow

    names = [ADMIN_ROLE if role is Role.admin else role.value for role in roles]
    user = User(
        username=username,
        first_name=institution or "VIRSIS",
        last_name=username.rpartition(".")[2],
        email=f"{username}@virsis.example",
        password=HASH,
        active=True,
        roles=list(db.session.scalars(select(RoleRow).where(RoleRow.name.in_(names)))),
        institution=db.session.scalar(select(Institution).where(Institution.code == institution)),
    )
    db.session.add(user)
    return user


class Browser:
    """A person's browser: keeps cookies and sends the hidden CSRF field with every form."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def get(self, url: str, **rest: Any) -> TestResponse:
        return self.client.get(url, **rest)

    def post(self, url: str, data: dict[str, Any] | None = None, **rest: Any) -> TestResponse:
        sent = data or {}
        token = sent.get("csrf_token") or self.token()
        return self.client.post(url, data={**sent, "csrf_token": token}, **rest)

    def sign_in(self, username: str, password: str = PASSWORD) -> TestResponse:
        return self.post("/login/", {"username": username, "password": password})

    def token(self) -> str:
        page = self.client.get("/pieklustamiba").text
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert found, page
        return found[1]


class Caller:
    """A program that calls the API with a person's token."""

    def __init__(self, app: Flask, token: str, language: str = "lv") -> None:
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}

    def get(self, url: str, **rest: Any) -> TestResponse:
        return self.client.get(f"/api/v1{url}", headers=self.headers, **rest)

    def post(self, url: str, body: Any = None, **rest: Any) -> TestResponse:
        return self.client.post(f"/api/v1{url}", json=body, headers=self.headers, **rest)

    def delete(self, url: str, **rest: Any) -> TestResponse:
        return self.client.delete(f"/api/v1{url}", headers=self.headers, **rest)

    def put(self, url: str, body: Any = None, **rest: Any) -> TestResponse:
        return self.client.put(f"/api/v1{url}", json=body, headers=self.headers, **rest)


def browser_of(app: Flask, username: str) -> Browser:
    """Return the browser of a person who has signed in."""
    browser = Browser(app)
    assert browser.sign_in(username).status_code == 302
    return browser


def caller_of(app: Flask, username: str, language: str = "lv") -> Caller:
    """Return a caller of the API with the token of this person."""
    with app.app_context(), writing():
        user = db.session.scalars(select(User).where(User.username == username)).one()
        token = create_access_token(str(user.id), additional_claims={SIGN_IN_KEY: begin(user)})
    return Caller(app, token, language)
