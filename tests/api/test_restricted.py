"""A restricted card: its texts stay with those concerned, also after approval."""

import pytest

from tests.api.cards import Journey

OUTSIDER = "bvkb.pieteicejs"


@pytest.fixture
def journey(sqlite_app):
    journey = Journey(sqlite_app)
    journey.awaiting_decision(objecting=("DVI",), restricted=True)
    given = [{"institution": "DVI", "resolution": "overrule", "reasoning": "Mērķis ir aprakstīts."}]
    journey.act(journey.head, "decide", outcome="approve", reasoning="Vajadzīgs.", objections=given)
    return journey


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
    assert all("remarks" not in row and "comment" not in row for row in rows)


def test_outsider_sees_the_steps_without_comments(journey):
    steps = journey[OUTSIDER].get(f"{journey.path}/history").json
    assert {one["comment"] for one in steps} == {None}


@pytest.mark.parametrize("username", ["vid.kontrolieris", "dvi.loceklis", "varam.vaditajs", "admin"])
def test_those_concerned_read_everything(journey, username):
    rows = journey[username].get(f"{journey.path}/requirements").json
    assert journey.card(username)["goal"] != ""
    assert any(row["remarks"] for row in rows)


def test_open_card_shows_its_texts_to_everybody(sqlite_app):
    journey = Journey(sqlite_app).approved()
    assert journey.card(OUTSIDER)["goal"].startswith("Iedzīvotājs")
