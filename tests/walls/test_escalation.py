"""Nobody gets more rights by raw requests: forged tokens, forged cookies, fields that no form has."""

from datetime import timedelta

import jwt
import pytest
from flask.sessions import SecureCookieSessionInterface
from flask_jwt_extended import create_access_token, create_refresh_token
from sqlalchemy import select

from app.database import writing
from app.extensions import db
from app.security import SIGN_IN_KEY
from app.security.sign_in import begin
from app.visibility import seeing_everything
from models import Activity, User
from models.account.people import roles_of
from tests.helpers.people import Caller, browser_of, caller_of
from tests.walls import hidden
from tests.walls.walking import UNSAFE, addresses, endpoints, is_public

PRIVILEGES = ("id", "username", "password", "active", "institution_id", "is_service", "closed_at", "email")
FEWEST_CALLS = 18  # of the API, for people and systems only
WISHES = {
    "roles": "admin",
    "role": "admin",
    "is_service": "1",
    "active": "y",
    "institution": "VID",
    "institution_id": "1",
    "password": "Gara-parole-2026-x",
    "closed_at": "",
    "id": "1",
    "is_admin": "1",
    "username": "admin",
    "email": "es@virsis.example",
    "status": "approved",
    "published_at": "2026-01-01",
    "author_id": "1",
    "holder": "VID",
    "confirmed": "1",
    "revision": "1",
}


def user(name):
    return db.session.scalars(select(User).where(User.username == name)).one()


def author(card):
    return db.session.get_one(User, card.created_by_id).username


def accounts(app):
    """Return who has which rights."""
    with app.app_context(), seeing_everything():
        rows = db.session.scalars(select(User).order_by(User.id))
        return {one.username: ([getattr(one, name) for name in PRIVILEGES], roles_of(one)) for one in rows}


@pytest.mark.parametrize("username", ["vid.pieteicejs", "vid.kontrolieris", "fm.loceklis", "varam.vaditajs"])
def test_no_form_and_no_call_gives_rights_for_fields_that_it_does_not_have(app, username):
    things, before = hidden.put(app), accounts(app)
    browser, caller = browser_of(app, username), caller_of(app, username)
    token, reached = browser.token(), set()
    for method in UNSAFE:
        for address, endpoint, _thing in addresses(app, method, things):
            if is_public(endpoint):
                continue
            reached.add((method, endpoint))
            if address.startswith("/api/"):
                caller.client.open(
                    address, method=method, json={**WISHES, "revision": 1}, headers=caller.headers
                )
            else:
                browser.client.open(address, method=method, data={**WISHES, "csrf_token": token})
    found = accounts(app)
    assert reached == {one for one in endpoints(app, *UNSAFE) if not is_public(one[1])}
    assert {name: (before[name], row) for name, row in found.items() if row != before.get(name)} == {}


def made_by_bvkb(app, **more):
    """Send a card of BVKB to the API; return the answer's status and the cards that there are then."""
    body = {"kind": "development", "title": "BIS", "resource": "BIS", **more}
    answer = caller_of(app, "bvkb.pieteicejs").post("/activities/", body)
    with app.app_context(), seeing_everything():
        cards = list(db.session.scalars(select(Activity)))
        return answer.status_code, [(one.holder.code, one.status.value, author(one)) for one in cards]


def test_card_made_through_the_api_belongs_to_the_own_institution(app):
    assert made_by_bvkb(app) == (201, [("BVKB", "draft", "bvkb.pieteicejs")])


@pytest.mark.parametrize(
    "forged",
    [{"holder": "VID"}, {"status": "approved"}, {"number": "AA-2026-000001"}, {"author_id": 1}, {"round": 1}],
    ids=lambda forged: next(iter(forged)),
)
def test_card_that_says_itself_what_it_is_is_not_made(app, forged):
    assert made_by_bvkb(app, **forged) == (422, [])


def forged(app, claims=(), key=None, algorithm="HS256"):
    """Return an access token of vid.pieteicejs with other claims, another key or another algorithm."""
    with app.app_context(), writing():
        person = user("vid.pieteicejs")
        good = create_access_token(str(person.id), additional_claims={SIGN_IN_KEY: begin(person)})
        db.session.commit()
        content = jwt.decode(good, options={"verify_signature": False})
    kept = {name: value for name, value in {**content, **dict(claims)}.items() if value is not None}
    secret = app.config["SECRET_KEY"] if key is None else key
    return jwt.encode(kept, None if algorithm == "none" else secret, algorithm)


@pytest.mark.parametrize(
    "how",
    [
        {"algorithm": "none"},
        {"key": "0" * 64},
        {"algorithm": "HS512"},
        {"claims": {"exp": 1}},
        {"claims": {SIGN_IN_KEY: None}},
        {"claims": {SIGN_IN_KEY: "f" * 32}},
        {"claims": {"type": "refresh"}},
    ],
    ids=[
        "no signature",
        "other key",
        "other algorithm",
        "too old",
        "no sign-in",
        "unknown sign-in",
        "refresh token",
    ],
)
def test_forged_token_opens_nothing(app, how):
    assert Caller(app, forged(app, **how)).get("/activities/").status_code == 401


def test_token_that_names_somebody_else_gives_only_the_rights_of_its_own_sign_in(app):
    with app.app_context():
        other = str(user("admin").id)
    body = {"kind": "development", "title": "EDS", "resource": "EDS"}
    answer = Caller(app, forged(app, claims={"sub": other})).post("/activities/", body)
    with app.app_context(), seeing_everything():
        authors = {author(one) for one in db.session.scalars(select(Activity))}
    assert (answer.status_code, authors) == (201, {"vid.pieteicejs"})


def test_refresh_token_is_no_access_token(app):
    with app.app_context(), writing():
        person = user("vid.pieteicejs")
        token = create_refresh_token(
            str(person.id), additional_claims={SIGN_IN_KEY: begin(person)}, expires_delta=timedelta(hours=1)
        )
        db.session.commit()
    assert Caller(app, token).get("/activities/").status_code == 401


def cookie(app, content, key):
    """Return a session cookie with this content, signed with this key."""
    kept, app.secret_key = app.secret_key, key
    try:
        return SecureCookieSessionInterface().get_signing_serializer(app).dumps(content)
    finally:
        app.secret_key = kept


@pytest.mark.parametrize("right_key", [False, True], ids=["other key", "own key, another's account"])
def test_forged_cookie_signs_nobody_in(app, right_key):
    with app.app_context(), writing():
        mine, admin = begin(user("vid.pieteicejs")), str(user("admin").id)
        db.session.commit()
    content = {"_user_id": admin, "_fresh": True, SIGN_IN_KEY: mine}
    client = app.test_client()
    client.set_cookie("virsis", cookie(app, content, app.secret_key if right_key else "0" * 64))
    assert client.get("/parvaldiba").location == "/login/?next=/parvaldiba"


@pytest.mark.parametrize("username", ["admin", "vid.pieteicejs"])
def test_api_takes_no_cookie(app, username):
    browser = browser_of(app, username)
    answers = [
        browser.client.open(one, method=method, json={}).status_code
        for method in ("GET", *UNSAFE)
        for one, endpoint, _ in addresses(app, method, hidden.NOTHING)
        if one.startswith("/api/") and not is_public(endpoint)
    ]
    assert len(answers) >= FEWEST_CALLS
    assert answers == [401] * len(answers)
