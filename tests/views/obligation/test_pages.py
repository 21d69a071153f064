"""Nosacījumi: the tab of an activity, the list, the forms of opinion and decision, without JavaScript."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services.activity import steps as workflow
from app.services.activity.obligations import ObligationGiven
from app.services.obligation import steps
from models import KeptText, Obligation
from rules.vocabulary import Outcome
from tests.helpers import cards
from tests.helpers.cards import actor, member
from tests.helpers.forms import Forms, form_with
from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, hidden, number_in, rows_of

pytestmark = pytest.mark.stage("in_round")
TEXT = "Ieslēgt auditāciju."
DUE = (today() + timedelta(days=30)).isoformat()


@pytest.fixture
def number(sqlite_app):
    return number_in(sqlite_app)


def given(text=TEXT):
    return ObligationGiven(text=text, due_on=today() + timedelta(days=30))


def agree(activity):
    cards.vote(activity, "DVI", obligations=[given()])
    cards.all_vote(activity)
    head = actor("varam.vaditajs")
    workflow.decide(activity, head, now(), outcome=Outcome.approve, reasoning="Saskaņots.")


def report(activity):
    steps.report(activity.obligations[0], actor("vid.pieteicejs"), now(), text="Ieslēgts.")


@pytest.fixture
def agreed(sqlite_app, number):
    change(sqlite_app, number, agree)
    return only(sqlite_app).id


def only(app):
    with rows_of(app):
        return db.session.scalars(select(Obligation)).one()


def tab(browser, number):
    return squeezed(browser.get(f"/aktivitates/{number}/nosacijumi").text)


def send(browser, number, key, step, **typed):
    return browser.post(f"/aktivitates/{number}/nosacijumi/{key}/{step}", typed)


def test_the_holder_reports_on_the_tab_and_who_asked_accepts(sqlite_app, number, agreed):
    holder, dvi = browser_of(sqlite_app, "vid.pieteicejs"), browser_of(sqlite_app, "dvi.loceklis")
    assert '/report"' in tab(holder, number)
    sent = send(holder, number, agreed, "report", text="Ieslēgts.", attachment="")
    assert sent.location == f"/aktivitates/{number}/nosacijumi#nosacijums-{agreed}"
    page = tab(dvi, number)
    assert ("Ieslēgts." in page, "Jums jāpārbauda" in page, "Pieņemt izpildi" in page) == (True,) * 3
    send(dvi, number, agreed, "accept", comment="")
    assert only(sqlite_app).status == "fulfilled"


def test_a_refusal_without_a_reason_comes_back_with_what_was_chosen(sqlite_app, number, agreed):
    change(sqlite_app, number, report)
    answer = send(browser_of(sqlite_app, "dvi.loceklis"), number, agreed, "refuse", comment=" ")
    assert (answer.status_code, f'href="#comment-{agreed}"' in answer.text) == (422, True)
    assert only(sqlite_app).status == "reported"


def test_a_date_in_the_past_comes_back_with_the_note_that_was_typed(sqlite_app, number, agreed):
    past = (today() - timedelta(days=1)).isoformat()
    dvi = browser_of(sqlite_app, "dvi.loceklis")
    answer = send(dvi, number, agreed, "move", comment="Kavējas piegāde.", due_on=past)
    assert (answer.status_code, "Kavējas piegāde." in answer.text) == (422, True)
    assert f'id="due_on-{agreed}-error"' in answer.text


def test_what_comes_too_late_is_said_with_what_was_typed(sqlite_app, number, agreed):
    change(sqlite_app, number, report)
    answer = send(
        browser_of(sqlite_app, "vid.pieteicejs"), number, agreed, "report", text="Vēlreiz.", attachment=""
    )
    assert (answer.status_code, "Vēlreiz." in answer.text) == (409, True)


def test_what_is_typed_and_not_sent_is_kept(sqlite_app, number, agreed):
    holder = browser_of(sqlite_app, "vid.pieteicejs")
    page = holder.get(f"/aktivitates/{number}/nosacijumi").text
    holder.post("/teksti", {"kept_as": hidden(page, "kept_as"), "text": "Pa pusei."})
    with rows_of(sqlite_app):
        keys = db.session.scalars(select(KeptText.key)).all()
    assert "Pa pusei." in tab(holder, number)
    send(holder, number, agreed, "report", text="Viss.", attachment="")
    with rows_of(sqlite_app):
        assert (len(keys), db.session.scalars(select(KeptText.key)).all()) == (1, [])


@pytest.mark.parametrize("who", ["fm.loceklis", "varam.vaditajs", "admin"])
def test_who_neither_reports_nor_verifies_reads_and_has_no_form(sqlite_app, number, agreed, who):
    browser = browser_of(sqlite_app, who)
    page = tab(browser, number)
    assert (TEXT in page, "/report" in page, "/accept" in page) == (True, False, False)
    assert send(browser, number, agreed, "accept", comment="").status_code == 403


def test_an_obligation_of_another_activity_is_not_at_this_address(sqlite_app, number, agreed):
    with rows_of(sqlite_app):
        other = cards.in_round().number
        db.session.commit()
    answer = send(browser_of(sqlite_app, "dvi.loceklis"), other, agreed, "release", comment="Nē.")
    assert (answer.status_code, only(sqlite_app).status) == (404, "open")


def test_the_history_says_each_step(sqlite_app, number, agreed):
    change(sqlite_app, number, report)
    page = squeezed(browser_of(sqlite_app, "fm.loceklis").get(f"/aktivitates/{number}/vesture").text)
    assert f"ziņoja par nosacījuma „{TEXT}” izpildi" in page


def test_the_list_shows_what_waits_for_me_with_its_button(sqlite_app, number, agreed):
    page = squeezed(browser_of(sqlite_app, "vid.pieteicejs").get("/nosacijumi?mine=1").text)
    assert re.search(r'Gaida mani\s*<span class="pill[^"]*">1</span>', page)
    assert f'href="/aktivitates/{number}/nosacijumi#nosacijums-{agreed}"' in page
    others = squeezed(browser_of(sqlite_app, "fm.loceklis").get("/nosacijumi?mine=1").text)
    assert TEXT not in others


def test_my_work_has_what_waits_for_me(sqlite_app, number, agreed):
    where = f'href="/aktivitates/{number}/nosacijumi#nosacijums-{agreed}"'
    people = {who: browser_of(sqlite_app, who) for who in ("vid.pieteicejs", "dvi.loceklis")}
    before = [where in one.get("/darbi").text for one in people.values()]
    change(sqlite_app, number, report)
    assert (before, [where in one.get("/darbi").text for one in people.values()]) == (
        [True, False],
        [False, True],
    )


def test_the_head_of_the_activity_counts_its_obligations(sqlite_app, number, agreed):
    page = squeezed(browser_of(sqlite_app, "fm.loceklis").get(f"/aktivitates/{number}").text)
    assert ("1 nosacījums" in page, "0/1" in page) == (True, True)


def test_the_resource_keeps_what_was_agreed(sqlite_app, number, agreed):
    change(sqlite_app, number, report)
    change(sqlite_app, number, lambda one: steps.accept(one.obligations[0], member("DVI"), now()))
    page = squeezed(browser_of(sqlite_app, "bvkb.pieteicejs").get("/resursi/EDS").text)
    assert (TEXT in page, "Izpildīts" in page) == (True, True)


def test_the_closing_notice_says_what_is_still_open(sqlite_app, number, agreed):
    applicant = actor_named("vid.pieteicejs")
    change(sqlite_app, number, lambda one: workflow.start(one, applicant(), now(), actual_start=today()))
    answer = browser_of(sqlite_app, "vid.pieteicejs").get(
        f"/aktivitates/{number}/complete", follow_redirects=True
    )
    assert "Vēl neizpildīti nosacījumi: 1." in answer.text


def actor_named(username):
    return lambda: actor(username)


def opinion(browser, number, **typed):
    address = f"/aktivitates/{number}/atzinums?choice=approve"
    form = form_with(browser.get(address).text, "choice")
    return browser.post(f"/aktivitates/{number}/atzinums", {**form.data(), "do": "", **typed})


def test_an_opinion_carries_an_obligation_after_a_recap_that_names_it(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    typed = {"choice": "approve", "obligations.0.text": TEXT, "obligations.0.due_on": DUE}
    assert TEXT in opinion(browser, number, **typed).text.partition('id="recap"')[2]
    assert opinion(browser, number, **typed, confirmed="1").status_code == 302
    assert (only(sqlite_app).text, only(sqlite_app).status) == (TEXT, "proposed")


def test_an_obligation_of_an_opinion_needs_both_what_and_until_when(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    typed = {"choice": "approve", "obligations.0.text": "", "obligations.0.due_on": ""}
    more = {"obligations.3.text": TEXT, "obligations.3.due_on": ""}
    answer = opinion(browser, number, **typed, **more)
    assert (answer.status_code, 'href="#obligations.3.due_on"' in answer.text) == (422, True)
    assert TEXT in answer.text


def test_another_obligation_is_asked_for_by_its_button_and_nothing_typed_is_lost(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    typed = {"choice": "approve", "obligations.0.text": TEXT, "obligations.0.due_on": DUE}
    page = opinion(browser, number, **typed, do="add_obligation").text
    assert (TEXT in page, 'name="obligations.1.text"' in page) == (True, True)


def test_obligations_typed_for_another_choice_are_left_out(sqlite_app, number):
    browser = browser_of(sqlite_app, "dvi.loceklis")
    typed = {"choice": "need_info", "question": "Kam dati?", "obligations.0.text": TEXT, "confirmed": "1"}
    assert opinion(browser, number, **typed).status_code == 302
    with rows_of(sqlite_app):
        assert db.session.scalars(select(Obligation)).all() == []


def test_an_opinion_that_is_changed_begins_with_what_it_asked_for(sqlite_app, number):
    change(sqlite_app, number, lambda one: cards.vote(one, "DVI", obligations=[given()]))
    page = browser_of(sqlite_app, "dvi.loceklis").get(f"/aktivitates/{number}/atzinums").text
    assert form_with(page, "choice").text("obligations.0.text") == TEXT


def decision(browser, number, **typed):
    page = browser.get(f"/aktivitates/{number}/lemums").text
    first = {"revision": hidden(page, "revision"), "outcome": "approve", "reasoning": "Ieguvums."}
    return browser.post(f"/aktivitates/{number}/lemums", {**first, **typed})


RESOLVED = {
    "objections.DVI": "",
    "objections.DVI.resolution": "obligation",
    "objections.DVI.text": TEXT,
    "objections.DVI.due_on": DUE,
}
FURTHER = {
    "obligations.0.text": "Paziņot lietotājiem.",
    "obligations.0.due_on": DUE,
    "obligations.0.institution": "FM",
}


@pytest.mark.stage("objected")
def test_an_objection_becomes_an_obligation_beside_one_of_the_decision(sqlite_app, number):
    head = browser_of(sqlite_app, "varam.vaditajs")
    recap = decision(head, number, **RESOLVED, **FURTHER).text.partition('id="recap"')[2]
    assert (TEXT in recap, "Paziņot lietotājiem." in recap) == (True, True)
    decision(head, number, **RESOLVED, **FURTHER, confirmed="1")
    with rows_of(sqlite_app):
        rows = db.session.scalars(select(Obligation).order_by(Obligation.id)).all()
        found = [(one.text, one.source.value, one.asked_by.code, one.status.value) for one in rows]
    assert found == [
        (TEXT, "objection", "DVI", "open"),
        ("Paziņot lietotājiem.", "decision", "FM", "open"),
    ]


@pytest.mark.stage("objected")
def test_an_objection_that_becomes_an_obligation_says_what_it_lacks(sqlite_app, number):
    head = browser_of(sqlite_app, "varam.vaditajs")
    answer = decision(head, number, **{**RESOLVED, "objections.DVI.text": "", "objections.DVI.due_on": ""})
    assert answer.status_code == 422
    links = set(re.findall(r'href="#(objections\.DVI[^"]*)"', answer.text))
    assert {"objections.DVI.text", "objections.DVI.due_on"} <= links


@pytest.mark.stage("objected")
def test_a_decision_asks_for_one_more_obligation_by_its_button(sqlite_app, number):
    page = decision(browser_of(sqlite_app, "varam.vaditajs"), number, **FURTHER, do="add_obligation").text
    assert ("Paziņot lietotājiem." in page, 'name="obligations.1.text"' in page) == (True, True)


def test_the_decision_shows_what_opinions_ask_for(sqlite_app, number):
    change(sqlite_app, number, lambda one: cards.vote(one, "DVI", obligations=[given()]))
    change(sqlite_app, number, cards.all_vote)
    page = browser_of(sqlite_app, "varam.vaditajs").get(f"/aktivitates/{number}/lemums").text
    assert TEXT in page.partition('id="part-2"')[2].partition("</section>")[0]


def test_a_form_of_the_tab_posts_to_its_own_obligation(sqlite_app, number, agreed):
    page = browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{number}/nosacijumi").text
    actions = [one.action for one in Forms(page).found if "/nosacijumi/" in one.action]
    assert actions == [f"/aktivitates/{number}/nosacijumi/{agreed}/report"]
