"""Every route of the URL map, walked by somebody who may not see one certain card."""

import pytest
from sqlalchemy import select
from werkzeug.routing import AnyConverter

from app.extensions import db
from models import Activity
from tests.people import browser_of, caller_of
from tests.services import cards
from tests.views.rounds import put, rows_of

SECRET = "Zilonis"
STRANGER, OWNER = "bvkb.pieteicejs", "vid.pieteicejs"
CLOSED = {403, 404, 405}
# They end the session of the one who walks, or begin another.
LEFT_OUT = {"static", "PreferencesPage.sign_out", "SignIn.login", "TokenApi.login", "TokenApi.refresh"}
FORM = {
    "comment": "Nē.", "reasoning": "Nē.", "choice": "approve", "outcome": "approve", "confirmed": "1",
    "revision": "2", "action": "stamp", "title": "Cits nosaukums", "text": "Nē.", "request_key": "k",
}  # fmt: skip
BODY = {**FORM, "revision": 2}


@pytest.fixture
def card(app):
    """The number and the key of a draft of VID that nobody else sees."""
    number = put(app, lambda: cards.complete_card(title=f"EDS {SECRET}", goal=f"{SECRET} {cards.TEXT}"))
    with rows_of(app):
        return number, db.session.scalars(select(Activity.id).where(Activity.number == number)).one()


def routes(app, number, key):
    """Yield (address, method, whether it names the card) for every route, with the card wherever it fits."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint in LEFT_OUT:
            continue
        for values in _values(rule, number, key):
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                url = adapter.build(rule.endpoint, values, method=method)
                yield url, method, _names_the_card(rule)


def _values(rule, number, key):
    """Yield what stands for the parameters of a route; a choice of words is tried word by word."""
    known = {"number": number, "pk": str(key), "name": "stamp", "code": "EDS", "filename": f"{number}.pdf"}
    given = {name: known.get(name, str(key)) for name in rule.arguments}
    words = {name: one.items for name, one in rule._converters.items() if isinstance(one, AnyConverter)}
    if not words:
        yield given
    for name, items in words.items():
        for item in sorted(items):
            yield {**given, name: item}


def _names_the_card(rule):
    return "number" in rule.arguments or rule.rule.startswith("/api/v1/activities/<")


def walk(app, username, card):
    """Return (address, method, names the card, answer) of every route, pages and API."""
    browser, caller = browser_of(app, username), caller_of(app, username)
    found = []
    for url, method, named in routes(app, *card):
        if url.startswith("/api/v1/"):
            answer = caller.client.open(url, method=method, headers=caller.headers, json=_body(method))
        elif method == "GET":
            answer = browser.get(url)
        else:
            answer = browser.post(url, {**FORM, "approve": card[0], "rowid": str(card[1])})
        found.append((url, method, named, answer))
    return found


def _body(method):
    return None if method == "GET" else BODY


def wrong(named, answer, number):
    """Return what is wrong with an answer to the stranger, or nothing."""
    if answer.status_code >= 500:
        return "fails"
    if SECRET in answer.text:
        return "tells the title"
    if named:  # the page of an error may repeat the number that the stranger typed into the address
        return "" if answer.status_code in CLOSED else f"is open ({answer.status_code})"
    return "tells the number" if number in answer.text else ""


def test_every_route_is_closed_to_a_stranger_or_tells_nothing_of_the_card(app, card):
    walked = walk(app, STRANGER, card)
    faults = {(url, method): wrong(named, answer, card[0]) for url, method, named, answer in walked}
    assert {where: fault for where, fault in faults.items() if fault} == {}


def test_nothing_of_the_card_changes_while_a_stranger_walks(app, card):
    with rows_of(app):
        before = dict(db.session.execute(select(Activity.__table__)).mappings().one())
    walk(app, STRANGER, card)
    with rows_of(app):
        assert dict(db.session.execute(select(Activity.__table__)).mappings().first()) == before


def test_the_owner_finds_the_card_on_the_same_walk(sqlite_app):
    number = put(sqlite_app, lambda: cards.complete_card(title=f"EDS {SECRET}"))
    with rows_of(sqlite_app):
        key = db.session.scalars(select(Activity.id)).one()
    browser = browser_of(sqlite_app, OWNER)
    pages = [
        url for url, method, _ in routes(sqlite_app, number, key) if method == "GET" and "/api/" not in url
    ]
    telling = {url for url in pages if SECRET in browser.get(url).text}
    assert {f"/aktivitates/{number}", "/aktivitates", "/darbi"} <= telling


@pytest.mark.parametrize(
    "query",
    [
        f"/aktivitates?q={SECRET}",
        f"/izvele/aktivitates?q={SECRET}",
        f"/resursi?_flt_0_search_text={SECRET}",
        "/resursi?_oc_ResourceView=holder.search_text&_od_ResourceView=asc",
        "/resursi?psize_ResourceView=1000000",
        "/resursi/EDS",
    ],
)
def test_no_search_and_no_list_tells_a_stranger_that_the_card_exists(app, card, query):
    answer = browser_of(app, STRANGER).get(query)
    assert answer.status_code == 200
    assert card[0] not in answer.text


def test_a_card_that_names_the_hidden_one_learns_nothing(app, card):
    body = {"kind": "development", "title": "BIS papildinājums", "resource": "BIS", "amends": card[0]}
    hidden = caller_of(app, STRANGER).post("/activities/", body)
    missing = caller_of(app, STRANGER).post("/activities/", {**body, "amends": "AA-2026-999999"})
    assert (hidden.status_code, hidden.json["errors"]) == (missing.status_code, missing.json["errors"])
