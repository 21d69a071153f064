"""The steps of the workflow from the page of an activity: taken, refused, repeated, too late."""

import pytest

from app.clock import now, today
from app.extensions import db
from app.services.activity import steps as workflow
from rules.vocabulary import Choice, Role
from tests.helpers import cards
from tests.helpers.cards import actor
from tests.helpers.people import account, browser_of
from tests.helpers.rounds import change, number_in, put, rows_of, status_of


def act(app, username, number, step, **sent):
    """Press a button as a person who saw the second revision."""
    return browser_of(app, username).post(f"/aktivitates/{number}/{step}", {"revision": "2", **sent})


CLOSED = {"actual_end": today().isoformat(), "actual_cost_eur": "1", "result": "Veidlapa ir publicēta."}
HAPPY = [
    ("complete", "vid.pieteicejs", "submit", {}, "in_control"),
    ("submitted", "vid.pieteicejs", "recall", {}, "draft"),
    ("submitted", "vid.kontrolieris", "return", {"comment": "Precizējiet mērķi."}, "returned"),
    ("submitted", "vid.kontrolieris", "forward", {}, "in_approval"),
    ("in_round", "vid.pieteicejs", "withdraw", {"comment": "Nav vairs vajadzīga."}, "withdrawn"),
    ("approved", "vid.pieteicejs", "start", {"actual_start": "2026-11-02"}, "in_progress"),
    (
        "started",
        "vid.pieteicejs",
        "complete",
        CLOSED | {"actual_cost_eur": "96 000,50"},
        "completed",
    ),
]
STEPS = [one[2] for one in HAPPY]


@pytest.mark.parametrize(("stage", "username", "step", "sent", "status"), HAPPY, ids=STEPS)
def test_a_step_is_taken_and_said_with_the_number(sqlite_app, username, step, sent, status):
    number = number_in(sqlite_app)
    browser = browser_of(sqlite_app, username)
    answer = browser.post(f"/aktivitates/{number}/{step}", {"revision": "2", **sent}, follow_redirects=True)
    assert (answer.status_code, status_of(sqlite_app, number)) == (200, status)
    assert number in answer.text.split('class="wrap flashes"')[1][:900]


@pytest.mark.parametrize(
    ("stage", "username", "step"), [one[:3] for one in HAPPY], ids=lambda one: str(one)[:20]
)
def test_a_step_has_a_page_that_changes_nothing(sqlite_app, username, step):
    number = number_in(sqlite_app)
    before = status_of(sqlite_app, number)
    page = browser_of(sqlite_app, username).get(f"/aktivitates/{number}/{step}")
    assert (page.status_code, status_of(sqlite_app, number)) == (200, before)
    assert 'name="revision" value="2"' in page.text


@pytest.mark.stage("submitted")
@pytest.mark.parametrize("page", ["", "/kartite", "/forward"])
def test_the_controller_reads_before_sending_who_will_be_asked_and_why(sqlite_app, page):
    number = number_in(sqlite_app)
    read = browser_of(sqlite_app, "vid.kontrolieris").get(f"/aktivitates/{number}{page}").text
    assert 'data-code="PMLP"' in read
    assert "Izmantots FPR, pārzinis PMLP" in read


@pytest.mark.stage("submitted")
def test_who_cannot_send_the_card_is_not_shown_who_will_be_asked(sqlite_app):
    number = number_in(sqlite_app)
    assert "data-code" not in browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{number}").text


@pytest.mark.stage("submitted")
@pytest.mark.both_databases
def test_forwarding_works_on_both_databases(app):
    number = number_in(app)
    act(app, "vid.kontrolieris", number, "forward")
    assert status_of(app, number) == "in_approval"


def test_an_incomplete_card_lists_every_problem_with_a_link_to_its_field(sqlite_app):
    number = put(sqlite_app, cards.draft)
    answer = act(sqlite_app, "vid.pieteicejs", number, "submit", revision="1")
    assert answer.status_code == 422
    for field in ("goal", "description", "personal_data", "principles.S1", "budget_eur"):
        assert f'href="/aktivitates/{number}/labot#{field}"' in answer.text


def test_a_card_with_an_unanswered_question_leads_to_its_field_instead_of_being_submitted(sqlite_app):
    number = put(sqlite_app, lambda: cards.complete_card(lacking=("heritage",)))
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    page = browser.get(f"/aktivitates/{number}").text
    answer = act(sqlite_app, "vid.pieteicejs", number, "submit", revision="2")
    assert ("Vēl jāaizpilda vai jālabo 1 lauks" in page, answer.status_code) == (True, 422)
    assert f'href="/aktivitates/{number}/labot#heritage"' in answer.text


@pytest.mark.parametrize(
    ("stage", "username", "step", "sent"),
    [
        ("submitted", "vid.kontrolieris", "return", {"comment": "  "}),
        ("in_round", "vid.pieteicejs", "withdraw", {}),
        ("approved", "vid.pieteicejs", "start", {"actual_start": "vakar"}),
        ("started", "vid.pieteicejs", "complete", {**CLOSED, "actual_cost_eur": "NaN"}),
        (
            "started",
            "vid.pieteicejs",
            "complete",
            {"actual_end": "1999-01-01", "actual_cost_eur": "1", "result": "x"},
        ),
    ],
    ids=lambda one: str(one)[:20],
)
def test_what_is_missing_is_said_at_the_field(sqlite_app, username, step, sent):
    number = number_in(sqlite_app)
    answer = act(sqlite_app, username, number, step, **sent)
    assert (answer.status_code, "error-summary" in answer.text, "-error" in answer.text) == (422, True, True)


@pytest.mark.stage("submitted")
def test_a_stale_revision_shows_what_changed_and_keeps_what_was_typed(sqlite_app):
    number = number_in(sqlite_app)
    typed = {"comment": "Šo es uzrakstīju.", "revision": "1"}
    answer = act(sqlite_app, "vid.kontrolieris", number, "return", **typed)
    assert (answer.status_code, status_of(sqlite_app, number)) == (409, "in_control")
    assert "Šo es uzrakstīju." in answer.text
    assert 'class="redline"' in answer.text


@pytest.mark.stage("submitted")
@pytest.mark.parametrize("revision", ["", "x", "99999999999999"])
def test_a_revision_that_is_none_changes_nothing(sqlite_app, revision):
    number = number_in(sqlite_app)
    answer = act(sqlite_app, "vid.kontrolieris", number, "forward", revision=revision)
    assert (answer.status_code, status_of(sqlite_app, number)) == (409, "in_control")


@pytest.mark.stage("complete")
def test_pressing_twice_leads_to_the_card_with_a_note(sqlite_app):
    number = number_in(sqlite_app)
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    browser.post(f"/aktivitates/{number}/submit", {"revision": "2"})
    again = browser.post(f"/aktivitates/{number}/submit", {"revision": "2"}, follow_redirects=True)
    assert (again.status_code, "note-warn" in again.text) == (200, True)


@pytest.mark.stage("submitted")
def test_what_was_typed_for_a_step_that_no_longer_fits_is_kept(sqlite_app):
    number = number_in(sqlite_app)
    change(sqlite_app, number, lambda one: workflow.recall(one, actor("vid.pieteicejs"), now()))
    answer = act(sqlite_app, "vid.kontrolieris", number, "return", comment="Šo es uzrakstīju.")
    assert (answer.status_code, status_of(sqlite_app, number)) == (409, "draft")
    assert "Šo es uzrakstīju." in answer.text


@pytest.mark.stage("submitted")
def test_a_reason_sent_twice_is_recorded_and_leads_to_the_card(sqlite_app):
    number = number_in(sqlite_app)
    browser = browser_of(sqlite_app, "vid.kontrolieris")
    sent = {"revision": "2", "comment": "Precizējiet mērķi."}
    browser.post(f"/aktivitates/{number}/return", sent)
    again = browser.post(f"/aktivitates/{number}/return", sent)
    assert (again.status_code, again.location) == (303, f"/aktivitates/{number}")


@pytest.mark.parametrize(
    ("stage", "step", "sent"),
    [
        ("approved", "start", {"actual_start": "vakar"}),
        ("started", "complete", {**CLOSED, "actual_cost_eur": "daudz"}),
        ("started", "complete", {**CLOSED, "result": " ", "actual_cost_eur": "96 000,50"}),
    ],
    ids=lambda one: str(one)[:20],
)
def test_what_was_typed_stays_when_a_step_is_refused(sqlite_app, step, sent):
    number = number_in(sqlite_app)
    page = act(sqlite_app, "vid.pieteicejs", number, step, **sent).text
    fields = [f'value="{text}"' in page for name, text in sent.items() if name != "result"]
    areas = [f">{text}</textarea>" in page for name, text in sent.items() if name == "result"]
    assert (fields, areas) == ([True] * (len(sent) - len(areas)), [True] * ("result" in sent))


@pytest.mark.parametrize(
    ("stage", "step", "sent", "sentence"),
    [
        ("approved", "start", {"actual_start": ""}, "Norādiet, kad darbs sākts"),
        ("approved", "start", {"actual_start": "vakar"}, "Ierakstiet datumu, piemēram"),
        ("started", "complete", {**CLOSED, "actual_cost_eur": "0,005"}, "Ierakstiet summu eiro kā skaitli"),
        ("started", "complete", {**CLOSED, "actual_cost_eur": "1,005"}, "Ierakstiet summu ar centiem"),
        ("started", "complete", {**CLOSED, "result": ""}, "Aprakstiet rezultātu"),
    ],
    ids=lambda one: str(one)[:20],
)
def test_a_refusal_names_what_is_to_be_given_in_the_words_of_the_step(sqlite_app, step, sent, sentence):
    number = number_in(sqlite_app)
    page = act(sqlite_app, "vid.pieteicejs", number, step, **sent).text
    assert page.count(sentence) == 2  # in the summary, and at the field


@pytest.mark.stage("approved")
def test_a_day_may_be_typed_in_the_latvian_way(sqlite_app):
    number = number_in(sqlite_app)
    act(sqlite_app, "vid.pieteicejs", number, "start", actual_start="02.11.2026.")
    assert status_of(sqlite_app, number) == "in_progress"


@pytest.mark.stage("in_round")
def test_the_back_button_to_a_step_that_no_longer_fits_leads_to_the_card(sqlite_app):
    number = number_in(sqlite_app)
    answer = browser_of(sqlite_app, "vid.kontrolieris").get(f"/aktivitates/{number}/forward")
    assert (answer.status_code, answer.location) == (303, f"/aktivitates/{number}")


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("step", ["submit", "return", "forward", "withdraw", "close_round"])
def test_a_person_without_the_role_is_told_who_may(sqlite_app, step):
    number = number_in(sqlite_app)
    answer = act(sqlite_app, "dvi.loceklis", number, step, comment="x")
    assert answer.status_code == 403


@pytest.mark.stage("in_round")
def test_closing_a_round_too_early_says_from_when(sqlite_app):
    number = number_in(sqlite_app)
    browser = browser_of(sqlite_app, "varam.vaditajs")
    answer = browser.post(f"/aktivitates/{number}/close_round", {"revision": "2"}, follow_redirects=True)
    assert ("note-warn" in answer.text, status_of(sqlite_app, number)) == (True, "in_approval")


@pytest.mark.stage("in_round")
def test_the_applicant_answers_a_question_once(sqlite_app):
    number = number_in(sqlite_app)
    change(sqlite_app, number, lambda one: cards.vote(one, "DVI", Choice.need_info, comment="Kam dati?"))
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    page = browser.get(f"/aktivitates/{number}/answer").text
    name = "requirement_id." + page.split('name="requirement_id.')[1].split('"')[0]
    sent = {"revision": "2", name: "Tikai iestādei."}
    first = browser.post(f"/aktivitates/{number}/answer", sent, follow_redirects=True)
    assert "Tikai iestādei." in first.text
    again = browser.post(f"/aktivitates/{number}/answer", sent, follow_redirects=True)
    assert (again.status_code, again.text.count("Tikai iestādei.")) == (200, 1)


@pytest.mark.stage("submitted")
def test_a_returned_card_says_who_returned_it_why_and_which_round_follows(sqlite_app):
    number = number_in(sqlite_app)
    act(sqlite_app, "vid.kontrolieris", number, "return", comment="Precizējiet mērķi.")
    page = browser_of(sqlite_app, "vid.pieteicejs").get(f"/aktivitates/{number}").text
    assert "Precizējiet mērķi." in page
    assert "VID kontrolieris" in page


def test_who_submitted_a_card_reads_why_another_forwards_it(sqlite_app):
    with rows_of(sqlite_app):
        account("vid.abi", "VID", Role.applicant, Role.change_controller)
        db.session.commit()
    number = put(sqlite_app, lambda: _submitted_by("vid.abi"))
    page = browser_of(sqlite_app, "vid.abi").get(f"/aktivitates/{number}").text
    assert f'href="/aktivitates/{number}/forward"' not in page
    assert "action-panel-hold" in page


def _submitted_by(username):
    activity = cards.complete_card()
    workflow.submit(activity, actor(username), now())
    return activity


@pytest.mark.stage("submitted")
def test_an_incomplete_card_is_not_forwarded_and_the_links_lead_to_the_card_to_be_read(sqlite_app):
    number = number_in(sqlite_app)
    change(sqlite_app, number, _lose_the_goal)
    answer = act(sqlite_app, "vid.kontrolieris", number, "forward")
    assert answer.status_code == 422
    assert f'href="/aktivitates/{number}/kartite#goal"' in answer.text


def _lose_the_goal(activity):
    activity.goal = ""


@pytest.mark.stage("started")
def test_a_closing_notice_with_a_sum_that_is_asked_about_names_what_else_is_wrong(sqlite_app):
    sent = {"actual_end": "2020-01-01", "actual_cost_eur": "1.000", "result": "\u00ad"}
    page = act(sqlite_app, "vid.pieteicejs", number_in(sqlite_app), "complete", **sent).text
    links = [f'href="#{name}"' in page for name in ("actual_end", "actual_cost_eur", "result")]
    assert links == [True, True, True]
