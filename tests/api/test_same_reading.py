"""What is typed into a form and what a program sends is read by one rule, and refused with one sentence."""

import re

import pytest

from tests.helpers.api_cards import DRAFT, Journey
from tests.helpers.card_pages import form_of, new_card
from tests.helpers.people import PASSWORD, Browser, browser_of

TYPED = "Pirmā\r\u2028otrā\u0085trešā\x0bceturtā\x0cpiektā \t\u00adse\u200bstā\u202e"
JUNE = "June has 30 days. Correct the day or the month."
YEAR = "Which year is 0227? Write the year with four digits, from 1990 to 2100."
WORD = "no text can have the sign U+0007. Write it without this sign."


@pytest.fixture
def journey(sqlite_app):
    return Journey(sqlite_app, language="en")


@pytest.fixture
def applicant(sqlite_app):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    browser.post("/valoda", {"locale": "en"})
    return browser


def told(answer):
    return {one["field"]: (one["code"], one["message"]) for one in answer.json["errors"]}


def summary(page):
    return dict(re.findall(r'<li><a href="#([\w.]+)">([^<]+)</a></li>', page))


def by_form(journey, applicant, **values):
    """The card as the API shows it after the form has saved these values."""
    new_card(applicant, **values)
    return journey.card()


@pytest.mark.parametrize("name", ["title", "goal"])
def test_form_and_api_keep_the_same_text(journey, applicant, name):
    kept = by_form(journey, applicant, **{name: TYPED})
    assert journey.draft(**{name: TYPED}).card()[name] == kept[name]


def test_title_is_one_line_of_what_is_seen(journey):
    assert journey.draft(title=TYPED).card()["title"] == "Pirmā otrā trešā ceturtā piektā  sestā"


def test_goal_keeps_its_lines_and_what_nobody_sees(journey):
    kept = "Pirmā\n\notrā\ntrešā\nceturtā\npiektā  \u00adse\u200bstā\u202e"
    assert journey.draft(goal=TYPED).card()["goal"] == kept


@pytest.mark.parametrize("name", ["title", "goal"])
def test_form_and_api_refuse_a_sign_with_the_same_sentence(journey, applicant, name):
    typed = "Pirmā\r\notrā \x07rinda"
    sent = journey.applicant.post("/activities/", {**DRAFT, name: typed})
    form = form_of(applicant, "/aktivitates/jauna") | {"kind": "development", name: typed}
    page = applicant.post("/aktivitates/jauna", form)
    said = f"Line 2, column 6, “otrā \ufffdrinda”: {WORD}"
    assert (sent.status_code, page.status_code) == (422, 422)
    assert told(sent)[name] == ("invalid", said)
    assert summary(page.text)[name].endswith(f": {said}")


@pytest.mark.parametrize(("day", "said"), [("2027-06-31", JUNE), ("0227-05-21", YEAR)])
def test_form_and_api_say_the_same_of_a_day_that_there_is_not(journey, applicant, day, said):
    sent = journey.applicant.post("/activities/", {**DRAFT, "planned_start": day})
    form = form_of(applicant, "/aktivitates/jauna") | {"kind": "development", "planned_start": day}
    page = applicant.post("/aktivitates/jauna", form).text
    assert told(sent)["planned_start"] == ("invalid", said)
    assert summary(page)["planned_start"].endswith(f": {said}")


def test_day_that_there_is_not_is_said_in_latvian(sqlite_app):
    applicant = browser_of(sqlite_app, "vid.pieteicejs")
    form = form_of(applicant, "/aktivitates/jauna") | {"kind": "development", "planned_start": "31.06.2027."}
    page = applicant.post("/aktivitates/jauna", form).text
    assert "Jūnijā ir 30 dienas. Izlabojiet dienu vai mēnesi." in summary(page)["planned_start"]


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u202e", "\ufeff"])
def test_code_with_a_sign_that_nobody_sees_is_the_code(journey, sign):
    assert journey.draft(resource=f"E{sign}DS").card()["resource"] == "EDS"


def test_code_with_a_sign_that_no_text_may_have_is_refused_by_form_and_api_alike(journey, applicant):
    sent = journey.applicant.post("/activities/", {**DRAFT, "used_resources": ["FP\x07R"]})
    form = form_of(applicant, "/aktivitates/jauna") | {"kind": "development", "used_resources": "FP\x07R"}
    page = applicant.post("/aktivitates/jauna", form)
    said = f"Line 1, column 3, “FP\ufffdR”: {WORD}"
    assert told(sent) == {"used_resources.0": ("invalid", said)}
    assert summary(page.text) == {"used_resources": f"Used resources: {said}"}


@pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u202e", "\ufeff"])
def test_code_in_a_form_with_a_sign_that_nobody_sees_is_the_code(journey, applicant, sign):
    assert by_form(journey, applicant, used_resources=f"F{sign}PR")["used_resources"] == ["FPR"]


def test_preview_reads_codes_as_the_card_does(journey):
    facts = {"kind": "development", "holder": "V\u200bID", "resource": "E\x07DS"}
    sent = journey.applicant.post("/requirements/preview", facts)
    assert list(told(sent)) == ["resource"]


def test_user_name_with_a_sign_that_nobody_sees_signs_in_by_form_and_api(sqlite_app, journey):
    typed = "vid.piet\u200beicejs"
    page = Browser(sqlite_app).post("/login/", {"username": typed, "password": PASSWORD})
    body = {"username": typed, "password": PASSWORD, "provider": "db"}
    tokens = sqlite_app.test_client().post("/api/v1/security/login", json=body)
    assert (page.status_code, tokens.status_code) == (302, 200)


def test_password_that_is_refused_is_not_repeated(sqlite_app):
    body = {"username": "vid.pieteicejs", "password": f"{PASSWORD}\x07", "provider": "db"}
    answer = sqlite_app.test_client().post("/api/v1/security/login", json=body)
    assert (answer.status_code, "U+0007" in answer.text, PASSWORD in answer.text) == (422, True, False)
