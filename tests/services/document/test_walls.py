"""What the rules say of one entry is what queries find, and what the database lets a plain role find."""

import io
from itertools import product

import pytest
from sqlalchemy import select

from app.clock import now
from app.database import writing
from app.extensions import db
from app.services.document import attachments, comments
from app.services.document.attachments import Sent
from app.services.document.comments import Written
from app.services.files import look
from app.visibility import looking_as, seeing_everything
from models import Activity, Attachment, Comment, User
from models.account.people import actor_of
from rules.document.access import reads_comment, reads_document
from rules.document.words import Visibility
from rules.facts import Actor
from tests.helpers.cards import actor, approved, draft, in_round, restricted
from tests.helpers.files import PDF
from tests.helpers.people import PEOPLE

WRITERS = ("vid.pieteicejs", "dvi.loceklis")


def put(app):
    """A card of each kind, with an entry of each writer for each kind of reader."""
    with app.app_context(), seeing_everything(), writing():
        for make in (draft, in_round, approved, restricted):
            card = make()
            writers = WRITERS if card.round else WRITERS[:1]
            for who, visibility in product(writers, Visibility):
                add(card, who, visibility)
        db.session.commit()


def add(card, who, visibility):
    sent = Sent(title="Apraksts", visibility=visibility, file=look("a.pdf", io.BytesIO(PDF)))
    attachments.add(card, actor(who), now(), sent)
    comments.write(card, actor(who), now(), Written(text="Teksts", visibility=visibility))


def said_by_the_rules(person):
    with seeing_everything():
        cards = {one.id: (one.facts(), one.restricted) for one in db.session.scalars(select(Activity))}
        documents = {
            one.id
            for one in db.session.scalars(select(Attachment))
            if reads_document(*cards[one.activity_id], one.entry(), person)
        }
        rows = db.session.scalars(select(Comment))
        return documents, {
            one.id for one in rows if reads_comment(cards[one.activity_id][0], one.entry(), person)
        }


def found(person, past_the_first_wall=False):
    tables = (Attachment, Comment)
    with looking_as(person):
        keys = [one.__table__.c.id if past_the_first_wall else one.id for one in tables]
        return tuple(set(db.session.scalars(select(key))) for key in keys)


@pytest.fixture
def people():
    return [*PEOPLE, ""]


@pytest.mark.both_databases
def test_queries_find_what_the_rules_say(app, people):
    put(app)
    differ = {}
    with app.app_context():
        for name in people:
            person = named(name)
            if found(person) != said_by_the_rules(person):
                differ[name] = (found(person), said_by_the_rules(person))
    assert differ == {}


def test_a_plain_role_finds_what_the_rules_say(walled_app, people):
    put(walled_app)
    differ = {}
    with walled_app.app_context():
        for name in people:
            person = named(name)
            if found(person, past_the_first_wall=True) != said_by_the_rules(person):
                differ[name] = (found(person, past_the_first_wall=True), said_by_the_rules(person))
    assert differ == {}


def named(username):
    with seeing_everything():
        row = db.session.scalars(select(User).where(User.username == username)).one_or_none()
        return actor_of(row) if row else Actor(username="")
