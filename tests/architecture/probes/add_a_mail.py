"""The new message: to whom, in which language, and what the inbox says of it."""

from contextlib import contextmanager

from sqlalchemy import select

from app import mail
from app.clock import now
from app.extensions import db
from app.services.activity import steps
from app.services.mail import delivery
from models import Notification
from rules.audience import Message
from tests.helpers import cards
from tests.helpers.mail_server import MailServer, text_of
from tests.helpers.people import browser_of
from tests.helpers.rounds import change, put, rows_of


def look(app, tell):
    """Take a card back and read what the controller gets."""
    number = put(app, cards.submitted)
    change(app, number, lambda one: steps.recall(one, cards.actor("vid.pieteicejs"), now()))
    with rows_of(app):
        row = db.session.scalars(select(Notification).where(Notification.message == Message.recalled)).one()
        tell("those meant are told, and nobody else", row.recipient.username == "vid.kontrolieris")
        latvian = mail.letter(row)
        row.recipient.locale = "en"
        english = mail.letter(row)
        db.session.rollback()
    tell(
        "the mail is written in Latvian", latvian.subject == f"{number}: atsaukta" and number in latvian.html
    )
    tell("the mail is written in English", english.subject == f"{number}: taken back")
    inbox = browser_of(app, "vid.kontrolieris").get("/darbi").text
    tell("the inbox says it", "atsaukta" in inbox)
    outbox = browser_of(app, "admin").get("/pazinojumi/list/").text
    tell("the outbox names it", "Kartīte atsaukta" in outbox)
    with _server(app) as server, rows_of(app):
        delivery.deliver(now(), 500)
        letters = [one for one in server.to("vid.kontrolieris") if "atsaukta" in one["Subject"]]
    tell("it is sent", len(letters) == 1 and "nav jāpārbauda" in text_of(letters[0]))


@contextmanager
def _server(app):
    server, state = MailServer(), app.extensions["mail"]
    server.start()
    before = (app.config["MAIL_SERVER"], state.server, state.port, state.suppress)
    app.config["MAIL_SERVER"] = state.server = server.host
    state.port, state.suppress = server.port, False
    try:
        yield server
    finally:
        app.config["MAIL_SERVER"], state.server, state.port, state.suppress = before
        server.stop()
