"""Signing in by form and by API; only failures count towards 'too many'."""

from datetime import timedelta
from unicodedata import normalize

import pytest
from sqlalchemy import select, update

from app import clock
from app.database import writing
from app.extensions import db
from app.security.password_hash import hashed
from app.security.sign_in import end
from models import SignIn, User
from tests.helpers.people import PASSWORD, Browser, browser_of, caller_of

LOGIN = "/api/v1/security/login"
GOOD = {"username": "vid.pieteicejs", "password": PASSWORD, "provider": "db", "refresh": True}
BAD = {**GOOD, "password": "wrong"}


def deactivate(app, username):
    with app.app_context():
        db.session.execute(update(User).where(User.username == username).values(active=False))
        db.session.commit()


def test_person_signs_in_with_user_name_and_password(app):
    browser = Browser(app)
    assert browser.sign_in("vid.pieteicejs").location == "/darbi"
    assert browser.get("/profils").status_code == 200


def test_person_signs_in_with_mail_address_in_any_case(sqlite_app):
    assert Browser(sqlite_app).sign_in("VID.Pieteicejs@virsis.example").location == "/darbi"


def test_wrong_password_shows_the_form_again_with_the_name_kept(sqlite_app):
    answer = Browser(sqlite_app).sign_in("vid.pieteicejs", "wrong")
    assert (answer.status_code, 'value="vid.pieteicejs"' in answer.text) == (200, True)
    assert "<title>Kļūda: " in answer.text


def test_unknown_account_and_wrong_password_get_the_same_answer(sqlite_app):
    client = sqlite_app.test_client()
    unknown = client.post(LOGIN, json={**BAD, "username": "nobody"})
    wrong = client.post(LOGIN, json=BAD)
    assert (unknown.status_code, unknown.json) == (wrong.status_code, wrong.json)


def test_closed_account_cannot_sign_in(app):
    deactivate(app, "vid.pieteicejs")
    assert Browser(app).sign_in("vid.pieteicejs").status_code == 200


def test_account_closed_while_signed_in_is_sent_to_sign_in(app):
    browser, caller = browser_of(app, "vid.pieteicejs"), caller_of(app, "vid.pieteicejs")
    deactivate(app, "vid.pieteicejs")
    assert browser.get("/profils").location == "/login/?next=/profils"
    assert caller.get("/institutions/").status_code == 401


def test_sign_in_is_recorded_on_the_account(sqlite_app):
    browser_of(sqlite_app, "vid.pieteicejs")
    with sqlite_app.app_context():
        user = db.session.scalars(select(User).where(User.username == "vid.pieteicejs")).one()
        assert (user.login_count, user.last_login is not None) == (1, True)


def test_tenth_wrong_password_makes_the_account_wait_at_form_and_api(app):
    client, browser = app.test_client(), Browser(app)
    for _ in range(10):
        assert client.post(LOGIN, json=BAD).status_code == 401
    refused = client.post(LOGIN, json=GOOD)
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 0) == (429, True)
    assert refused.mimetype == "application/problem+json"
    assert browser.sign_in("vid.pieteicejs").status_code == 429


def test_account_that_waited_signs_in_again(sqlite_app):
    client = sqlite_app.test_client()
    for _ in range(10):
        client.post(LOGIN, json=BAD)
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert client.post(LOGIN, json=GOOD).status_code == 200


def test_wrong_passwords_of_one_account_do_not_stop_a_colleague_at_the_same_address(sqlite_app):
    client = sqlite_app.test_client()
    for _ in range(12):
        client.post(LOGIN, json=BAD)
    assert client.post(LOGIN, json={**GOOD, "username": "vid.kontrolieris"}).status_code == 200


def test_any_number_of_successful_sign_ins_is_free(sqlite_app):
    client = sqlite_app.test_client()
    assert {client.post(LOGIN, json=GOOD).status_code for _ in range(30)} == {200}


def test_address_that_fails_for_many_accounts_waits(sqlite_app):
    sqlite_app.config["SIGN_IN_FAILURES"] = {"account": 10, "everywhere": 20, "address": 3}
    try:
        client = sqlite_app.test_client()
        for name in ("a", "b", "c"):
            client.post(LOGIN, json={**BAD, "username": name})
        assert client.post(LOGIN, json=GOOD).status_code == 429
    finally:
        sqlite_app.config["SIGN_IN_FAILURES"] = {"account": 10, "everywhere": 20, "address": 100}


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ([], 422),
        ({**GOOD, "password": 5}, 422),
        ({**GOOD, "provider": "ldap"}, 422),
        ({**GOOD, "refresh": "yes"}, 422),
        ({**GOOD, "username": "a\0b"}, 422),
        ({**GOOD, "username": "\ud800"}, 422),
        ({**GOOD, "password": "\0"}, 422),
        ({**GOOD, "password": "\udfff"}, 422),
    ],
)
def test_odd_credentials_are_refused_without_a_fault(app, body, status):
    assert app.test_client().post(LOGIN, json=body).status_code == status


def test_refresh_token_gives_a_new_access_token_and_an_access_token_does_not(app):
    client = app.test_client()
    tokens = client.post(LOGIN, json=GOOD).json

    def refresh(kind):
        bearer = {"Authorization": f"Bearer {tokens[kind]}"}
        return client.post("/api/v1/security/refresh", headers=bearer)

    renewed = refresh("refresh_token")
    assert (renewed.status_code, "access_token" in renewed.json) == (200, True)
    assert refresh("access_token").status_code == 401


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_token_that_is_none_is_401_as_problem_json(sqlite_app, token):
    answer = sqlite_app.test_client().get("/api/v1/x", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def test_expired_token_is_401_as_problem_json(sqlite_app):
    sqlite_app.config["JWT_ACCESS_TOKEN_EXPIRES"] = timedelta(seconds=-60)
    try:
        answer = caller_of(sqlite_app, "vid.pieteicejs").get("/x")
    finally:
        sqlite_app.config["JWT_ACCESS_TOKEN_EXPIRES"] = timedelta(minutes=15)
    assert (answer.status_code, answer.json["status"]) == (401, 401)


def test_api_takes_no_cookie(sqlite_app):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    assert browser.get("/api/v1/x").status_code == 401


def test_page_takes_no_token(sqlite_app):
    caller = caller_of(sqlite_app, "vid.pieteicejs")
    assert caller.client.get("/profils", headers=caller.headers).status_code == 302


def test_sign_out_ends_the_session_and_keeps_the_language(sqlite_app):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    browser.post("/valoda", {"locale": "en"})
    browser.post("/iziet")
    assert browser.get("/profils").status_code == 302
    assert '<html lang="en"' in browser.get("/").text


def test_copied_cookie_is_worth_nothing_after_signing_out(app):
    browser, thief = browser_of(app, "vid.pieteicejs"), Browser(app)
    thief.client._cookies.update(browser.client._cookies)
    assert thief.get("/profils").status_code == 200
    browser.post("/iziet")
    assert thief.get("/profils").status_code == 302


def test_signing_out_in_one_browser_leaves_the_other_signed_in(sqlite_app):
    one, other = browser_of(sqlite_app, "vid.pieteicejs"), browser_of(sqlite_app, "vid.pieteicejs")
    one.post("/iziet")
    assert other.get("/profils").status_code == 200


def test_ending_a_sign_in_ends_its_access_and_refresh_tokens(app):
    client = app.test_client()
    tokens = client.post(LOGIN, json=GOOD).json
    with app.app_context(), writing():
        for key in db.session.scalars(select(SignIn.id)).all():
            end(key)
    answers = [
        client.get("/api/v1/institutions/", headers={"Authorization": f"Bearer {tokens['access_token']}"}),
        client.post(
            "/api/v1/security/refresh", headers={"Authorization": f"Bearer {tokens['refresh_token']}"}
        ),
    ]
    assert [answer.status_code for answer in answers] == [401, 401]


def test_sign_in_lapses_after_twelve_hours(sqlite_app):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    with clock.at(clock.now() + timedelta(hours=12, minutes=1)):
        assert browser.get("/profils").status_code == 302


def test_password_is_right_in_whichever_unicode_form_a_keyboard_writes_it(app):
    composed, taken_apart = (normalize(form, "Ķiršu zaļā ēna") for form in ("NFC", "NFD"))
    with app.app_context():
        kept = hashed(taken_apart)
        db.session.execute(update(User).where(User.username == "vid.pieteicejs").values(password=kept))
        db.session.commit()
    assert Browser(app).sign_in("vid.pieteicejs", composed).status_code == 302
