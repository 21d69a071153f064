"""What happened becomes mail: to whom it concerns, once, and never lost."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services import outbox as notifications
from app.services.mail import delivery
from models import Institution, Notification, User
from rules.audience import MailState, Message, Told
from rules.facts import SYSTEM
from rules.refusals import WrongStatus
from rules.registry_vocabulary import InstitutionStatus
from rules.vocabulary import Role
from tests.helpers.cards import ASKED, the_card
from tests.helpers.people import account

pytestmark = pytest.mark.stage("in_round")

MEMBERS = {f"{code.lower()}.loceklis@virsis.example" for code in ASKED}
APPLICANT = "vid.pieteicejs@virsis.example"
LATER = timedelta(minutes=2)


@pytest.fixture
def forwarded(outbox):
    """An application with a card about which eight institutions are asked; older mail is out already."""
    for row in rows(Message.submitted):
        row.state = MailState.sent
    db.session.commit()
    return outbox


def rows(message=Message.opinion_asked):
    return list(
        db.session.scalars(select(Notification).where(Notification.message == message).order_by("id"))
    )


def row_of(username):
    return next(one for one in rows() if one.recipient.username == username)


def states():
    return {one.state for one in rows()}


def test_forwarding_mails_each_member_of_the_institutions_asked(forwarded, server):
    delivery.deliver(now())
    assert {letter["To"] for letter in server.letters} == MEMBERS | {APPLICANT}


def test_each_person_is_mailed_singly(forwarded, server):
    delivery.deliver(now())
    heads = [(letter["X-Envelope-To"], letter["Cc"]) for letter in server.letters]
    assert sorted(heads) == [(one, None) for one in sorted([*MEMBERS, APPLICANT])]


def test_the_applicant_hears_that_the_round_has_begun(forwarded, server):
    delivery.deliver(now())
    assert len(server.to("vid.pieteicejs")) == 1


def test_the_one_who_acted_is_not_mailed(forwarded, server):
    delivery.deliver(now())
    assert server.to("vid.kontrolieris") == []


@pytest.mark.stage("submitted")
def test_submitting_mails_the_change_controllers(outbox, server):
    delivery.deliver(now())
    assert [letter["To"] for letter in server.letters] == ["vid.kontrolieris@virsis.example"]


def test_what_was_sent_is_not_sent_again(forwarded, server):
    delivery.deliver(now())
    delivery.deliver(now() + LATER)
    assert len(server.letters) == len(MEMBERS) + 1


@pytest.mark.both_databases
def test_a_batch_sends_no_more_than_its_limit(forwarded, server):
    assert (delivery.deliver(now(), limit=3), len(server.letters)) == (3, 3)


@pytest.mark.both_databases
def test_two_workers_never_send_the_same_message(forwarded, server):
    first = delivery._claim(now())
    delivery.deliver(now())
    sent = {letter["Message-ID"].strip("<>").split("@")[0] for letter in server.letters}
    all_of_them = set(db.session.scalars(select(Notification.message_id).where(Notification.attempts > 0)))
    assert (len(sent), sent, first.message_id in sent) == (len(MEMBERS), all_of_them, False)


@pytest.mark.both_databases
def test_a_message_claimed_by_a_worker_that_died_goes_out_after_the_lease(forwarded, server):
    claimed = delivery._claim(now())
    delivery.deliver(now() + delivery.LEASE + LATER)
    assert claimed.state is MailState.sent


def test_without_an_answering_server_nothing_is_lost(forwarded, server):
    server.stop()
    delivery.deliver(now())
    assert (states(), len(rows())) == ({MailState.queued, MailState.retry}, len(MEMBERS))


def test_delivery_goes_on_when_the_server_is_back(forwarded, server):
    server.stop()
    delivery.deliver(now())
    server.start()
    delivery.deliver(now() + LATER)
    assert {letter["To"] for letter in server.letters} == MEMBERS | {APPLICANT}


def test_a_server_that_is_away_for_a_week_makes_no_message_fail(forwarded, server):
    server.stop()
    for hours in range(0, 7 * 24, 8):
        delivery.deliver(now() + timedelta(hours=hours))
    assert states() == {MailState.retry}


def test_the_administrator_reads_that_the_server_does_not_answer(forwarded, server):
    server.stop()
    delivery.deliver(now())
    told = db.session.scalars(select(Notification.last_error).where(Notification.state == MailState.retry))
    assert set(told) == {"The mail server does not answer."}


def test_a_recipient_refused_for_good_fails_with_the_words_of_the_server(forwarded, server):
    server.refusals["dvi.loceklis@virsis.example"] = "550 5.1.1 No such user"
    delivery.deliver(now())
    row = row_of("dvi.loceklis")
    assert (row.state, row.last_error) == (MailState.failed, "550 5.1.1 No such user")


def test_one_refused_recipient_does_not_hold_up_the_others(forwarded, server):
    server.refusals["varam.loceklis@virsis.example"] = "550 5.1.1 No such user"
    delivery.deliver(now())
    others = MEMBERS - {"varam.loceklis@virsis.example"}
    assert {letter["To"] for letter in server.letters} == others | {APPLICANT}


def test_a_recipient_refused_for_now_is_tried_again_later(forwarded, server):
    server.refusals["dvi.loceklis@virsis.example"] = "451 4.7.1 Try again later"
    delivery.deliver(now())
    server.refusals.clear()
    delivery.deliver(now() + LATER)
    assert len(server.to("dvi.loceklis")) == 1


def test_waits_between_attempts_grow(forwarded, server):
    server.refusals["dvi.loceklis@virsis.example"] = "451 4.7.1 Try again later"
    row, at, waits = row_of("dvi.loceklis"), now(), []
    for _ in range(3):
        delivery.deliver(at)
        waits.append(row.next_attempt_at - at)
        at = row.next_attempt_at
    assert waits == list(delivery.WAITS[:3])


def test_after_ten_attempts_a_message_fails(forwarded, server):
    server.refusals["dvi.loceklis@virsis.example"] = "451 4.7.1 Try again later"
    row = row_of("dvi.loceklis")
    for hours in range(0, 50, 5):
        delivery.deliver(now() + timedelta(hours=hours))
    assert (row.state, row.attempts) == (MailState.failed, 10)


def test_a_failed_message_sent_again_goes_out(forwarded, server):
    server.refusals["dvi.loceklis@virsis.example"] = "550 5.1.1 No such user"
    delivery.deliver(now())
    server.refusals.clear()
    delivery.send_again(row_of("dvi.loceklis"), now())
    db.session.commit()
    delivery.deliver(now())
    assert len(server.to("dvi.loceklis")) == 1


def test_a_message_that_went_out_is_not_sent_again(forwarded, server):
    delivery.deliver(now())
    with pytest.raises(WrongStatus, match="did not go out"):
        delivery.send_again(row_of("dvi.loceklis"), now())


def test_the_message_id_stays_the_same_when_a_message_is_sent_again(forwarded, server):
    delivery.deliver(now())
    row = row_of("dvi.loceklis")
    row.state, row.next_attempt_at = MailState.queued, now()
    db.session.commit()
    delivery.deliver(now() + LATER)
    first, second = (letter["Message-ID"] for letter in server.to("dvi.loceklis"))
    assert first == second


def test_no_two_messages_share_a_message_id(forwarded, server):
    delivery.deliver(now())
    assert len({letter["Message-ID"] for letter in server.letters}) == len(MEMBERS) + 1


def test_an_address_that_cannot_be_written_does_not_hold_up_the_others(forwarded, server):
    broken = db.session.scalars(select(User).where(User.username == "varam.loceklis")).one()
    broken.email = "varam\nloceklis@virsis.example"
    db.session.commit()
    delivery.deliver(now())
    others = MEMBERS - {"varam.loceklis@virsis.example"}
    assert {letter["To"] for letter in server.letters} == others | {APPLICANT}


@pytest.mark.stage("in_round")
def test_without_a_mail_server_messages_are_kept(inside):
    delivery.deliver(now())
    assert states() == {MailState.kept}


def test_what_was_kept_for_want_of_a_server_goes_out_once_there_is_one(forwarded, server):
    forwarded.config["MAIL_SERVER"] = ""
    delivery.deliver(now())
    forwarded.config["MAIL_SERVER"] = server.host
    delivery.deliver(now())
    assert len(server.letters) == len(MEMBERS) + 1


def moved_to_another_institution(person):
    person.institution = db.session.scalars(select(Institution).where(Institution.code == "BVKB")).one()


def without_a_role(person):
    person.roles = []


def closed(person):
    person.active = False


def of_a_closed_institution(person):
    person.institution.status, person.institution.closed_on = InstitutionStatus.closed, today()


@pytest.mark.parametrize(
    "left", [moved_to_another_institution, without_a_role, closed, of_a_closed_institution]
)
def test_who_may_not_see_the_card_any_more_gets_no_mail_about_it(forwarded, server, left):
    left(db.session.scalars(select(User).where(User.username == "dvi.loceklis")).one())
    db.session.commit()
    delivery.deliver(now())
    row = row_of("dvi.loceklis")
    assert (server.to("dvi.loceklis"), row.state, row.last_error) == ([], MailState.kept, delivery.NOT_THEIRS)
    assert len(server.letters) == len(MEMBERS)  # the others and the applicant


def test_a_system_administrator_who_is_a_user_administrator_too_is_told_that_nobody_can_vote(outbox, server):
    account("varam.abi", "VARAM", Role.admin, Role.user_admin)
    told = [Told(Message.nobody_to_vote, Role.admin)]
    notifications.enqueue(the_card(), told, SYSTEM, now(), {"nobody": ["CSDD"]})
    db.session.commit()
    delivery.deliver(now())
    assert [one for one in server.to("varam.abi") if "CSDD" in str(one["Subject"])] != []


def test_what_a_demo_kept_stays_kept(forwarded, server):
    delivery.keep_unsent()
    db.session.commit()
    delivery.deliver(now())
    assert server.letters == []


@pytest.mark.both_databases
def test_workers_side_by_side_send_each_message_once(forwarded, server):
    def work():
        with forwarded.app_context():
            delivery.deliver(now())

    workers = [Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(letter["To"] for letter in server.letters) == sorted([*MEMBERS, APPLICANT])
