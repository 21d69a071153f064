"""Who gets a message about documents and discussion, and what stands in the mail."""

import io

import pytest
from sqlalchemy import select

from app import mail
from app.clock import now
from app.extensions import db
from app.services.document import attachments, comments
from app.services.document.attachments import Sent
from app.services.document.comments import Written
from app.services.files import look
from app.services.mail import reading
from models import Notification, User
from rules.audience import Message
from rules.document.words import Visibility
from rules.vocabulary import Role
from tests.helpers.cards import actor, member, the_card
from tests.helpers.files import PDF
from tests.helpers.people import account

pytestmark = pytest.mark.stage("in_round")


def said(who, text="Teksts", **more):
    row = comments.write(the_card(), who, now(), Written(text=text, **more))
    db.session.commit()
    return row


def told():
    rows = select(User.username, Notification.message).join(Notification.recipient)
    about = Notification.message.in_(
        (Message.attached, Message.commented, Message.mentioned, Message.replied, Message.noted)
    )
    return sorted((name, word.value) for name, word in db.session.execute(rows.where(about)))


def test_a_shared_document_is_told_to_who_wrote_the_card(inside):
    attachments.add(
        the_card(),
        member("DVI"),
        now(),
        Sent(title="Atzinums", visibility=Visibility.shared, file=look("a.pdf", io.BytesIO(PDF))),
    )
    assert told() == [("vid.pieteicejs", "attached")]


def test_an_internal_document_is_told_to_nobody(inside):
    attachments.add(the_card(), member("DVI"), now(), Sent(title="A", file=look("a.pdf", io.BytesIO(PDF))))
    assert told() == []


def test_nobody_is_told_of_the_own_words(inside):
    said(actor("vid.pieteicejs"), mentions=("VID", "vid.pieteicejs"))
    assert told() == []


def test_of_an_institution_asked_its_cab_members_are_told(inside):
    account("dvi.otrais", "DVI", Role.cab_member)
    account("dvi.vaditajs", "DVI", Role.applicant)
    said(actor("vid.pieteicejs"), mentions=("DVI",))
    assert told() == [("dvi.loceklis", "mentioned"), ("dvi.otrais", "mentioned")]


def test_who_lost_the_right_to_read_is_answered_without_a_message(inside):
    first = said(member("DVI"), visibility=Visibility.shared)
    db.session.scalars(select(User).where(User.username == "dvi.loceklis")).one().roles = []
    db.session.commit()
    said(actor("vid.pieteicejs"), reply_to=first.id)
    assert ("dvi.loceklis", "replied") not in told()


def letter_to(username):
    mine = select(Notification).join(Notification.recipient).where(User.username == username)
    return mail.letter(db.session.scalars(mine.order_by(Notification.id.desc()).limit(1)).one())


def test_the_mail_says_what_was_said_and_leads_to_the_discussion(inside):
    said(actor("vid.pieteicejs"), "Kad būs testa vide?", mentions=("DVI",))
    written = letter_to("dvi.loceklis")
    assert "Kad būs testa vide?" in written.text
    assert f"/aktivitates/{the_card().number}/saruna" in written.text


def test_a_mail_that_waits_for_a_comment_withdrawn_meanwhile_does_not_go_out(inside):
    row = said(actor("vid.pieteicejs"), "Lieki vārdi", mentions=("DVI",))
    comments.withdraw(row, actor("vid.pieteicejs"), now())
    db.session.commit()
    waiting = select(Notification).where(Notification.message == Message.mentioned)
    message = db.session.scalars(waiting).one()
    assert not reading.may_read(message)
    assert "Lieki vārdi" not in letter_to("dvi.loceklis").text


@pytest.mark.both_databases
def test_a_mail_about_an_internal_entry_goes_to_nobody_who_moved_away(inside):
    account("dvi.otrais", "DVI", Role.cab_member)
    said(member("DVI"), mentions=("dvi.otrais",))
    message = db.session.scalars(select(Notification).where(Notification.message == Message.noted)).one()
    assert reading.may_read(message)
    message.recipient.institution = (
        db.session.scalars(select(User).where(User.username == "fm.loceklis")).one().institution
    )
    db.session.flush()
    assert not reading.may_read(message)
