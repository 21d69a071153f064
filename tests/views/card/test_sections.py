"""How far the sections are while the card is written, and what an earlier card of the resource answers."""

import re

import pytest

from models.activity.card import NO_UNLESS_SAID, SECTIONS
from tests.helpers.card_pages import MINIMUM, Controls, complete, form_of, new_card, save
from tests.helpers.people import browser_of

NEW = "/aktivitates/jauna"
MARK = re.compile(r'href="#section-(\d+)"\s+class="s-(\w+)"')
ASKED = {"sections": "1"}


@pytest.fixture
def applicant(app):
    return browser_of(app, "vid.pieteicejs")


@pytest.fixture
def earlier(applicant):
    """The number of a card on EDS that answers everything."""
    url = new_card(applicant, resource="EDS")
    assert applicant.post(url, complete(applicant, url)).status_code == 302
    return url.split("/")[2]


def marks(html):
    return {int(number): mark for number, mark in MARK.findall(html)}


def as_typed(browser, url, sent):
    return browser.post(f"{url}/parskats", sent | ASKED, headers={"Accept": "application/json"}).json


def taken_over(browser, url, **values):
    return browser.post(f"{url}/parskats", form_of(browser, url) | values | {"do": "take_over"}).text


def answers(html, wanted="met"):
    sent = Controls(html).sent
    given = [name for name in sent if name.startswith("principles.") and name.endswith(".answer")]
    return {name for name in given if sent[name] == [wanted]}


def test_no_section_of_a_new_card_is_called_filled_in(applicant):
    found = marks(applicant.get(NEW).text)
    assert (len(found), set(found.values())) == (len(SECTIONS), {"todo"})


def test_marks_follow_what_is_typed_before_anything_is_saved(applicant):
    sent = form_of(applicant, NEW) | {"kind": "development", "goal": MINIMUM}
    before = marks(as_typed(applicant, NEW, sent)["nav"])
    after = marks(as_typed(applicant, NEW, sent | {"description": MINIMUM, "title": "EDS forma"})["nav"])
    assert ((before[1], before[3], before[4]), (after[1], after[4])) == (
        ("todo", "done", "todo"),
        ("done", "done"),
    )


def test_a_section_of_principles_is_filled_in_when_each_is_answered(applicant):
    url = new_card(applicant, resource="EDS")
    assert marks(as_typed(applicant, url, complete(applicant, url))["nav"])[8] == "done"


def test_a_new_card_has_nothing_chosen_that_nobody_chose(applicant):
    sent, unseen = form_of(applicant, NEW), {"csrf_token", "kept_as", "next", "revision"}
    chosen = {name for name, values in sent.items() if any(values)} - unseen
    assert chosen == {"urgency"}


def test_handing_over_an_empty_new_card_lists_everything_that_is_missing(applicant):
    answer = applicant.post(NEW, form_of(applicant, NEW) | {"do": "submit"})
    links = {part.split('"')[0] for part in answer.text.split('<a href="#')[1:]}
    assert answer.status_code == 422
    assert {"kind", "title", "goal", "scope", "principles.S1", "budget_eur", "risks"} <= links


def test_the_newest_earlier_card_of_the_same_resource_is_offered(applicant, earlier):
    sent = form_of(applicant, NEW) | {"kind": "development", "resource": "EDS"}
    offers = [as_typed(applicant, NEW, sent | change)["earlier"] for change in ({}, {"resource": ""})]
    assert (earlier in offers[0], offers[1]) == (True, "")


def test_taking_over_answers_what_is_unanswered_and_saves_nothing(applicant, earlier):
    url = new_card(applicant, resource="EDS")
    save(applicant, url, principles__S1__answer="partly", principles__S1__explanation="Citādi")
    html = taken_over(applicant, url)
    assert (len(answers(html)), answers(html, "partly")) == (15, {"principles.S1.answer"})
    assert answers(applicant.get(url).text) == set()


def test_taking_over_asks_about_personal_data_anew(applicant, earlier):
    url = new_card(applicant, resource="EDS")
    sent = Controls(taken_over(applicant, url)).sent
    assert {name: sent[name] for name in NO_UNLESS_SAID} == {name: ["false"] for name in NO_UNLESS_SAID}
    assert "personal_data" not in sent


def test_what_was_taken_over_is_counted_and_confirmed_with_one_button(applicant, earlier):
    url = new_card(applicant, resource="EDS")
    html = taken_over(applicant, url)
    told = re.search(r"(\d+) atbil\w+ pārņemt\w+ no " + earlier, html)
    taken = html.count("pārņemta</span>")
    assert told
    assert (int(told[1]), f"Apstiprināt {taken} bez izmaiņām" in html) == (taken, True)
    applicant.post(url, Controls(html).sent | {"do": "save"})
    assert len(answers(applicant.get(url).text)) == 16


def test_nothing_is_taken_over_from_a_card_of_another_institution(app, earlier):
    other = browser_of(app, "bvkb.pieteicejs")
    sent = form_of(other, NEW) | {"kind": "development", "resource": "EDS"}
    assert as_typed(other, NEW, sent)["earlier"] == ""
