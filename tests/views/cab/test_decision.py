"""The decision page of a CAB head."""

import re

import pytest
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.services.activity import steps as workflow
from app.services.card import writing
from models import Decision, ObjectionResolution
from rules.vocabulary import Outcome
from tests.helpers import cards
from tests.helpers.cards import actor
from tests.helpers.forms import form_with
from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of
from tests.helpers.rounds import hidden, number_in, put, rows_of, status_of

pytestmark = pytest.mark.stage("objected")

APPROVE = {"outcome": "approve", "reasoning": "Ieguvums ir lielāks par risku.", "confirmed": "1"}
OVERRULE = {"objections.DVI": "Datus papildus neapstrādā."}


@pytest.fixture
def number(sqlite_app):
    return number_in(sqlite_app)


def decide(browser, number, values):
    page = browser.get(f"/aktivitates/{number}/lemums").text
    return browser.post(f"/aktivitates/{number}/lemums", {"revision": hidden(page, "revision"), **values})


def test_the_page_shows_the_standing_objection_and_the_summary(sqlite_app, number):
    page = browser_of(sqlite_app, "varam.vaditajs").get(f"/aktivitates/{number}/lemums").text
    assert "Mērķis nav skaidrs." in page
    assert 'name="objections.DVI"' in page


def test_disagreement_stands_before_missing_opinions_the_summary_and_the_decision(sqlite_app, number):
    page = browser_of(sqlite_app, "varam.vaditajs").get(f"/aktivitates/{number}/lemums").text
    assert [page.index(f'id="part-{part}"') for part in range(1, 5)] == sorted(
        page.index(f'id="part-{part}"') for part in range(1, 5)
    )


def test_the_head_reads_what_is_decided_on_and_how_far_it_has_come(sqlite_app, number):
    page = squeezed(browser_of(sqlite_app, "varam.vaditajs").get(f"/aktivitates/{number}/lemums").text)
    brief = page.partition('id="brief"')[2].partition("</section>")[0]
    assert cards.TEXT in brief
    assert "120 000,00 €" in brief.replace("\xa0", " ")
    assert 'class="stepper"' in page


def test_an_objection_stands_beside_the_text_of_its_field(sqlite_app, number):
    page = squeezed(browser_of(sqlite_app, "varam.vaditajs").get(f"/aktivitates/{number}/lemums").text)
    assert [words in page.partition('class="case')[2] for words in ("Atbildes nav", cards.TEXT)] == [True] * 2


def test_in_a_later_round_the_text_says_what_has_changed_since_the_institution_read_it(sqlite_app):
    number = put(sqlite_app, objected_twice)
    page = squeezed(browser_of(sqlite_app, "varam.vaditajs").get(f"/aktivitates/{number}/lemums").text)
    assert "Teksts, 2. → 3. redakcija" in page
    assert "<del>vienuviet,</del>" in page
    assert "<ins>vienā veidlapā,</ins>" in page


def objected_twice():
    """A card whose goal was changed because of an objection, and that is objected to again."""
    activity, head, applicant = (
        cards.awaiting_decision(("DVI",)),
        actor("varam.vaditajs"),
        actor("vid.pieteicejs"),
    )
    workflow.decide(activity, head, now(), outcome=Outcome.return_, reasoning="Precizējiet mērķi.")
    goal = cards.TEXT.replace("vienuviet", "vienā veidlapā")
    writing.edit(activity, applicant, now(), {"goal": goal})
    workflow.submit(activity, applicant, now())
    workflow.forward(activity, actor("vid.kontrolieris"), now())
    return cards.all_vote(activity, ("DVI",))


def test_the_reasoning_is_begun_from_the_reasons_for_not_following_objections(sqlite_app, number):
    typed = {**APPROVE, **OVERRULE, "do": "gather"}
    answer = decide(browser_of(sqlite_app, "varam.vaditajs"), number, typed)
    reasoning = form_with(answer.text, "reasoning").text("reasoning")
    said = f"DVI iebildums nav ņemts vērā: {OVERRULE['objections.DVI']}"
    assert reasoning.splitlines()[-2:] == [APPROVE["reasoning"], said]
    assert status_of(sqlite_app, number) == "awaiting_decision"


def test_without_a_reason_there_is_nothing_to_begin_the_reasoning_from(sqlite_app, number):
    answer = decide(browser_of(sqlite_app, "varam.vaditajs"), number, {"outcome": "approve", "do": "gather"})
    assert "Vispirms pie iebilduma ierakstiet" in answer.text


def test_nobody_approves_over_an_objection_without_a_reason_and_what_was_typed_stays(sqlite_app, number):
    answer = decide(browser_of(sqlite_app, "varam.vaditajs"), number, APPROVE)
    assert answer.status_code == 422
    assert 'href="#objections.DVI"' in answer.text
    assert APPROVE["reasoning"] in answer.text
    assert status_of(sqlite_app, number) == "awaiting_decision"


@pytest.mark.both_databases
def test_with_a_reason_for_each_objection_the_card_is_approved_and_the_reason_kept(app):
    number = number_in(app)
    decide(browser_of(app, "varam.vaditajs"), number, APPROVE | OVERRULE)
    assert status_of(app, number) == "approved"
    with rows_of(app):
        kept = db.session.scalars(select(ObjectionResolution.reasoning)).all()
    assert kept == [OVERRULE["objections.DVI"]]


@pytest.mark.parametrize(("outcome", "status"), [("reject", "rejected"), ("return", "returned")])
def test_to_reject_or_return_no_objection_needs_a_reason(sqlite_app, number, outcome, status):
    decide(browser_of(sqlite_app, "varam.vaditajs"), number, APPROVE | {"outcome": outcome})
    assert status_of(sqlite_app, number) == status


def test_before_the_decision_is_recorded_it_is_shown_once_more(sqlite_app, number):
    unconfirmed = {name: value for name, value in (APPROVE | OVERRULE).items() if name != "confirmed"}
    answer = decide(browser_of(sqlite_app, "varam.vaditajs"), number, unconfirmed)
    assert '<dialog class="dlg" id="recap" open' in answer.text
    assert status_of(sqlite_app, number) == "awaiting_decision"


def test_a_decision_needs_an_outcome_and_a_reasoning(sqlite_app, number):
    answer = decide(browser_of(sqlite_app, "varam.vaditajs"), number, {"confirmed": "1"})
    assert 'href="#outcome"' in answer.text
    assert 'href="#reasoning"' in answer.text


def test_reasoning_too_long_to_keep_is_named_and_stays_on_the_page(sqlite_app, number):
    long = "Ieguvums ir lielāks par risku. " * 700
    answer = decide(
        browser_of(sqlite_app, "varam.vaditajs"), number, APPROVE | OVERRULE | {"reasoning": long}
    )
    assert answer.status_code == 422
    assert re.search(r'href="#reasoning">Lēmuma pamatojums: Saīsiniet', answer.text)
    assert long.strip() in answer.text


def test_the_second_of_two_decisions_is_refused(sqlite_app, number):
    browser = browser_of(sqlite_app, "varam.vaditajs")
    decide(browser, number, APPROVE | OVERRULE)
    again = browser.post(f"/aktivitates/{number}/lemums", {"revision": "2", **APPROVE, **OVERRULE})
    assert again.status_code == 409
    with rows_of(sqlite_app):
        assert len(db.session.scalars(select(Decision)).all()) == 1


@pytest.mark.stage("in_round")
def test_a_round_that_is_open_cannot_be_decided(sqlite_app):
    number = number_in(sqlite_app)
    answer = browser_of(sqlite_app, "varam.vaditajs").get(f"/aktivitates/{number}/lemums")
    assert answer.status_code == 409


def test_a_stale_revision_is_refused_with_the_text_kept(sqlite_app, number):
    browser = browser_of(sqlite_app, "varam.vaditajs")
    answer = browser.post(f"/aktivitates/{number}/lemums", {"revision": "1", **APPROVE, **OVERRULE})
    assert answer.status_code == 409
    assert OVERRULE["objections.DVI"] in answer.text


def test_a_member_who_sees_the_card_may_not_decide(sqlite_app, number):
    assert browser_of(sqlite_app, "dvi.loceklis").get(f"/aktivitates/{number}/lemums").status_code == 403


def test_who_may_not_decide_is_led_to_what_this_person_may_do(sqlite_app, number):
    page = browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{number}/lemums")
    assert page.status_code == 403
    assert f'<a href="/aktivitates/{number}/withdraw">' in page.text
    assert f'class="btn btn-primary" href="/aktivitates/{number}">' in squeezed(page.text)


@pytest.mark.stage("in_round")
def test_who_decides_too_early_reads_who_is_awaited(sqlite_app):
    number = number_in(sqlite_app)
    page = browser_of(sqlite_app, "varam.vaditajs").get(f"/aktivitates/{number}/lemums").text
    assert f"Ko varat darīt ar {number}" in page
    assert "jārīkojas: 8 iestādes" in page


def test_the_administrator_acts_on_no_card(sqlite_app, number):
    assert browser_of(sqlite_app, "admin").get(f"/aktivitates/{number}/lemums").status_code == 403


def test_somebody_who_does_not_see_the_card_does_not_find_the_page(sqlite_app, number):
    assert browser_of(sqlite_app, "bvkb.pieteicejs").get(f"/aktivitates/{number}/lemums").status_code == 404
