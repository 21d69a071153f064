"""A restricted card: its texts stay with those concerned, also after approval."""

import pytest

from tests.helpers.api_cards import TEXT, Journey
from tests.walls import hidden
from tests.walls.test_leak_walk import Walker
from tests.walls.walking import UNSAFE, addresses, said

pytestmark = pytest.mark.stage("restricted")

OUTSIDER = "bvkb.pieteicejs"
FEWEST = 35  # addresses that name the card
TEXTS = (
    TEXT,
    "Īstenots jau",
    "Saskarne netiek",
    "Termiņš ir īss",
    "Atjauno iepriekšējo",
    "Mērķis nav skaidrs",
    "Mērķis ir aprakstīts",
    "Vajadzīgs.",
)


@pytest.fixture
def journey(sqlite_app):
    return Journey(sqlite_app)


def test_outsider_sees_the_card_without_its_texts(journey):
    card = journey.card(OUTSIDER)
    texts = ("goal", "description", "legal_basis", "risks", "backout_plan", "result")
    assert {card[name] for name in texts} == {None}
    assert {one["explanation"] for one in card["principles"]} == {None}
    assert {one["reason"] for one in card["suggestions"]} == {None}
    assert (card["title"] != "", card["resource"], card["status"]) == (True, "EDS", "approved")


def test_outsider_sees_the_result_sheet_without_comments_and_remarks(journey):
    rows = journey[OUTSIDER].get(f"{journey.path}/requirements").json
    assert [row["choice"] for row in rows if row["institution"] == "DVI"] == ["object"]
    assert len(rows) == 8
    assert [row for row in rows if "remarks" in row or "comment" in row] == []


def test_outsider_sees_the_steps_without_comments(journey):
    steps = journey[OUTSIDER].get(f"{journey.path}/history").json
    assert {one["comment"] for one in steps} == {None}


@pytest.mark.parametrize("username", [OUTSIDER, "vid.administrators"])
def test_no_page_form_or_call_about_the_card_tells_an_outsider_its_texts(sqlite_app, journey, username):
    named = {**hidden.NOTHING, "number": journey.card()["number"], "card": str(journey.id)}
    walker, told, reached = Walker(sqlite_app, username), set(), []
    for method in ("GET", *UNSAFE):
        for address, _endpoint, thing in addresses(sqlite_app, method, named):
            if thing in ("number", "card"):
                reached.append(address)
                sent = {"revision": "1", "comment": "Nē."}
                answer = walker.read(address) if method == "GET" else walker.send(method, address, sent)
                told |= {(method, address, text) for text in TEXTS if text in said(answer)}
    assert (told, len(reached) >= FEWEST) == (set(), True)


def test_search_of_an_outsider_finds_the_card_by_its_title_and_not_by_its_texts(journey):
    found = {
        word: journey[OUTSIDER].get(f"/activities/?q={word}").json["count"]
        for word in ("veidlapa", "veidlapu", "vienuviet", "Atjauno")
    }
    assert found == {"veidlapa": 1, "veidlapu": 1, "vienuviet": 0, "Atjauno": 0}


@pytest.mark.parametrize("username", ["vid.kontrolieris", "dvi.loceklis", "varam.vaditajs", "admin"])
def test_those_concerned_read_everything(journey, username):
    rows = journey[username].get(f"{journey.path}/requirements").json
    assert journey.card(username)["goal"] != ""
    assert [row["institution"] for row in rows if row["remarks"]] == ["DVI"]


@pytest.mark.stage("approved")
def test_open_card_shows_its_texts_to_everybody(sqlite_app):
    journey = Journey(sqlite_app)
    assert journey.card(OUTSIDER)["goal"].startswith("Iedzīvotājs")
