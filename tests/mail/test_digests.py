"""The daily digest: what waits for somebody now, then what is new, each card once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import now, today
from app.database import writing
from app.extensions import db
from app.services import daily, outbox as notifications
from app.services.account import notices
from app.services.document import comments
from app.services.document.comments import Written
from app.services.mail import delivery
from models import Comment, Notification, User
from rules.account.notices import NoticeKind, Way
from rules.audience import MailState, Message
from rules.document.words import Visibility
from rules.vocabulary import Choice
from tests.helpers.cards import ASKED, actor, all_vote, member, the_card, vote
from tests.helpers.mail_server import html_of, text_of

pytestmark = pytest.mark.stage("in_round")
TOMORROW = today() + timedelta(days=1)


@pytest.fixture
def card(outbox):
    """A card about which eight institutions are asked; what was said so far has gone out."""
    for row in db.session.scalars(select(Notification)):
        row.state = MailState.sent
    db.session.commit()
    return the_card()


def wants(username, **chosen):
    with writing():
        notices.settle(actor(username), {NoticeKind(kind): Way(way) for kind, way in chosen.items()})
        db.session.commit()


def run(on=TOMORROW):
    with writing():
        counts = daily.run(on, now())
        db.session.commit()
    return counts


def digest_to(username, server, on=TOMORROW):
    """Run the day, deliver, and return the digest of this person."""
    run(on)
    delivery.deliver(now())
    letters = [one for one in server.to(username) if "kopsavilkums" in one["Subject"]]
    return letters[-1] if letters else None


def rows(message, username=None):
    found = db.session.scalars(select(Notification).where(Notification.message == message).order_by("id"))
    return [row for row in found if username in (None, row.recipient.username)]


def states(message, username):
    return [row.state for row in rows(message, username)]


@pytest.mark.both_databases
def test_what_waits_stands_in_the_digest_with_due_date_and_days_left(card, server):
    wants("dvi.loceklis", task="digest")
    letter = digest_to("dvi.loceklis", server, today())
    due = card.current_round.requirements[0].due_on
    for part in (text_of(letter), html_of(letter)):
        said = [
            card.number,
            card.title,
            f"līdz {due:%d.%m.%Y}.",
            "10 darbdienu",
            f"/aktivitates/{card.number}",
        ]
        assert [one for one in said if one not in part] == []


def test_a_digest_is_one_a_person_and_day(card, server):
    wants("dvi.loceklis", task="digest")
    assert [run(day)["digests"] for day in (TOMORROW, TOMORROW, TOMORROW + timedelta(days=1))] == [1, 0, 1]


def test_nobody_gets_an_empty_digest(card):
    wants("vid.kontrolieris", task="digest", decision="digest")
    assert run()["digests"] == 0


def test_who_wants_news_in_a_digest_gets_no_mail_at_once_and_one_digest(card, server):
    wants("vid.pieteicejs", decision="digest")
    vote(card, "DVI", Choice.object)
    vote(card, "FM", Choice.object)
    db.session.commit()
    assert states(Message.remark, "vid.pieteicejs") == [MailState.gathered] * 2
    delivery.deliver(now())
    assert server.to("vid.pieteicejs") == []
    letter = text_of(digest_to("vid.pieteicejs", server))
    assert letter.count(card.title) == 1
    assert [one for one in ("DVI iebilst", "FM iebilst") if one not in letter] == []
    assert states(Message.remark, "vid.pieteicejs") == [MailState.digested] * 2


def test_news_about_what_waits_stand_with_it(card, server):
    wants("vid.pieteicejs", task="digest", decision="digest")
    vote(card, "DVI", Choice.object)
    assert text_of(digest_to("vid.pieteicejs", server)).count(card.title) == 1


def test_what_was_told_in_one_digest_is_not_told_in_the_next(card, server):
    wants("vid.pieteicejs", decision="digest")
    vote(card, "DVI", Choice.approve_with_proposals)
    assert [run(TOMORROW + timedelta(days=offset))["digests"] for offset in range(2)] == [1, 0]


def test_a_digest_of_a_past_day_tells_nothing_of_today(card):
    wants("vid.pieteicejs", decision="digest")
    vote(card, "DVI", Choice.object)
    assert run(today() - timedelta(days=1))["digests"] == 0


def test_who_wants_no_mail_of_a_kind_reads_it_in_the_inbox_only(card, server):
    wants("vid.pieteicejs", decision="none")
    vote(card, "DVI", Choice.object)
    db.session.commit()
    delivery.deliver(now())
    assert states(Message.remark, "vid.pieteicejs") == [MailState.unmailed]
    assert (server.to("vid.pieteicejs"), run()["digests"]) == ([], 0)


def test_reminders_of_the_day_stand_in_its_digest(card, server):
    wants("dvi.loceklis", task="digest")
    on = card.current_round.requirements[0].due_on
    assert run(on) == {"reminders": len(ASKED), "overdue": 0, "digests": 1, "obligations": 0}


@pytest.mark.parametrize(("way", "state"), [("at_once", MailState.queued), ("none", MailState.unmailed)])
def test_who_wants_no_digest_any_more_gets_what_waited_for_it_the_other_way(card, way, state):
    wants("vid.pieteicejs", decision="digest")
    vote(card, "DVI", Choice.object)
    wants("vid.pieteicejs", decision=way)
    assert states(Message.remark, "vid.pieteicejs") == [state]


def test_what_waits_no_more_when_the_digest_is_written_is_not_in_it(card):
    wants("dvi.loceklis", task="digest")
    vote(card, "DVI")
    assert run()["digests"] == 0


def test_who_does_not_see_the_card_any_more_when_it_goes_out_gets_no_digest(card, server):
    wants("dvi.loceklis", task="digest")
    run()
    person = db.session.scalars(select(User).where(User.username == "dvi.loceklis")).one()
    person.institution = actor_institution("bvkb.pieteicejs")
    db.session.commit()
    delivery.deliver(now())
    assert (server.to("dvi.loceklis"), states(Message.digest, "dvi.loceklis")) == ([], [MailState.kept])


def test_news_that_the_reader_may_not_read_any_more_are_dropped_when_it_goes_out(card, server):
    wants("fm.loceklis", discussion="digest", task="digest")
    said = Written(text="FM, lūdzu, paskatieties!", visibility=Visibility.shared, mentions=("FM",))
    comments.write(card, member("DVI"), now(), said)
    db.session.flush()
    run()
    entry = db.session.scalars(select(Comment)).one()
    comments.withdraw(entry, member("DVI"), now())
    db.session.commit()
    delivery.deliver(now())
    assert "sarunā" not in text_of(server.to("fm.loceklis")[-1])


def test_a_closed_account_gets_none(card):
    wants("dvi.loceklis", task="digest")
    db.session.scalars(select(User).where(User.username == "dvi.loceklis")).one().active = False
    db.session.commit()
    assert run()["digests"] == 0


def test_messages_about_no_card_are_told_too(card, server):
    wants("vid.pieteicejs", task="digest")
    person = db.session.scalars(select(User).where(User.username == "vid.pieteicejs")).one()
    told = {"institution": "VID", "role": "applicant", "numbers": [card.number]}
    notifications.tell(Message.work_handed_over, now(), person=person, values=told)
    letter = digest_to("vid.pieteicejs", server)
    assert "jums ir nodots darbs" in text_of(letter)


def test_a_digest_speaks_the_language_of_its_reader(card, server):
    wants("dvi.loceklis", task="digest")
    db.session.scalars(select(User).where(User.username == "dvi.loceklis")).one().locale = "en"
    run()
    delivery.deliver(now())
    letter = server.to("dvi.loceklis")[-1]
    assert (letter["Subject"].startswith("VIRSIS: digest of"), "working days" in text_of(letter)) == (
        True,
        True,
    )


def test_behind_row_level_security_digests_are_written(walled_app):
    from app.visibility import seeing_everything
    from tests.helpers.rounds import rows_of

    with rows_of(walled_app):
        wants("dvi.loceklis", task="digest")
    with walled_app.app_context(), seeing_everything():
        assert run()["digests"] == 1


def actor_institution(username):
    return db.session.scalars(select(User).where(User.username == username)).one().institution


def test_what_heads_wait_for_is_dated_by_the_round(card):
    wants("varam.vaditajs", task="digest")
    all_vote(card)
    run()
    [row] = rows(Message.digest, "varam.vaditajs")
    assert row.values["waits"] == [[card.id, None]]
