"""The administrator's page: every mail, its state, why it did not go, sending it again."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from app.clock import now, today
from app.extensions import db
from app.services.mail import delivery
from app.visibility import seeing_everything
from models import Notification
from rules.audience import MailState
from tests.helpers.people import browser_of

pytestmark = pytest.mark.stage("in_round")

LIST = "/pazinojumi/list/"
ROUTES = (LIST, "/pazinojumi/", "/pazinojumi/show/1", "/pazinojumi/preview/1")


@pytest.fixture
def filled(sqlite_app):
    """An application without a mail server, with a card about which eight institutions are asked."""
    with sqlite_app.app_context(), seeing_everything():
        delivery.deliver(now())
    return sqlite_app


@pytest.fixture
def admin(filled):
    """The browser of a system administrator."""
    return browser_of(filled, "admin")


def set_state(app, state, error=""):
    with app.app_context():
        db.session.execute(update(Notification).values(state=state, last_error=error))
        db.session.commit()


def state_of_first(app):
    with app.app_context(), seeing_everything():
        return db.session.scalars(select(Notification.state).where(Notification.id == 1)).one()


def test_kept_messages_are_listed_with_number_and_recipient(admin):
    page = admin.get(LIST).text
    assert [one for one in (f"AA-{today().year}-", "dvi.loceklis@virsis.example") if one not in page] == []


def test_the_list_can_be_narrowed_to_one_state(filled, admin):
    assert "dvi.loceklis@" not in admin.get(f"{LIST}?_flt_0_state=failed").text


def test_a_state_that_is_none_narrows_nothing(admin):
    assert "dvi.loceklis@" in admin.get(f"{LIST}?_flt_0_state=nonsense").text


def test_why_a_message_failed_is_shown(filled, admin):
    set_state(filled, MailState.failed, "550 5.1.1 No such user")
    assert "550 5.1.1 No such user" in admin.get(LIST).text


def test_one_message_is_shown_as_its_reader_gets_it(admin):
    assert f"/aktivitates/AA-{today().year}-" in admin.get("/pazinojumi/show/1").text


def test_the_preview_of_a_mail_runs_nothing(admin):
    policy = admin.get("/pazinojumi/preview/1").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; sandbox")


def test_a_failed_message_goes_back_into_the_queue(filled, admin):
    set_state(filled, MailState.failed)
    admin.post("/pazinojumi/send-again/1")
    assert state_of_first(filled) is MailState.queued


def test_all_that_failed_go_back_into_the_queue(filled, admin):
    set_state(filled, MailState.failed)
    admin.post("/pazinojumi/send-again")
    assert state_of_first(filled) is MailState.queued


def test_a_message_that_went_out_is_refused(filled, admin):
    set_state(filled, MailState.sent)
    assert admin.post("/pazinojumi/send-again/1").status_code == 409


def test_sending_again_is_no_matter_of_a_link(admin):
    assert admin.get("/pazinojumi/send-again/1").status_code == 405


def test_a_message_that_is_none_is_not_found(admin):
    assert admin.post("/pazinojumi/send-again/99999").status_code == 404


def set_next_attempt(app, at):
    with app.app_context():
        db.session.execute(update(Notification).values(next_attempt_at=at))
        db.session.commit()


def next_attempt(admin):
    """What the page of the first message says of the next attempt."""
    page = admin.get("/pazinojumi/show/1").text
    return re.sub(r"<[^>]+>", "", re.search(r"Nākamais mēģinājums</dt>\s*<dd[^>]*>(.*?)</dd>", page)[1])


def test_a_message_that_is_tried_again_later_says_when(filled, admin):
    set_state(filled, MailState.retry, "451 4.7.1 Try again later")
    set_next_attempt(filled, datetime(2099, 10, 1, 9, tzinfo=UTC))
    assert next_attempt(admin) == "01.10.2099. 12.00"


@pytest.mark.parametrize("state", [MailState.queued, MailState.retry])
def test_no_next_attempt_lies_in_the_past(filled, admin, state):
    set_state(filled, state)
    set_next_attempt(filled, now() - timedelta(hours=3))
    assert next_attempt(admin) == "tiklīdz pasta serveris atbildēs"


def test_what_waits_for_a_server_says_so(admin):
    assert next_attempt(admin) == "tiklīdz pasta serveris būs iestatīts"


@pytest.mark.parametrize("state", [MailState.sent, MailState.failed, MailState.kept])
@pytest.mark.parametrize("ahead", [-3, 3])
def test_what_is_not_tried_again_has_no_next_attempt(filled, admin, state, ahead):
    set_state(filled, state, "550 5.1.1 No such user")
    set_next_attempt(filled, now() + timedelta(hours=ahead))
    assert next_attempt(admin) == "–"


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("username", ["vid.pieteicejs", "dvi.loceklis", "vid.administrators"])
def test_nobody_else_opens_the_outbox(filled, route, username):
    assert browser_of(filled, username).get(route).status_code == 403


def test_nobody_else_sends_again(filled):
    browser_of(filled, "dvi.loceklis").post("/pazinojumi/send-again/1")
    assert state_of_first(filled) is MailState.kept
