"""What a scanner looks for in the answers of every route: headers, cookies, caches, banners, traces."""

import re

import pytest

from tests.conftest import let_go, make_app
from tests.helpers.people import Browser, browser_of, caller_of
from tests.walls import hidden
from tests.walls.walking import UNSAFE, addresses, endpoints, said
from views.base.files import DOCUMENT_POLICY
from views.middleware.headers import POLICY

SAME_ORIGIN = {"Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"}
SENT_BY_A_PROVIDER = "/login/saml/acs"  # from another site; what it carries is signed and asked for by us
# The mail shown to the administrator is no page of this site: it may style itself, in a box of its own.
STYLED = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
# Screens whose answers hold secrets or other people's data.
NOT_KEPT = {
    "AccountClosing",
    "AccountEventPage",
    "AccountForm",
    "AdministratorRequestView",
    "FactorResetPage",
    "KeptTextPage",
    "KeyPage",
    "NotificationView",
    "PasswordLinkPage",
    "SecondFactorPage",
    "SecondStep",
    "TokenApi",
    "UserView",
}
MINUTES = {"MeetingPage.minutes", "MeetingApi.minutes"}
DOWNLOADS = {"DocumentPage.content", "DocumentApi.content", *MINUTES}
ASSETS, FLAGS = {"static", "site_css"}, {"HttpOnly", "SameSite=Lax", "Path=/"}
FEWEST_CALLS, FEWEST_FORMS = 10, 65  # addresses that a walk reaches at least
BANNERS = ("Server", "X-Powered-By", "X-AspNet-Version", "Via")
INSIDE = re.compile(
    r"Traceback|\.py\b, line|sqlalchemy|psycopg|werkzeug|jinja2|SELECT .+ FROM", re.IGNORECASE
)


def complaints(address, endpoint, answer):
    """Return what a scanner would write down about an answer."""
    headers, policy = answer.headers, answer.headers.get("Content-Security-Policy")
    kept = headers.get("Cache-Control", "")
    right = {
        "policy": policy == _policy_of(endpoint, answer.status_code),
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "frames": headers.get("X-Frame-Options") == "DENY",
        "same origin": all(headers.get(name) == "same-origin" for name in SAME_ORIGIN),
        "referrer": headers.get("Referrer-Policy") in {"same-origin", "strict-origin"},
        "features": "camera=()" in headers.get("Permissions-Policy", ""),
        "banner": not any(name in headers for name in BANNERS),
        "cross-origin": "Access-Control-Allow-Origin" not in headers,
        "cache": ("public" in kept) is (endpoint in ASSETS),
        "not kept": endpoint.partition(".")[0] not in NOT_KEPT or "no-store" in kept,
        "cookie": all(set(one.split("; ")) >= FLAGS for one in headers.getlist("Set-Cookie")),
        "inside": answer.mimetype == "text/css" or not INSIDE.search(said(answer)),
    }
    return [f"{address}: {name}" for name, holds in right.items() if not holds]


def _policy_of(endpoint, status):
    """A document that somebody has added may do nothing at all; a letter that is shown has styles."""
    if status != 200:
        return POLICY
    if endpoint in DOWNLOADS:
        return DOCUMENT_POLICY
    return STYLED if endpoint == "NotificationView.preview" else POLICY


@pytest.fixture
def walked(sqlite_app):
    """Every address with what it means filled in, and clients that call it."""
    things = hidden.put(sqlite_app)
    gets = [(address, endpoint) for address, endpoint, _ in addresses(sqlite_app, "GET", things)]
    assert {("GET", endpoint) for _address, endpoint in gets} == endpoints(sqlite_app, "GET")
    return sqlite_app, gets, things


@pytest.mark.parametrize("username", ["admin", "vid.pieteicejs", None])
def test_every_page_carries_the_headers_and_nothing_of_the_inside(walked, username):
    app, gets, _things = walked
    browser = browser_of(app, username) if username else Browser(app)
    found = []
    for address, endpoint in gets:
        with browser.client.get(address) as answer:
            found += complaints(address, endpoint, answer)
    assert found == []


def test_every_answer_of_the_api_carries_them_too(walked):
    app, gets, _things = walked
    caller, found = caller_of(app, "vid.pieteicejs"), []
    calls = [one for one in gets if one[0].startswith("/api/v1/")]
    for address, endpoint in calls:
        with caller.get(address.removeprefix("/api/v1")) as answer:
            found += complaints(address, endpoint, answer)
    assert (found, len(calls) >= FEWEST_CALLS) == ([], True)


def test_every_refusal_of_a_form_without_its_token_carries_them(walked):
    app, _gets, things = walked
    browser, found, reached = browser_of(app, "admin"), [], set()
    for address, endpoint, _thing in addresses(app, "POST", things):
        reached.add(("POST", endpoint))
        found += complaints(address, endpoint, browser.client.post(address))
    assert (found, reached) == ([], endpoints(app, "POST"))


def test_no_form_works_without_its_token(walked):
    app, _gets, things = walked
    browser, before = browser_of(app, "admin"), hidden.state(app)
    forms = [
        (method, address)
        for method in UNSAFE
        for address, _endpoint, _thing in addresses(app, method, things)
        if not address.startswith(("/api/", SENT_BY_A_PROVIDER))
    ]
    answers = [
        browser.client.open(address, method=method, data={"confirmed": "1"}).status_code
        for method, address in forms
    ]
    assert ([form for form, got in zip(forms, answers, strict=True) if got != 400], hidden.state(app)) == (
        [],
        before,
    )
    assert len(forms) >= FEWEST_FORMS


def test_screens_with_secrets_or_data_of_others_say_so(sqlite_app):
    views = sqlite_app.extensions["appbuilder"].baseviews
    assert {view.endpoint for view in views if not getattr(view, "kept", True)} == NOT_KEPT


def test_signing_out_clears_what_the_browser_kept(sqlite_app):
    answer = browser_of(sqlite_app, "vid.pieteicejs").post("/iziet")
    assert answer.headers["Clear-Site-Data"] == '"cache"'


@pytest.fixture
def seen_behind(sqlite, tmp_path_factory):
    """What an application with so many proxies in front takes a request for."""
    sqlite.reset()
    made = []

    def seen(proxies, headers):
        app = make_app(sqlite.url, tmp_path_factory, PROXIES=proxies)
        made.append(app)
        taken = []

        @app.before_request
        def look():
            from flask import request

            taken.append((request.remote_addr, request.scheme, request.host))

        app.test_client().get("/healthz", headers=headers)
        return taken[0]

    yield seen
    for app in made:
        let_go(app)


FORGED = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}


def test_without_a_proxy_nobody_says_where_a_request_comes_from(seen_behind):
    assert seen_behind(0, FORGED) == ("127.0.0.1", "http", "localhost")


def test_behind_one_proxy_only_what_the_proxy_says_counts(seen_behind):
    headers = {**FORGED, "X-Forwarded-For": "6.6.6.6, 203.0.113.9", "X-Forwarded-Host": "virsis.example"}
    assert seen_behind(1, headers) == ("203.0.113.9", "https", "virsis.example")


def test_behind_two_proxies_the_farther_one_is_asked(seen_behind):
    headers = {"X-Forwarded-For": "6.6.6.6, 203.0.113.9, 10.0.0.1", "X-Forwarded-Proto": "https, http"}
    assert seen_behind(2, headers)[0] == "203.0.113.9"
