"""The opinion form: nothing typed is lost, nothing is recorded unconfirmed, and nothing counts twice."""

import pytest

from app.clock import now
from app.services.activity import steps as workflow
from rules.vocabulary import Choice
from tests.helpers import cards
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, hidden, number_in, status_of, votes_of

pytestmark = pytest.mark.stage("in_round")

OBJECTION = {
    "choice": "object",
    "remarks.0.kind": "objection",
    "remarks.0.section": "goal",
    "remarks.0.current_text": "",
    "remarks.0.proposed_text": "Skaidrāks mērķis.",
    "remarks.0.reason": "Nav pateikts, kam tas vajadzīgs.",
}


@pytest.fixture
def number(sqlite_app):
    return number_in(sqlite_app)


def sent(browser, number, **values):
    """What the form sends: its hidden fields and these values."""
    page = browser.get(f"/aktivitates/{number}/atzinums").text
    return {name: hidden(page, name) for name in ("revision", "request_key")} | values


def give(browser, number, values):
    return browser.post(f"/aktivitates/{number}/atzinums", values)


def test_an_objection_is_shown_once_more_before_it_is_recorded(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    answer = give(browser, number, sent(browser, number, **OBJECTION))
    assert '<dialog class="dlg" id="recap" open' in answer.text
    assert votes_of(sqlite_app, number) == []


def test_a_confirmed_objection_is_recorded_and_leads_to_the_activity(app):
    number = number_in(app)
    browser = browser_of(app, "dvi.loceklis")
    answer = give(browser, number, sent(browser, number, **OBJECTION, confirmed="1"))
    assert answer.location == f"/aktivitates/{number}"
    assert votes_of(app, number) == ["object"]


def test_an_objection_without_an_entry_is_refused_with_the_text_kept(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    answer = give(browser, number, sent(browser, number, choice="object", comment="Mana piezīme"))
    assert answer.status_code == 422
    assert 'href="#remarks"' in answer.text
    assert "Mana piezīme" in answer.text


def test_every_mistake_is_named_with_its_field(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    broken = OBJECTION | {"remarks.0.section": "", "remarks.0.reason": ""}
    answer = give(browser, number, sent(browser, number, **broken))
    assert 'href="#remarks.0.section"' in answer.text
    assert 'href="#remarks.0.reason"' in answer.text
    assert "Skaidrāks mērķis." in answer.text


def test_wording_too_long_to_keep_is_named_and_stays_in_its_entry(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    long = "Skaidrāks mērķis. " * 1200
    answer = give(browser, number, sent(browser, number, **OBJECTION | {"remarks.0.proposed_text": long}))
    assert answer.status_code == 422
    assert 'href="#remarks.0.proposed_text">Piedāvātā redakcija: Saīsiniet' in answer.text
    assert long.strip() in answer.text


def test_entry_after_one_left_empty_is_named_by_its_own_number(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    second = {name.replace("0", "1"): value for name, value in OBJECTION.items() if name != "choice"}
    broken = {"choice": "object", "remarks.0.kind": "objection"} | second | {"remarks.1.reason": ""}
    answer = give(browser, number, sent(browser, number, **broken))
    assert 'href="#remarks.1.reason"' in answer.text
    assert "Skaidrāks mērķis." in answer.text


@pytest.mark.parametrize(("choice", "field"), [("need_info", "question"), ("not_applicable", "why_not")])
def test_a_question_and_a_reason_have_fields_of_their_own(sqlite_app, number, choice, field):
    browser = browser_of(sqlite_app, "pmlp.loceklis")
    answer = give(browser, number, sent(browser, number, choice=choice, comment="Nav īstā vieta"))
    assert f'href="#{field}"' in answer.text


def test_without_a_choice_the_form_asks_for_one(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    assert 'href="#choice"' in give(browser, number, sent(browser, number, confirmed="1")).text


def test_not_applicable_is_not_offered_to_an_institution_that_is_always_asked(sqlite_app, number):
    page = browser_of(sqlite_app, "dvi.loceklis").get(f"/aktivitates/{number}/atzinums").text
    assert 'value="not_applicable"' not in page


def test_an_institution_asked_for_its_resource_is_offered_not_applicable(sqlite_app, number):
    page = browser_of(sqlite_app, "pmlp.loceklis").get(f"/aktivitates/{number}/atzinums").text
    assert 'value="not_applicable"' in page


def test_not_applicable_sent_all_the_same_is_refused(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    wanted = sent(browser, number, choice="not_applicable", why_not="Neskar.", confirmed="1")
    assert give(browser, number, wanted).status_code == 422
    assert votes_of(sqlite_app, number) == []


def test_the_page_says_why_the_institution_is_asked_and_on_what_basis(sqlite_app, number):
    page = browser_of(sqlite_app, "pmlp.loceklis").get(f"/aktivitates/{number}/atzinums").text
    assert "FPR" in page
    assert "MK 368 (VIRSIS prezentācija, 21.05.2025.)" in page


def test_an_entry_is_added_and_removed_without_losing_the_others(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    more = give(browser, number, sent(browser, number, **OBJECTION, do="add")).text
    assert 'name="remarks.1.reason"' in more
    less = give(
        browser, number, sent(browser, number, **OBJECTION, **{"remarks.1.reason": "Otrs"}, do="remove.0")
    ).text
    assert "Otrs" in less
    assert "Skaidrāks mērķis." not in less


def test_an_entry_quotes_the_card_by_itself(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    page = give(browser, number, sent(browser, number, **OBJECTION)).text
    assert page.count(cards.TEXT) > browser.get(f"/aktivitates/{number}/atzinums").text.count(cards.TEXT)


def test_a_changed_opinion_replaces_the_earlier_one_and_both_stay_visible(app):
    number = number_in(app)
    browser = browser_of(app, "dvi.loceklis")
    give(browser, number, sent(browser, number, choice="approve", confirmed="1"))
    give(browser, number, sent(browser, number, **OBJECTION, confirmed="1"))
    page = browser.get(f"/aktivitates/{number}/atzinums").text
    assert votes_of(app, number) == ["approve", "object"]
    assert page.count("replaced") + page.count("aizstāts") == 1


@pytest.mark.both_databases
def test_a_double_click_counts_once(app):
    number = number_in(app)
    browser = browser_of(app, "dvi.loceklis")
    once = sent(browser, number, **OBJECTION, confirmed="1")
    assert [give(browser, number, once).status_code for _ in range(2)] == [302, 302]
    assert votes_of(app, number) == ["object"]


def test_another_opinion_from_the_same_page_asks_before_it_replaces(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    page = sent(browser, number)
    give(browser, number, page | OBJECTION | {"confirmed": "1"})
    assert give(browser, number, page | {"choice": "approve", "confirmed": "1"}).status_code == 409
    assert votes_of(sqlite_app, number) == ["object"]


def test_after_the_round_closed_nothing_is_recorded_and_the_text_is_kept(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    late = sent(browser, number, **OBJECTION, confirmed="1")
    change(sqlite_app, number, lambda one: [cards.vote(one, code) for code in cards.ASKED])
    answer = give(browser, number, late)
    assert answer.status_code == 409
    assert "Skaidrāks mērķis." in answer.text
    assert votes_of(sqlite_app, number) == ["approve"] * 8


def test_a_stale_revision_is_refused_with_the_text_kept(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    stale = sent(browser, number, **OBJECTION, confirmed="1") | {"revision": "1"}
    answer = give(browser, number, stale)
    assert answer.status_code == 409
    assert "Skaidrāks mērķis." in answer.text
    assert votes_of(sqlite_app, number) == []


def test_a_revision_from_before_the_first_round_tells_no_member_what_was_changed_since(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    answer = give(browser, number, sent(browser, number, **OBJECTION, confirmed="1") | {"revision": "1"})
    assert ("Mainīja: " in answer.text, "Lauki: " in answer.text) == (True, False)


def test_the_last_opinion_closes_the_round(sqlite_app, number):
    change(sqlite_app, number, lambda one: [cards.vote(one, code) for code in cards.ASKED if code != "DVI"])
    browser = browser_of(sqlite_app, "dvi.loceklis")
    give(browser, number, sent(browser, number, choice="approve", confirmed="1"))
    assert status_of(sqlite_app, number) == "awaiting_decision"


def test_a_question_can_be_replaced_by_consent_without_waiting_for_the_answer(sqlite_app, number):
    change(sqlite_app, number, lambda one: cards.vote(one, "DVI", Choice.need_info, comment="Kāpēc?"))
    browser = browser_of(sqlite_app, "dvi.loceklis")
    give(browser, number, sent(browser, number, choice="approve", confirmed="1"))
    assert votes_of(sqlite_app, number) == ["need_info", "approve"]


def test_somebody_who_sees_the_card_but_may_not_vote_is_told_who_may(sqlite_app, number):
    answer = browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{number}/atzinums")
    assert answer.status_code == 403


def test_an_institution_that_is_not_asked_does_not_find_the_card(sqlite_app, number):
    assert browser_of(sqlite_app, "vzd.loceklis").get(f"/aktivitates/{number}/atzinums").status_code == 404


def test_a_withdrawn_card_takes_no_opinion(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    late = sent(browser, number, choice="approve", confirmed="1")
    controller = "vid.kontrolieris"
    change(
        sqlite_app, number, lambda one: workflow.withdraw(one, cards.actor(controller), now(), comment="Nē.")
    )
    assert give(browser, number, late).status_code == 409
