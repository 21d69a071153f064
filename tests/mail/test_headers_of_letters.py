"""What people type cannot add a line to the head of a letter."""

import pytest
from sqlalchemy import select, update

from app.clock import now
from app.extensions import db
from app.services.mail import delivery
from models import Activity, Notification, User
from rules.audience import MailState

CONTROLLER = "vid.kontrolieris@virsis.example"
BREAK = "EDS\r\nBcc: thief@elsewhere.example\r\n\r\nx"


@pytest.mark.stage("submitted")
@pytest.mark.parametrize("table", [Activity, User], ids=["title of a card", "name of a person"])
def test_line_breaks_in_a_title_or_name_stay_in_the_letter_to_one_person(outbox, server, table):
    wrong = {"title": BREAK} if table is Activity else {"first_name": BREAK, "last_name": BREAK}
    db.session.execute(update(table.__table__).values(**wrong))
    db.session.commit()
    delivery.deliver(now())
    heads = [(letter["To"], letter["X-Envelope-To"], letter["Bcc"]) for letter in server.letters]
    states = db.session.scalars(select(Notification.state)).all()
    assert (heads, states) == ([(CONTROLLER, CONTROLLER, None)], [MailState.sent])


@pytest.mark.stage("submitted")
def test_address_with_a_line_break_gets_nothing_and_the_others_get_theirs(outbox, server):
    wrong = update(User.__table__).where(User.__table__.c.username == "vid.kontrolieris")
    db.session.execute(wrong.values(email="a@virsis.example\nBcc: thief@elsewhere.example"))
    db.session.commit()
    delivery.deliver(now())
    states = db.session.scalars(select(Notification.state)).all()
    assert (server.letters, states) == ([], [MailState.failed])
