"""What every answer carries, what changes only by POST, and how errors look."""

import pytest

from tests.conftest import let_go, make_app
from tests.helpers.people import Browser, browser_of, caller_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("address", ["/", "/nowhere", "/api/v1/x", "/static/favicon.svg", "/healthz"])
def test_every_answer_tells_the_browser_to_trust_this_site_only(sqlite_app, address):
    with sqlite_app.test_client().get(address) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in headers


def test_session_cookie_is_for_this_site_and_not_for_scripts(sqlite_app):
    cookie = Browser(sqlite_app).sign_in("admin").headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_over_https_cookie_and_transport_are_stricter(sqlite, tmp_path_factory):
    sqlite.reset()
    app = make_app(sqlite.url, tmp_path_factory, BASE_URL="https://virsis.example")
    answer = app.test_client().get("/login/", base_url="https://virsis.example")
    let_go(app)
    cookie = answer.headers["Set-Cookie"]
    assert (cookie.startswith("__Host-virsis="), "Secure" in cookie) == (True, True)
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_fingerprinted_file_is_kept_for_good_and_a_page_is_not(sqlite_app):
    client = sqlite_app.test_client()
    with client.get("/static/favicon.svg?v=1") as file:
        kept = file.headers["Cache-Control"]
    page = client.get("/").headers["Cache-Control"]
    assert ("immutable" in kept, page) == (True, "private, no-cache")


def test_pages_are_compressed(sqlite_app):
    answer = sqlite_app.test_client().get("/", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"


def test_form_without_csrf_token_is_refused_with_a_page(sqlite_app):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    answer = browser.client.post("/izskats", data={"theme": "dark"})
    assert (answer.status_code, "<h1>" in answer.text) == (400, True)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/valoda", 405), ("/izskats", 405), ("/iziet", 405), ("/logout/", 404), ("/lang/en", 404)],
)
def test_nothing_about_the_session_changes_by_a_link(sqlite_app, address, status):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    assert browser.get(address).status_code == status
    assert browser.get("/profils").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/users/list/",
        "/users/add",
        "/roles/list/",
        "/resetpassword/form",
        "/userinfo/edit/1",
        "/static/appbuilder/js/jquery-latest.js",
        "/registeruser/form",
        "/back",
    ],
)
def test_pages_of_flask_appbuilder_itself_are_not_there(sqlite_app, address):
    assert browser_of(sqlite_app, "admin").get(address).status_code == 404


def test_menu_of_flask_appbuilder_itself_is_no_call_of_the_api(sqlite_app):
    assert caller_of(sqlite_app, "admin").get("/menu/").status_code == 404


def test_language_of_a_visitor_lasts(sqlite_app):
    browser = Browser(sqlite_app)
    assert '<html lang="lv"' in browser.get("/").text
    browser.post("/valoda", {"locale": "en", "next": "/pieklustamiba"})
    assert '<html lang="en"' in browser.get("/").text


def test_language_of_a_person_is_kept_with_the_account(app):
    browser_of(app, "vid.pieteicejs").post("/valoda", {"locale": "en"})
    assert '<html lang="en"' in browser_of(app, "vid.pieteicejs").get("/profils").text


def test_unknown_language_changes_nothing(sqlite_app):
    browser = Browser(sqlite_app)
    browser.post("/valoda", {"locale": "xx"})
    assert '<html lang="lv"' in browser.get("/").text


def test_theme_is_kept_with_the_account(app):
    browser = browser_of(app, "vid.pieteicejs")
    browser.post("/izskats", {"theme": "dark"})
    assert 'data-bs-theme="dark"' in browser.get("/profils").text


def test_choice_leads_back_to_the_page_and_to_no_other_site(sqlite_app):
    browser = Browser(sqlite_app)
    assert browser.post("/valoda", {"locale": "en", "next": "/pieklustamiba?"}).location == "/pieklustamiba"
    assert browser.post("/valoda", {"locale": "en", "next": "//evil.example"}).location == "/"


@pytest.mark.parametrize(
    ("accepts", "word"), [("en", "Sign"), ("en-GB,lv;q=0.1", "Sign"), ("de", "Ieejiet"), ("", "Ieejiet")]
)
def test_api_answers_in_a_language_that_the_caller_accepts(sqlite_app, accepts, word):
    answer = sqlite_app.test_client().get("/api/v1/x", headers={"Accept-Language": accepts})
    assert word in answer.json["detail"]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"a": NaN}', "application/json", 400),
        (b"[" * 10_000, "application/json", 400),
        (b"a=1", "application/x-www-form-urlencoded", 415),
        (b'"' + b"a" * 3_000_000 + b'"', "application/json", 413),
    ],
)
def test_body_that_cannot_be_read_is_refused_before_anything_else(sqlite_app, body, content_type, status):
    client = sqlite_app.test_client()
    answer = client.post("/api/v1/security/login", data=body, content_type=content_type)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_unknown_method_of_the_api_is_405_as_problem_json(sqlite_app):
    answer = caller_of(sqlite_app, "vid.pieteicejs").get("/security/login")
    assert (answer.status_code, answer.json["status"], "POST" in answer.headers["Allow"]) == (405, 405, True)


def test_unknown_address_of_the_api_is_404_as_problem_json(sqlite_app):
    answer = caller_of(sqlite_app, "vid.pieteicejs").get("/nowhere")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_alive_without_signing_in(app):
    answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok", "version": app.config["VERSION"]})


@pytest.mark.both_databases
def test_ready_when_database_and_queue_answer(app):
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"database": True, "queue": True})


def test_not_ready_without_tables(tmp_path, tmp_path_factory):
    app = make_app(f"sqlite:///{tmp_path / 'empty.db'}", tmp_path_factory)
    answer = app.test_client().get("/readyz")
    let_go(app)
    assert (answer.status_code, answer.json["database"]) == (503, False)
