"""Two people who do something to the same document at the same moment."""

import io

import pytest
from sqlalchemy import func, select

from app.clock import now
from app.extensions import db
from app.services.document import attachments, upkeep
from app.services.document.attachments import Sent
from app.services.files import look
from app.visibility import seeing_everything
from models import Attachment
from tests.helpers.at_once import at_once, meanwhile
from tests.helpers.cards import actor, the_card
from tests.helpers.files import PDF, TEXT

pytestmark = [pytest.mark.both_databases, pytest.mark.stage("in_round")]


def add(who="vid.pieteicejs", name="a.pdf", content=PDF, **more):
    sent = Sent(title="Apraksts", file=look(name, io.BytesIO(content)), **more)
    return attachments.add(the_card(), actor(who), now(), sent)


def test_of_two_who_replace_one_version_one_does(inside):
    first = add().id
    db.session.commit()
    refused = at_once(
        inside,
        lambda: add(replaces=first),
        lambda: add("vid.kontrolieris", "b.txt", TEXT, replaces=first),
    )
    versions = db.session.scalars(select(Attachment.version).order_by(Attachment.id)).all()
    assert (len(refused), versions) == (1, [1, 2])


def test_of_two_who_withdraw_a_document_one_does(inside):
    first = add().id
    db.session.commit()

    def withdraw():
        attachments.withdraw(attachments.found(first), actor("vid.pieteicejs"), now(), "Kļūda.")

    assert len(at_once(inside, withdraw, withdraw)) == 1


def test_what_is_being_kept_is_not_swept(inside):
    meanwhile(inside, add, lambda: upkeep.sweep(now()))
    with seeing_everything():
        row = db.session.scalars(select(Attachment)).one()
        with attachments.content(row) as kept:
            assert kept.read() == PDF
        assert db.session.scalar(select(func.count(Attachment.id))) == 1
