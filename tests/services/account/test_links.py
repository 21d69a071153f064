"""A link to set a password: mailed, hashed, used once, ended by time, by a newer one and with the account."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.database import writing
from app.extensions import db
from app.security.one_time import digest
from app.security.password_hash import hashed, kept, matches
from app.services.account import links
from app.services.account.links import LinkRefused
from models import AccountEvent, AccountLink, Institution, Notification, SignIn, User
from models.account.people import actor_of
from rules.account.access import AccountAction, LinkPurpose
from rules.audience import Message
from rules.refusals import WrongStatus
from rules.registry_vocabulary import InstitutionStatus

NEW = "zaļš zirgs pār kalnu"


def account(username="vid.pieteicejs"):
    return db.session.scalars(select(User).where(User.username == username)).one()


def told(message):
    return list(
        db.session.scalars(select(Notification).where(Notification.message == message).order_by("id"))
    )


def traces(action):
    return list(db.session.scalars(select(AccountEvent).where(AccountEvent.action == action)))


@pytest.fixture
def token(inside):
    """The token of an invitation whose mail has just been written."""
    with writing():
        link = links.invite(account(), actor_of(account("vid.administrators")), now())
        made = links.mint(link.id, now())
        db.session.commit()
    return made


def test_an_invitation_is_in_the_outbox_and_traced(inside):
    links.invite(account(), actor_of(account("vid.administrators")), now())
    assert [one.recipient.username for one in told(Message.invitation)] == ["vid.pieteicejs"]
    assert [(one.actor.username, one.account.username) for one in traces(AccountAction.invited)] == [
        ("vid.administrators", "vid.pieteicejs")
    ]


def test_before_the_mail_is_written_there_is_no_token(inside):
    assert links.invite(account(), None, now()).token_hash is None


def test_only_the_hash_of_a_token_is_kept(token):
    kept = db.session.scalars(select(AccountLink)).one()
    assert kept.token_hash == digest(token)
    values = [one.values for one in told(Message.invitation)]
    assert token not in str([values, [one.data for one in db.session.scalars(select(AccountEvent))]])


def test_an_invitation_holds_for_three_days_from_its_mail(inside):
    link = links.invite(account(), None, now())
    later = now() + timedelta(days=2)
    links.mint(link.id, later)
    assert link.expires_at == later + timedelta(hours=72)


def test_a_later_attempt_to_mail_ends_the_token_of_the_earlier_one(token):
    links.mint(db.session.scalars(select(AccountLink.id)).one(), now())
    with pytest.raises(LinkRefused):
        links.find(token, now())


def test_a_newer_link_ends_the_older_one(token):
    links.invite(account(), None, now())
    with pytest.raises(LinkRefused):
        links.find(token, now())


def test_a_replaced_link_is_not_mailed_any_more(inside):
    first = links.invite(account(), None, now())
    links.invite(account(), None, now())
    assert links.mint(first.id, now()) is None


def test_a_link_sets_the_password(token):
    links.redeem(token, hashed(NEW), now())
    assert matches(kept(account().id, account().password), NEW)


def test_a_link_sets_the_password_once(token):
    links.redeem(token, hashed(NEW), now())
    with pytest.raises(LinkRefused):
        links.redeem(token, hashed("cita parole pavisam"), now())
    assert matches(kept(account().id, account().password), NEW)


def test_a_link_that_is_too_old_sets_nothing(token):
    with pytest.raises(LinkRefused):
        links.redeem(token, hashed(NEW), now() + timedelta(hours=72, minutes=1))


@pytest.mark.both_databases
@pytest.mark.parametrize("forged", ["", "x", "ā" * 50, "0" * 64])
def test_an_unknown_token_sets_nothing(token, forged):
    with pytest.raises(LinkRefused):
        links.redeem(forged, hashed(NEW), now())


def test_the_hash_itself_is_no_token(token):
    with pytest.raises(LinkRefused):
        links.find(digest(token), now())


def close_account():
    account().active = False


def close_institution():
    institution = db.session.scalars(select(Institution).where(Institution.code == "VID")).one()
    institution.status, institution.closed_on = InstitutionStatus.closed, today()


@pytest.mark.parametrize("close", [close_account, close_institution])
def test_a_link_ends_with_account_and_institution(token, close):
    close()
    db.session.flush()
    with pytest.raises(LinkRefused):
        links.find(token, now())
    with pytest.raises(LinkRefused):
        links.redeem(token, hashed(NEW), now())
    assert links.refused_because(token, now()) == (account(), "closed")


@pytest.mark.parametrize(
    ("close", "said"), [(close_account, "account is closed"), (close_institution, "closed in the registry")]
)
def test_a_closed_account_is_not_invited(inside, close, said):
    close()
    with pytest.raises(WrongStatus, match=said):
        links.invite(account(), None, now())


def test_setting_a_password_ends_every_session_and_is_mailed_and_traced(token):
    db.session.add(SignIn(id="ab" * 16, user_id=account().id, begun_at=now()))
    links.redeem(token, hashed(NEW), now())
    assert db.session.scalars(select(SignIn)).one().ended_at is not None
    assert [one.values for one in told(Message.password_changed)] == [{"what": "password"}]
    assert traces(AccountAction.password_set)[0].data == {"by": "invitation", "sessions_ended": 1}


def test_why_a_link_was_refused_is_known_to_the_traces(token):
    assert links.refused_because("x", now()) == (None, "unknown")
    assert links.refused_because(token, now() + timedelta(days=4)) == (account(), "expired")
    links.redeem(token, hashed(NEW), now())
    assert links.refused_because(token, now()) == (account(), "used")


@pytest.mark.both_databases
def test_of_two_who_take_a_link_at_the_same_moment_one_wins(inside, token):
    db.session.commit()
    start, outcomes = Barrier(2), []

    def take(password):
        kept = hashed(password)
        with inside.app_context(), writing():
            start.wait()
            try:
                links.redeem(token, kept, now())
                db.session.commit()
                outcomes.append(password)
            except LinkRefused:
                db.session.rollback()

    threads = [Thread(target=take, args=(password,)) for password in ("pirmā no abām", "otrā no abām")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert [matches(kept(account().id, account().password), one) for one in outcomes] == [True]


def test_whoever_forgot_the_password_gets_a_link_for_an_hour(inside):
    links.ask_reset("VID.Pieteicejs@virsis.example", now())
    link = db.session.scalars(select(AccountLink)).one()
    assert (link.purpose, link.user.username) == (LinkPurpose.password_reset, "vid.pieteicejs")
    assert link.expires_at - link.created_at == timedelta(hours=1)


def test_whoever_never_had_a_password_gets_an_invitation_again(inside):
    account().password = None
    links.ask_reset("vid.pieteicejs", now())
    assert len(told(Message.invitation)) == 1


@pytest.mark.parametrize("name", ["nobody", "", "nobody@virsis.example", "x" * 400, "vid.pieteicejs;--"])
def test_nobody_is_mailed_for_a_name_that_is_none(inside, name):
    links.ask_reset(name, now())
    assert db.session.scalars(select(Notification)).all() == []
    assert [one.account_id for one in traces(AccountAction.reset_asked)] == [None]


def test_a_closed_account_and_one_of_a_system_are_not_mailed(inside):
    account().active = False
    account("vid.kontrolieris").is_service = True
    for name in ("vid.pieteicejs", "vid.kontrolieris"):
        links.ask_reset(name, now())
    assert db.session.scalars(select(Notification)).all() == []


@pytest.mark.both_databases
def test_nobodys_mailbox_is_flooded(inside):
    for _ in range(5):
        links.ask_reset("vid.pieteicejs", now())
    assert len(told(Message.password_reset)) == 3
    assert len(traces(AccountAction.reset_asked)) == 5


def test_after_an_hour_one_may_ask_again(inside):
    for _ in range(4):
        links.ask_reset("vid.pieteicejs", now())
    links.ask_reset("vid.pieteicejs", now() + timedelta(hours=1, minutes=1))
    assert len(told(Message.password_reset)) == 4
