"""Letters about accounts: what stands in them, and a link that is in the letter and nowhere else."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from app import mail
from app.clock import now
from app.database import writing
from app.extensions import db
from app.security.one_time import lifetime
from app.services.account import links
from app.services.mail import delivery
from app.services.outbox import tell
from models import AccountEvent, AccountLink, Event, Notification, User
from rules.account.access import LinkPurpose
from rules.audience import MailState, Message
from tests.helpers.cards import submitted
from tests.helpers.letters import ABOUT_ACCOUNTS, NAMED
from tests.helpers.mail_server import html_of, text_of
from tests.helpers.people import Browser, browser_of
from views.words.formats import moment

LINK = re.compile(r"http://127\.0\.0\.1:\d+(/parole/([\w-]{43}))\b")
NEW = "zaļš zirgs pār kalnu"


def account(username="dvi.loceklis"):
    return db.session.scalars(select(User).where(User.username == username)).one()


def invited(username="dvi.loceklis"):
    """Put an invitation into the outbox and return its row."""
    with writing():
        links.invite(account(username), None, now())
        db.session.commit()
    return db.session.scalars(select(Notification).order_by(Notification.id.desc())).first()


def letter(message, locale="en", **values):
    """The letter with which DVI is told something."""
    account().locale = locale
    row = tell(message, now(), person=account(), values={**ABOUT_ACCOUNTS[message], **values})
    db.session.flush()
    return mail.letter(row)


def link_in(letter):
    return LINK.search(text_of(letter))


@pytest.mark.parametrize("message", ABOUT_ACCOUNTS)
def test_every_letter_about_an_account_names_what_it_is_about(inside, message):
    said = letter(message)
    for part in (said.text, said.html):
        assert [one for one in NAMED[message] if one not in part] == []


def test_letter_about_cards_handed_over_without_a_role_can_be_written(inside):
    said = letter(Message.work_handed_over, role=None)
    assert "AA-2026-000001" in said.text
    assert "new role" not in said.text


@pytest.mark.parametrize("message", ABOUT_ACCOUNTS)
@pytest.mark.parametrize("locale", ["lv", "en"])
def test_every_letter_about_an_account_can_be_written_in_both_languages(inside, message, locale):
    said = letter(message, locale)
    assert "\n" not in said.subject
    assert f'<html lang="{locale}">' in said.html


@pytest.mark.parametrize("what", ["password", "email", "second_factor"])
def test_whoever_did_not_change_the_account_reads_what_to_do(inside, what):
    assert "If not, ask for a new password at once" in letter(Message.password_changed, what=what).text


def test_somebody_without_an_account_gets_a_letter_at_the_address(outbox, server):
    values = ABOUT_ACCOUNTS[Message.administrator_refused]
    tell(Message.administrator_refused, now(), address="anna@vid.example", locale="en", values=values)
    db.session.commit()
    delivery.deliver(now())
    assert [one["To"] for one in server.letters] == ["anna@vid.example"]
    assert "Recipient: anna@vid.example" in text_of(server.letters[0])


@pytest.mark.parametrize("part", [text_of, html_of])
def test_an_invitation_carries_a_link_that_opens(outbox, server, part):
    invited()
    delivery.deliver(now())
    db.session.commit()
    found = LINK.search(part(server.letters[0]))
    assert "dvi.loceklis" in Browser(outbox).get(found[1]).text


def test_invitation_password_and_sign_in_follow_each_other(outbox, server):
    invited()
    delivery.deliver(now())
    db.session.commit()
    browser = Browser(outbox)
    browser.post(link_in(server.letters[0])[1], {"password": NEW, "again": NEW})
    assert browser.sign_in("dvi.loceklis", NEW).status_code == 302


def test_a_link_from_a_letter_opens_nothing_the_second_time(outbox, server):
    invited()
    delivery.deliver(now())
    db.session.commit()
    address, browser = link_in(server.letters[0])[1], Browser(outbox)
    browser.post(address, {"password": NEW, "again": NEW})
    assert browser.post(address, {"password": f"{NEW}!", "again": f"{NEW}!"}).status_code == 404


def test_a_new_password_is_told_by_mail(outbox, server):
    invited()
    delivery.deliver(now())
    db.session.commit()
    Browser(outbox).post(link_in(server.letters[0])[1], {"password": NEW, "again": NEW})
    delivery.deliver(now())
    assert [link_in(one) is None for one in server.letters] == [False, True]


@pytest.mark.both_databases
def test_the_token_is_in_the_letter_and_in_no_table(outbox, server):
    invited()
    delivery.deliver(now())
    token = link_in(server.letters[0])[2]
    for table in (Notification, AccountLink, AccountEvent, Event):
        assert token not in str(db.session.execute(select(table.__table__)).all())


def test_the_log_of_the_worker_does_not_name_the_token(outbox, server, caplog):
    server.refusals["dvi.loceklis@virsis.example"] = "451 4.7.1 Try again later"
    invited()
    with caplog.at_level("DEBUG"):
        delivery.deliver(now())
    assert ("did not go out" in caplog.text, "/parole/" in caplog.text) == (True, False)


def test_the_administrator_sees_that_there_is_a_link_and_not_the_link(outbox, server):
    row = invited()
    delivery.deliver(now())
    db.session.commit()
    admin = browser_of(outbox, "admin")
    for address in ("/pazinojumi/list/", f"/pazinojumi/show/{row.id}", f"/pazinojumi/preview/{row.id}"):
        page = admin.get(address)
        assert page.status_code == 200
        assert "/parole/" not in page.text
    assert "Saite ir tikai e-pasta vēstulē" in page.text


def test_the_preview_of_a_sent_invitation_says_until_when_its_link_held(outbox, server):
    row = invited()
    sent_on = now() - timedelta(days=30)
    delivery.deliver(now())
    row.sent_at = sent_on
    assert moment(sent_on + lifetime(LinkPurpose.invitation)) in mail.letter(row).text


def test_a_mail_tried_again_carries_another_link_and_the_last_one_opens(outbox, server):
    row = invited()
    delivery.deliver(now())
    with writing():
        row.state = MailState.queued
        row.next_attempt_at = now()
        db.session.commit()
    delivery.deliver(now())
    db.session.commit()
    first, second = (link_in(one)[1] for one in server.letters)
    browser = Browser(outbox)
    assert [browser.get(one).status_code for one in (first, second)] == [404, 200]


def test_a_link_replaced_before_its_mail_went_is_not_mailed(outbox, server):
    older, newer = invited(), invited()
    delivery.deliver(now())
    db.session.rollback()
    assert len(server.letters) == 1
    assert (older.state, newer.state) == (MailState.kept, MailState.sent)
    assert "replaced" in older.last_error


def test_a_link_of_an_account_closed_meanwhile_is_not_mailed(outbox, server):
    invited()
    account().active = False
    db.session.commit()
    delivery.deliver(now())
    assert server.letters == []


def test_a_message_kept_for_its_link_is_not_tried_again(outbox, server):
    invited()
    invited()
    delivery.deliver(now())
    delivery.deliver(now())
    assert len(server.letters) == 1


@pytest.fixture
def demo(inside):
    """An application that calls itself a demonstration and has no mail server."""
    before, inside.config["ENV"] = inside.config["ENV"], "demo"
    for old in (inside.config["VAR"] / "mail").glob("*.eml"):
        old.unlink()
    yield inside
    inside.config["ENV"] = before


def files(app):
    found = (app.config["VAR"] / "mail").glob("*.eml")
    return [message_from_bytes(one.read_bytes(), policy=policy.default) for one in found]


def test_a_demonstration_without_a_mail_server_writes_invitations_into_files(demo):
    row = invited()
    delivery.deliver(now())
    db.session.commit()
    assert Browser(demo).get(link_in(files(demo)[0])[1]).status_code == 200
    assert row.state is MailState.kept


def test_a_demonstration_writes_no_mail_about_activities(demo):
    submitted()
    db.session.commit()
    delivery.deliver(now())
    assert files(demo) == []


def test_outside_a_demonstration_no_link_is_made_without_a_mail_server(inside):
    invited()
    delivery.deliver(now())
    assert db.session.scalars(select(AccountLink.token_hash)).all() == [None]
    assert db.session.scalars(select(Notification.state)).all() == [MailState.kept]
