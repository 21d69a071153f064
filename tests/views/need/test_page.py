"""Vai aktivitāte jāsaskaņo? Open to everybody; yes or no, because of what was answered."""

import re

import pytest

from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of

ALL = ("new_system", "functionality", "architecture", "infrastructure", "others")


def ask(app, kind="development", yes=(), **more):
    """What a visitor reads after answering."""
    scope = {name: "true" if name in yes else "false" for name in ALL}
    return app.test_client().get("/vai-jasaskano", query_string={"kind": kind, **scope, **more})


def test_a_visitor_sees_the_questions_and_no_answer(sqlite_app):
    page = sqlite_app.test_client().get("/vai-jasaskano").text
    assert "<h1>Vai aktivitāte jāsaskaņo?</h1>" in page
    assert page.count('class="yesno"') == 5
    assert "jāsaskaņo</h2>" not in page


def test_a_development_that_affects_others_is_a_yes_with_those_who_would_be_asked(app):
    page = ask(app, yes=("others",), holder="VID", resource="EDS", used=["FPR"]).text
    assert "Jā, jāsaskaņo" in page
    assert re.findall(r'data-code="([^"]+)"', page) == ["PMLP", "FM", "VARAM, AiM, CSP, KM, DVI, LPS"]
    assert "Izmantots FPR, pārzinis PMLP" in page


def test_maintenance_without_effects_is_a_no_with_reasons(app):
    page = ask(app, "maintenance").text
    assert "Nē, nav jāsaskaņo" in page
    assert "12.07.2023." in page
    assert page.count("<li><svg") >= 5


def test_a_liquidation_asks_the_holders_of_its_consumers(app):
    page = ask(app, "liquidation", holder="PMLP", resource="FPR").text
    assert "Katru resursa likvidāciju saskaņo." in page
    assert "BVKB" in re.findall(r'data-code="([^"]+)"', page)


def test_unanswered_questions_are_named_and_answers_kept(sqlite_app):
    page = sqlite_app.test_client().get("/vai-jasaskano?kind=development&others=false").text
    assert page.count('<li><a href="#') == 4
    assert 'name="others" value="false" checked' in squeezed(page)


@pytest.mark.parametrize(
    "answers",
    ["kind=creation", "kind=liquidation", "kind=development&others=true", "kind=maintenance&others=true"],
)
def test_what_is_certain_asks_no_more(sqlite_app, answers):
    page = sqlite_app.test_client().get(f"/vai-jasaskano?{answers}").text
    assert ("Jā, jāsaskaņo" in page, '<li><a href="#' in page) == (True, False)


def test_without_a_kind_only_the_kind_is_missing(sqlite_app):
    page = sqlite_app.test_client().get("/vai-jasaskano?holder=VID").text
    assert page.count('<li><a href="#') == 1


def test_what_a_campaign_adds_to_the_address_is_no_answer(sqlite_app):
    page = sqlite_app.test_client().get("/vai-jasaskano?utm_source=lapa&fbclid=x").text
    assert '<li><a href="#' not in page


def test_a_resource_of_another_institution_is_not_the_one_changed(sqlite_app):
    page = ask(sqlite_app, "liquidation", holder="VID", resource="FPR").text
    assert "FPR pārzinis ir PMLP" in page
    assert "data-code" not in page


def test_who_signed_in_finds_the_own_institution_chosen(sqlite_app):
    page = browser_of(sqlite_app, "vid.pieteicejs").get("/vai-jasaskano").text
    assert '<option value="VID" selected' in page


def test_forged_answers_are_no_error(sqlite_app):
    page = ask(sqlite_app, "demolition", holder="<b>", resource="NAV", used=["x", "y"])
    assert page.status_code == 200
    assert "&lt;b&gt;" not in page.text.split("<h1>")[0]
    assert page.text.count('<li><a href="#') == 4


def test_english_readers_get_english_sentences(sqlite_app):
    client = sqlite_app.test_client()
    with client.session_transaction() as session:
        session["locale"] = "en"
    page = client.get("/vai-jasaskano").text
    assert "Does the activity need co-approval?" in page


def test_a_card_begins_with_the_answers(app):
    page = ask(app, yes=("others",), holder="VID", resource="EDS", used=["FPR"]).text
    address = re.search(r'href="(/aktivitates/jauna\?[^"]+)"', page).group(1).replace("&amp;", "&")
    card = browser_of(app, "vid.pieteicejs").get(address).text
    assert re.search(r'name="scope.others"[^>]*checked', card)
    assert re.search(r'<option value="FPR" selected>', squeezed(card))
    assert re.search(r'<option value="EDS" selected>', squeezed(card))
