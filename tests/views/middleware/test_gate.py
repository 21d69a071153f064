"""Nobody comes in without signing in, except to a short list of pages."""

import re

import pytest

from tests.helpers.people import Browser, browser_of
from views.middleware.gate import PUBLIC

FEWEST = 160  # endpoints there are at least


def addresses(app):
    """Yield (endpoint, address, method) of every route, with 1 for each part that varies."""
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, re.sub(r"<[^>]+>", "1", rule.rule), method


def test_every_route_is_public_by_name_or_sends_strangers_to_sign_in(sqlite_app):
    client = sqlite_app.test_client()
    open_to_strangers, reached = set(), set()
    for endpoint, address, method in addresses(sqlite_app):
        reached.add(endpoint)
        answer = client.open(address, method=method, json={} if address.startswith("/api/") else None)
        sent_away = answer.status_code == 302 and answer.location.startswith("/login/")
        if not sent_away and answer.status_code != 401:
            open_to_strangers.add(endpoint)
    assert open_to_strangers - PUBLIC == set()
    assert (len(reached) >= FEWEST, reached) == (True, set(sqlite_app.view_functions))


def test_public_list_names_nothing_that_is_not_there(sqlite_app):
    assert PUBLIC - set(sqlite_app.view_functions) == set()


def test_every_view_of_a_person_signed_in_is_guarded_by_a_permission(sqlite_app):
    views = {
        endpoint: view
        for endpoint, view in sqlite_app.view_functions.items()
        if endpoint not in PUBLIC | {"TokenApi.refresh"}
        and not endpoint.endswith((".action", ".action_post"))  # these ask for the action's own permission
    }
    unguarded = {endpoint for endpoint, view in views.items() if not hasattr(view, "_permission_name")}
    assert (unguarded, len(views) >= FEWEST - len(PUBLIC)) == (set(), True)


@pytest.mark.parametrize("address", ["/profils", "/no/such/page", "/aktivitates/AA-2026-000001"])
def test_page_asked_for_without_signing_in_leads_to_sign_in_and_back(sqlite_app, address):
    browser = Browser(sqlite_app)
    assert browser.get(address).location == f"/login/?next={address}"
    form = {"username": "vid.pieteicejs", "password": "Parole-testiem-2026", "next": address}
    assert browser.post("/login/", form).location == address


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil"],
)
def test_sign_in_leads_to_no_other_site(sqlite_app, target):
    form = {"username": "admin", "password": "Parole-testiem-2026", "next": target}
    assert Browser(sqlite_app).post("/login/", form).location == "/darbi"


def test_first_page_of_somebody_signed_in_is_the_own_work(sqlite_app):
    assert browser_of(sqlite_app, "vid.pieteicejs").get("/").location == "/darbi"


def test_unknown_page_is_404_for_somebody_signed_in(sqlite_app):
    assert browser_of(sqlite_app, "vid.pieteicejs").get("/no/such/page").status_code == 404


def test_nul_in_an_address_is_404_and_in_a_form_422(sqlite_app):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    assert browser.get("/no%00page").status_code == 404
    assert browser.get("/profils?q=a%00b").status_code == 404
    assert browser.post("/aizmirsu-paroli", {"name": "l\0v"}).status_code == 422
