"""The description of the API is true and complete."""

import re

from app.security.roles import API
from tests.helpers.people import browser_of, caller_of


def paths(app):
    return app.test_client().get("/api/v1/_openapi").json["paths"]


def documented(app):
    return {
        (method.upper(), re.sub(r"{\w+}", "{}", path))
        for path, calls in paths(app).items()
        for method in calls
    }


def there(app):
    from views.api import dependencies, meetings, obligations
    from views.api.actions import CALLS

    steps = {
        "DependencyApi.act": dependencies.SAID,
        "MeetingApi.act": meetings.SAID,
        "ObligationApi.act": obligations.SAID,
    }
    found = set()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1") and not rule.rule.endswith("_openapi"):
            path = re.sub(r"<\w+>", "{}", rule.rule)
            names = steps.get(rule.endpoint, CALLS)
            paths = [path.replace("actions/{}", f"actions/{name}") for name in names]
            used = paths if "actions/{}" in path else [path]
            found |= {(method, one) for method in rule.methods - {"HEAD", "OPTIONS"} for one in used}
    return found


def test_every_call_is_described_and_every_described_call_is_there(sqlite_app):
    assert documented(sqlite_app) == there(sqlite_app)


def test_document_describes_the_card_with_every_field(sqlite_app):
    document = caller_of(sqlite_app, "vid.pieteicejs").get("/_openapi").json
    card = document["components"]["schemas"]["Card"]["properties"]
    named = {"kind", "title", "resource", "scope", "principles", "liquidation", "amends"}
    assert named - card.keys() == set()
    assert card["kind"]["enum"] == ["creation", "development", "liquidation"]


def test_document_refers_only_to_schemas_that_it_has(sqlite_app):
    answer = caller_of(sqlite_app, "vid.pieteicejs").get("/_openapi")
    named = set(re.findall(r'"#/components/schemas/(\w+)"', answer.text))
    assert "Card" in named
    assert named - answer.json["components"]["schemas"].keys() == set()


def test_page_lists_every_call_without_a_script_of_its_own(sqlite_app):
    page = browser_of(sqlite_app, "vid.pieteicejs").get("/swagger/v1").text
    known = list(paths(sqlite_app))
    assert (len(known) > 10, [path for path in known if path not in page]) == (True, [])
    assert re.findall(r"<script(?![^>]*src=)", page) == []


def test_a_program_reads_the_document_before_it_can_sign_in(sqlite_app):
    client = sqlite_app.test_client()
    assert client.get("/api/v1/_openapi").json["openapi"].startswith("3.")
    assert client.get("/swagger/v1").status_code == 200


def test_every_part_of_the_api_is_open_to_every_role():
    from views.api import APIS, PAGES

    parts = [part.__name__ for part in (*APIS, *PAGES)]
    assert (len(parts) > 5, [name for name in parts if not re.fullmatch(API, name)]) == (True, [])
