"""The CAB list: what lies on which tab, voting on many cards at once, and nothing skipped silently."""

import re

import pytest

from app.clock import now
from app.services.activity import steps as workflow
from rules.vocabulary import Choice, Outcome
from tests.helpers import cards
from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, counted, hidden, number_in, numbers_in, status_of, votes_of


def ballot(page, *numbers, **more):
    """What the list sends when these cards are ticked."""
    seen = {f"seen.{one}": hidden(page, f"seen.{one}") for one in numbers}
    return {"approve": list(numbers), "key": hidden(page, "key"), **seen, **more}


@pytest.mark.stage("in_round")
def test_a_card_about_which_nobody_objects_waits_on_the_first_tab(app):
    assert number_in(app) in browser_of(app, "dvi.loceklis").get("/cab").text


@pytest.mark.stage("in_round")
def test_a_card_about_which_somebody_objects_is_to_be_discussed(app):
    number = number_in(app)
    change(app, number, lambda one: cards.vote(one, "KM", Choice.object))
    browser = browser_of(app, "dvi.loceklis")
    assert number not in browser.get("/cab").text
    assert "Mērķis nav skaidrs." in browser.get("/cab/apspriezamas").text


@pytest.mark.stage("in_round")
def test_a_vote_given_can_be_changed_while_the_round_is_open(app):
    number = number_in(app)
    change(app, number, lambda one: cards.vote(one, "DVI"))
    page = browser_of(app, "dvi.loceklis").get("/cab/mani").text
    assert f"/aktivitates/{number}/atzinums" in page


@pytest.mark.stage("second_round")
def test_a_card_sent_round_again_says_what_the_institution_said_before(app):
    page = squeezed(browser_of(app, "dvi.loceklis").get("/cab").text)
    assert re.search(r"Iepriekš[^<]*: Nesaskaņots", page)


@pytest.mark.stage("in_round")
def test_cards_of_the_own_institution_are_never_listed(app):
    with_vid = browser_of(app, "pmlp.loceklis")
    assert "AA-" in with_vid.get("/cab").text
    assert "AA-" not in browser_of(app, "vzd.loceklis").get("/cab").text


@pytest.mark.stage("three_in_round")
@pytest.mark.both_databases
def test_many_cards_are_approved_at_once_each_by_a_vote_of_its_own(app):
    numbers, browser = numbers_in(app), browser_of(app, "dvi.loceklis")
    page = browser.get("/cab").text
    answer = browser.post("/cab/atzinumi", ballot(page, *numbers, confirmed="1"))
    assert answer.status_code == 302
    assert [votes_of(app, one) for one in numbers] == [["approve"]] * 3


@pytest.mark.stage("three_in_round")
def test_before_the_votes_are_recorded_every_card_is_named(sqlite_app):
    numbers, browser = numbers_in(sqlite_app), browser_of(sqlite_app, "dvi.loceklis")
    asked = browser.post("/cab/atzinumi", ballot(browser.get("/cab").text, *numbers))
    assert [one for one in numbers if one not in asked.text] == []
    assert votes_of(sqlite_app, numbers[0]) == []


@pytest.mark.stage("three_in_round")
def test_a_card_withdrawn_meanwhile_is_reported_by_name_and_the_others_are_recorded(app):
    (first, second, _), browser = numbers_in(app), browser_of(app, "dvi.loceklis")
    sent = ballot(browser.get("/cab").text, first, second, confirmed="1")
    controller = "vid.kontrolieris"
    change(
        app, first, lambda one: workflow.withdraw(one, cards.actor(controller), now(), comment="Vairs ne.")
    )
    answer = browser.post("/cab/atzinumi", sent)
    assert first in answer.text
    assert (votes_of(app, first), votes_of(app, second)) == ([], ["approve"])


@pytest.mark.stage("in_round")
def test_a_card_changed_meanwhile_gets_no_vote(sqlite_app):
    number, browser = number_in(sqlite_app), browser_of(sqlite_app, "dvi.loceklis")
    sent = ballot(browser.get("/cab").text, number, confirmed="1")
    browser.post("/cab/atzinumi", {**sent, f"seen.{number}": "1"})
    assert votes_of(sqlite_app, number) == []


@pytest.mark.stage("in_round")
def test_a_person_who_is_not_substituted_is_refused_by_name_of_the_card(sqlite_app):
    number, browser = number_in(sqlite_app), browser_of(sqlite_app, "dvi.loceklis")
    sent = ballot(browser.get("/cab").text, number, confirmed="1", on_behalf_of="km.loceklis")
    answer = browser.post("/cab/atzinumi", sent)
    assert "Izvēlieties, kā vārdā rīkojaties." in answer.text
    assert votes_of(sqlite_app, number) == []


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
def test_a_double_click_counts_once(app):
    number, browser = number_in(app), browser_of(app, "dvi.loceklis")
    sent = ballot(browser.get("/cab").text, number, confirmed="1")
    browser.post("/cab/atzinumi", sent)
    browser.post("/cab/atzinumi", sent)
    assert votes_of(app, number) == ["approve"]


@pytest.mark.stage("in_round")
def test_nothing_ticked_changes_nothing_and_says_so(sqlite_app):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    assert browser.post("/cab/atzinumi", {"confirmed": "1"}).status_code == 302


@pytest.mark.stage("three_in_round")
@pytest.mark.both_databases
def test_the_number_of_queries_does_not_grow_with_the_rows(app):
    browser, counts = browser_of(app, "dvi.loceklis"), []
    first, *others = numbers_in(app)
    for more in ([first], others):
        for number in more:
            change(app, number, lambda one: cards.vote(one, "KM", Choice.object))
        with counted(app) as statements:
            page = browser.get("/cab/apspriezamas").text
        counts.append((len(set(re.findall(r"AA-\d{4}-\d{6}", page))), len(statements)))
    assert [cards_there for cards_there, _queries in counts] == [1, 3]
    assert counts[0][1] == counts[1][1] <= 10


@pytest.mark.parametrize("url", ["/cab", "/cab/apspriezamas", "/cab/mani"])
def test_without_anything_to_do_the_page_says_so(sqlite_app, url):
    page = browser_of(sqlite_app, "dvi.loceklis").get(url)
    assert 'class="empty"' in page.text


@pytest.mark.stage("objected")
def test_a_head_without_a_vote_of_an_institution_finds_the_decisions(app):
    number = number_in(app)
    page = browser_of(app, "varam.vaditajs").get("/cab", follow_redirects=True).text
    assert f"/aktivitates/{number}/lemums" in page


@pytest.mark.stage("awaiting_decision")
def test_a_decided_card_leaves_the_head_s_list(sqlite_app):
    number = number_in(sqlite_app)
    decide = {"outcome": Outcome.reject, "reasoning": "Nav pamatota."}
    change(
        sqlite_app, number, lambda one: workflow.decide(one, cards.actor("varam.vaditajs"), now(), **decide)
    )
    assert number not in browser_of(sqlite_app, "varam.vaditajs").get("/cab/lemumi").text


@pytest.mark.parametrize("username", ["vid.pieteicejs", "vid.kontrolieris", "vid.administrators"])
def test_others_have_no_cab_list(sqlite_app, username):
    assert browser_of(sqlite_app, username).get("/cab").status_code == 403


@pytest.mark.stage("in_round")
def test_the_last_vote_given_on_the_list_closes_the_round(sqlite_app):
    number = number_in(sqlite_app)
    change(sqlite_app, number, lambda one: [cards.vote(one, code) for code in cards.ASKED if code != "DVI"])
    browser = browser_of(sqlite_app, "dvi.loceklis")
    browser.post("/cab/atzinumi", ballot(browser.get("/cab").text, number, confirmed="1"))
    assert status_of(sqlite_app, number) == "awaiting_decision"
