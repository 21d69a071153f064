"""The working-day calendar: the year in words, and corrections confirmed after their effect was shown."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.database import writing
from app.extensions import db
from app.services.activity import steps as workflow
from app.services.working_days import LIBRARY, calendar, moves_known_until
from app.visibility import seeing_everything
from models import Activity, CalendarOverride, Requirement
from rules.deadlines import due
from rules.vocabulary import Outcome
from tests.helpers import cards
from tests.helpers.pages import squeezed
from tests.helpers.people import browser_of
from tests.helpers.rounds import change

SOURCE = "Ministru kabineta rīkojums"


def given(day, working="false", source=SOURCE):
    return {"day": str(day), "working": working, "source": source}


def confirm(browser, sent, **more):
    """Look at what would move, then confirm it."""
    shown = browser.get("/darbdienas/labot", query_string=sent).text
    seen = re.search(r'name="seen" value="(\w+)"', shown).group(1)
    return browser.post("/darbdienas/labot", {**sent, "seen": seen, **more})


def send_back_and_ask_again(activity):
    """Open a second round, due on the same day as the first."""
    on = activity.current_round.requirements[0].due_on
    for code in cards.ASKED:
        cards.vote(activity, code)
    head = cards.actor("varam.vaditajs")
    workflow.decide(activity, head, now(), outcome=Outcome.return_, reasoning="Jāprecizē.")
    workflow.submit(activity, cards.actor("vid.pieteicejs"), now())
    workflow.forward(activity, cards.actor("vid.kontrolieris"), now())
    for one in activity.current_round.requirements:
        one.due_on = on


def read(app, query):
    with app.app_context(), seeing_everything():
        return db.session.scalars(query).all()


@pytest.fixture
def working_day(app):
    """The next working day, with a round open over it."""
    with app.app_context(), seeing_everything(), writing():
        cards.in_round()
        db.session.commit()
        return due(today(), 1, calendar())


def test_the_year_names_each_day_in_words(app):
    page = squeezed(browser_of(app, "admin").get("/darbdienas?gads=2026").text)
    assert page.count('<table class="cal">') == 12
    assert '>17<span class="sr">, pārcelta darbdiena</span>' in page
    assert '>2<span class="sr">, pārcelta brīvdiena</span>' in page
    assert page.count('<span class="sr">, ') == 365


def test_moved_days_name_the_library_with_its_version(app):
    page = browser_of(app, "admin").get("/darbdienas?gads=2026").text
    assert re.search(rf"Apmainīta ar 17\.01\.2026\..*?{re.escape(LIBRARY)}", page, re.DOTALL)


def test_a_year_without_known_moves_is_an_assumption(app):
    browser = browser_of(app, "admin")
    assert "Pieņēmums" in browser.get(f"/darbdienas?gads={moves_known_until() + 1}").text
    assert "Pieņēmums" not in browser.get("/darbdienas?gads=2026").text.split("</main>")[0]


def test_nothing_is_saved_before_the_confirmation(app, working_day):
    page = browser_of(app, "admin").get("/darbdienas/labot", query_string=given(working_day)).text
    assert "tiktu pārcelti 8 " in page
    assert read(app, select(CalendarOverride)) == []


def test_it_is_said_plainly_that_nothing_moves(app, working_day):
    far = today() + timedelta(days=200)
    page = browser_of(app, "admin").get("/darbdienas/labot", query_string=given(far)).text
    assert "Nekas nemainās" in page


def test_confirmed_with_the_tick_the_due_dates_move_and_stand_in_the_history(app, working_day):
    before = set(read(app, select(Requirement.due_on)))
    browser = browser_of(app, "admin")
    assert confirm(browser, given(working_day), recompute="1").status_code == 303
    assert set(read(app, select(Requirement.due_on))).isdisjoint(before)
    page = squeezed(browser.get("/darbdienas").text)
    assert re.findall(r"</a>· (.*?): \d\S+ → \d", page) == ["VARAM, FM, AiM, CSP, KM, DVI, LPS, PMLP"]
    assert "pārcelti 8 termiņi</summary>" in page


def test_the_card_and_the_inbox_say_which_due_date_was_moved(app, working_day):
    (before,) = set(read(app, select(Requirement.due_on)))
    confirm(browser_of(app, "admin"), given(working_day), recompute="1")
    (after,) = set(read(app, select(Requirement.due_on)))
    reader, (number,) = browser_of(app, "dvi.loceklis"), read(app, select(Activity.number))
    reader.post("/valoda", {"locale": "en"})
    pages = [reader.get(url).text for url in (f"/aktivitates/{number}/vesture", "/darbi")]
    moved = f"{before:%-d %b %Y} → {after:%-d %b %Y}"
    assert f"VARAM, FM, AiM, CSP, KM, DVI, LPS, PMLP {moved}" in pages[0]
    assert f"due date {moved}" in pages[1]
    assert reader.get(f"/aktivitates/{number}").text.count(f"before {before:%-d %b %Y}: ") == 8


def test_a_due_date_of_a_later_round_was_not_moved(app, working_day):
    confirm(browser_of(app, "admin"), given(working_day), recompute="1")
    (number,) = read(app, select(Activity.number))
    change(app, number, send_back_and_ask_again)
    reader = browser_of(app, "dvi.loceklis")
    assert "labots darbdienu kalendārs" not in reader.get(f"/aktivitates/{number}").text


def test_confirmed_without_the_tick_they_stay(app, working_day):
    before = read(app, select(Requirement.due_on))
    assert confirm(browser_of(app, "admin"), given(working_day)).status_code == 303
    assert read(app, select(Requirement.due_on)) == before
    assert [one.source for one in read(app, select(CalendarOverride))] == [SOURCE]


def test_a_correction_is_changed_and_deleted(app):
    browser, day = browser_of(app, "admin"), "2026-12-28"
    confirm(browser, given(day))
    confirm(browser, given(day, "false", "Cits rīkojums"))
    assert [one.source for one in read(app, select(CalendarOverride))] == ["Cits rīkojums"]
    assert "Cits rīkojums" in browser.get(f"/darbdienas/labot?day={day}").text
    confirm(browser, given(day, "library", ""))
    assert read(app, select(CalendarOverride)) == []


@pytest.mark.both_databases
def test_the_second_of_two_clicks_is_told_of_the_first(app, working_day):
    browser, sent = browser_of(app, "admin"), given(working_day)
    confirm(browser, sent, recompute="1")
    answer = browser.post("/darbdienas/labot", {**sent, "seen": "0", "recompute": "1"}, follow_redirects=True)
    assert "jau ir labota" in answer.text
    assert answer.text.count("<summary>") == 1


def test_what_was_not_shown_is_not_confirmed(app, working_day):
    sent = {**given(working_day), "seen": "0", "recompute": "1"}
    answer = browser_of(app, "admin").post("/darbdienas/labot", sent)
    assert answer.status_code == 409
    assert read(app, select(CalendarOverride)) == []


def test_the_tick_stays_as_it_was_chosen_when_due_dates_have_changed_meanwhile(app, working_day):
    browser, sent = browser_of(app, "admin"), given(working_day)
    far = browser.get("/darbdienas/labot", query_string=given(today() + timedelta(days=200))).text
    nothing_moved = re.search(r'name="seen" value="(\w+)"', far).group(1)
    ticked = [
        bool(re.search(r'id="recompute"\s+checked', browser.post("/darbdienas/labot", {**sent, **more}).text))
        for more in ({"seen": "0"}, {"seen": "0", "recompute": "1"}, {"seen": nothing_moved})
    ]
    assert ticked == [False, True, True]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (given("2026-02-30"), "day"),
        (given("9999-12-31"), "day"),
        (given("2026-03-03", "maybe"), "working"),
        (given("2026-03-03", "true", "MK"), "source"),
        (given("2026-03-03", "true", "x" * 301), "source"),
        (given("2026-03-03", "library"), "day"),
    ],
)
def test_bad_input_names_the_field_and_keeps_what_was_typed(sqlite_app, sent, field):
    browser = browser_of(sqlite_app, "admin")
    for answer in (
        browser.get("/darbdienas/labot", query_string=sent),
        browser.post("/darbdienas/labot", {**sent, "seen": "x"}),
    ):
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert f'value="{sent["source"]}"' in answer.text


def test_the_day_is_read_as_people_write_it(app):
    confirm(browser_of(app, "admin"), given("28.12.2026."))
    assert [one.day for one in read(app, select(CalendarOverride))] == [date(2026, 12, 28)]


@pytest.mark.parametrize("year", ["0", "20x6", "99999", "1000", "٢٠٢٦"])
def test_a_year_that_is_none_is_no_error(sqlite_app, year):
    assert browser_of(sqlite_app, "admin").get(f"/darbdienas?gads={year}").status_code == 200


def test_others_are_refused(sqlite_app):
    browser = browser_of(sqlite_app, "varam.vaditajs")
    assert browser.get("/darbdienas").status_code == 403
    assert browser.post("/darbdienas/labot", given("2026-03-03")).status_code == 403
