"""The button by which a CAB head reminds the institutions that are late."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from app.clock import today
from app.database import writing
from app.extensions import db
from models import Notification, Requirement
from rules.audience import Message
from tests.helpers.forms import Forms
from tests.helpers.people import browser_of
from tests.helpers.rounds import number_in, rows_of

pytestmark = pytest.mark.stage("in_round")


@pytest.fixture
def number(app):
    """The number of a card on which nobody has answered in time."""
    with rows_of(app), writing():
        db.session.execute(update(Requirement).values(due_on=today() - timedelta(days=1)))
        db.session.commit()
    return number_in(app)


def told(app):
    with rows_of(app):
        return len(
            db.session.scalars(select(Notification).where(Notification.message == Message.overdue)).all()
        )


@pytest.mark.both_databases
@pytest.mark.parametrize("page", ["/cab/lemumi", "/aktivitates/{number}"])
def test_a_head_presses_the_button_and_reads_who_was_reminded(app, number, page):
    head = browser_of(app, "varam.vaditajs")
    forms = Forms(head.get(page.format(number=number)).text).found
    form = next(one for one in forms if one.action == f"/aktivitates/{number}/atgadinat")
    answer = head.post(form.action, form.data(), follow_redirects=True)
    assert (told(app), answer.request.path) == (8, page.format(number=number))
    assert "VARAM, FM, AiM" in answer.text.split('class="wrap flashes"')[1][:900]


def test_who_presses_twice_reads_that_it_was_done_today(app, number):
    head = browser_of(app, "varam.vaditajs")
    for _ in range(2):
        answer = head.post(f"/aktivitates/{number}/atgadinat", follow_redirects=True)
    assert (told(app), "šodien jau" in answer.text) == (8, True)


def test_once_reminded_the_page_offers_it_no_more_on_that_day(app, number):
    head = browser_of(app, "varam.vaditajs")
    head.post(f"/aktivitates/{number}/atgadinat")
    assert "/atgadinat" not in head.get(f"/aktivitates/{number}").text


@pytest.mark.both_databases
def test_once_reminded_the_list_of_decisions_says_so_on_that_day(app, number):
    head = browser_of(app, "varam.vaditajs")
    before = head.get("/cab/lemumi").text
    head.post(f"/aktivitates/{number}/atgadinat")
    after = head.get("/cab/lemumi").text
    assert ("/atgadinat" in before, "atgādināts šodien" in before) == (True, False)
    assert ("/atgadinat" in after, "atgādināts šodien" in after) == (False, True)


def test_where_one_of_those_late_was_not_told_the_list_of_decisions_offers_it(app, number):
    head = browser_of(app, "varam.vaditajs")
    head.post(f"/aktivitates/{number}/atgadinat")
    with rows_of(app), writing():
        db.session.execute(
            delete(Notification).where(Notification.values["institution"].as_string() == "DVI")
        )
        db.session.commit()
    assert f'action="/aktivitates/{number}/atgadinat"' in head.get("/cab/lemumi").text


@pytest.mark.parametrize(
    ("username", "status"),
    [("dvi.loceklis", 403), ("vid.kontrolieris", 403), ("admin", 403), ("bvkb.pieteicejs", 404)],
)
def test_nobody_else_reminds(app, number, username, status):
    answer = browser_of(app, username).post(f"/aktivitates/{number}/atgadinat")
    assert (answer.status_code, told(app)) == (status, 0)


def test_before_the_due_date_there_is_no_such_button(sqlite_app):
    page = browser_of(sqlite_app, "varam.vaditajs").get(f"/aktivitates/{number_in(sqlite_app)}").text
    assert "/atgadinat" not in page
