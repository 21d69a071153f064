"""A returned card leads to its repair; a draft begun by mistake is thrown away."""

import pytest

from app.clock import now
from app.services.activity import steps as workflow
from app.services.card.writing import edit
from rules.vocabulary import Choice, Outcome
from tests.helpers import cards
from tests.helpers.cards import actor
from tests.helpers.forms import form_with
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, number_in, status_of

WHY = "Precizējiet mērķi un termiņus."


def send_back(activity):
    workflow.return_card(activity, actor("vid.kontrolieris"), now(), comment=WHY)


def decide_to_return(activity):
    workflow.decide(activity, actor("varam.vaditajs"), now(), outcome=Outcome.return_, reasoning=WHY)


def returned(app):
    number = number_in(app)
    change(app, number, decide_to_return if status_of(app, number) == "awaiting_decision" else send_back)
    return number, browser_of(app, "vid.pieteicejs")


def panel_of(browser, number):
    page = browser.get(f"/aktivitates/{number}").text
    return page.split('class="action-panel')[1].split("</section>")[0]


def repair(app, number):
    change(app, number, lambda one: edit(one, actor("vid.pieteicejs"), now(), {"goal": cards.NEW_TEXT}))


@pytest.mark.stage("submitted")
def test_correcting_comes_first(sqlite_app):
    number, browser = returned(sqlite_app)
    main = panel_of(browser, number).split("btn-primary")[1].split(">")[0]
    assert f"/aktivitates/{number}/labot" in main


@pytest.mark.stage("submitted")
def test_after_a_repair_handing_in_comes_first(sqlite_app):
    number, browser = returned(sqlite_app)
    repair(sqlite_app, number)
    assert f"/aktivitates/{number}/submit" in panel_of(browser, number).split("btn-primary")[1].split(">")[0]


@pytest.mark.stage("objected")
def test_correcting_comes_first_until_what_was_objected_to_is_changed(sqlite_app):
    number, browser = returned(sqlite_app)
    change(
        sqlite_app, number, lambda one: edit(one, actor("vid.pieteicejs"), now(), {"risks": "Citi riski."})
    )
    panel = panel_of(browser, number)
    assert f"/aktivitates/{number}/labot" in panel.split("btn-primary")[1].split(">")[0]
    assert "0 no 1" in panel


@pytest.mark.stage("objected")
def test_the_reason_of_a_return_is_read_once_on_the_sheet(sqlite_app):
    number, browser = returned(sqlite_app)
    assert browser.get(f"/aktivitates/{number}").text.count(WHY) == 1


@pytest.mark.stage("submitted")
def test_the_reason_stands_on_top_of_the_form(sqlite_app):
    number, browser = returned(sqlite_app)
    page = browser.get(f"/aktivitates/{number}/labot").text
    assert page.index(WHY) < page.index('id="section-1"')


@pytest.mark.stage("objected")
def test_each_remark_stands_at_its_field_and_counts_once_it_is_repaired(sqlite_app):
    number, browser = returned(sqlite_app)
    page = browser.get(f"/aktivitates/{number}/labot").text
    assert "0 no 1 novērsti" in page
    section = page.split("opinion-block")[1]
    repair(sqlite_app, number)
    again = browser.get(f"/aktivitates/{number}/labot").text
    assert ("1 no 1 novērsti" in again, "DVI" in section) == (True, True)


@pytest.mark.stage("submitted")
def test_handing_in_untouched_asks_once(sqlite_app):
    number, browser = returned(sqlite_app)
    first = browser.post(f"/aktivitates/{number}/submit", {"revision": "2"}, follow_redirects=True)
    assert ("nekas nav mainīts" in first.text, status_of(sqlite_app, number)) == (True, "returned")
    form = form_with(first.text, "sure")
    browser.client.post(form.action, data=form.data())
    assert status_of(sqlite_app, number) == "in_control"


@pytest.mark.stage("submitted")
def test_the_form_asks_too(sqlite_app):
    number, browser = returned(sqlite_app)
    form = form_with(browser.get(f"/aktivitates/{number}/labot").text, "goal")
    answer = browser.client.post(form.action, data=form.data(do="submit"), follow_redirects=True)
    assert ("nekas nav mainīts" in answer.text, status_of(sqlite_app, number)) == (True, "returned")


@pytest.mark.stage("draft")
@pytest.mark.both_databases
def test_an_own_draft_is_thrown_away_after_a_question(app):
    number, browser = number_in(app), browser_of(app, "vid.pieteicejs")
    assert f"/aktivitates/{number}/izmest" in panel_of(browser, number)
    form = form_with(browser.get(f"/aktivitates/{number}/izmest").text, "revision")
    browser.client.post(form.action, data=form.data(), follow_redirects=True)
    assert status_of(app, number) == "withdrawn"
    assert number not in browser.get("/aktivitates?mine=1").text
    assert number in browser.get("/aktivitates?status=withdrawn").text


@pytest.mark.stage("draft")
def test_nobody_else_throws_it_away(sqlite_app):
    number = number_in(sqlite_app)
    answer = browser_of(sqlite_app, "vid.kontrolieris").post(
        f"/aktivitates/{number}/izmest", {"revision": "1"}
    )
    assert (answer.status_code, status_of(sqlite_app, number)) == (403, "draft")


@pytest.mark.stage("submitted")
def test_a_card_that_was_submitted_is_not_thrown_away(sqlite_app):
    number, browser = number_in(sqlite_app), browser_of(sqlite_app, "vid.pieteicejs")
    change(sqlite_app, number, lambda one: workflow.recall(one, actor("vid.pieteicejs"), now()))
    browser.post(f"/aktivitates/{number}/izmest", {"revision": "2"})
    assert status_of(sqlite_app, number) == "draft"


@pytest.mark.parametrize(
    "sent", [{"kind": "creation"}, {"title": "Bez veida"}, {"kind": "creation", "title": " "}]
)
def test_a_card_without_kind_and_title_gets_no_number(sqlite_app, sent):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    form = form_with(browser.get("/aktivitates/jauna").text, "title")
    answer = browser.client.post(form.action, data=form.data(**sent))
    assert (answer.status_code, "AA-2026" in answer.text) == (422, False)


@pytest.mark.stage("in_round")
def test_who_approves_with_proposals_proposes(sqlite_app):
    number = number_in(sqlite_app)
    browser = browser_of(sqlite_app, "dvi.loceklis")
    page = browser.get(f"/aktivitates/{number}/atzinums").text
    form = form_with(page, "remarks.0.reason")
    sent = form.data(
        choice="approve_with_proposals",
        remarks__0__kind="objection",
        remarks__0__section="goal",
        remarks__0__reason="Vienkāršāk.",
        confirmed="1",
    )
    answer = browser.client.post(f"/aktivitates/{number}/atzinums", data=sent, follow_redirects=True)
    assert ("Vienkāršāk." in answer.text, "opinion-suggest" in answer.text) == (True, True)


@pytest.mark.stage("in_round")
def test_after_the_answer_nothing_is_chosen_and_the_answer_stands_on_top(sqlite_app):
    number = number_in(sqlite_app)
    change(sqlite_app, number, lambda one: cards.vote(one, "DVI", Choice.need_info, comment="Kam dati?"))
    applicant = browser_of(sqlite_app, "vid.pieteicejs")
    form = form_with(applicant.get(f"/aktivitates/{number}/answer").text, "revision")
    name = next(one for one in form.fields if one.startswith("requirement_id."))
    applicant.client.post(form.action, data={**form.data(), name: "Tikai iestādei."})
    page = browser_of(sqlite_app, "dvi.loceklis").get(f"/aktivitates/{number}/atzinums").text
    assert "choice" not in form_with(page, "remarks.0.reason").fields
    assert page.index("Tikai iestādei.") < page.index('name="choice"')
