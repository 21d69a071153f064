"""Tickets and what is said of them are seen alike by the rules, by the ORM and by the database's own wall."""

from itertools import product

import pytest
from sqlalchemy import select, text

from app.clock import now
from app.database import writing
from app.extensions import db
from app.visibility import looking_as, seeing_everything
from models import (
    Institution,
    Resource,
    Ticket,
    TicketComment,
    TicketEvent,
    TicketInstitution,
    TicketOpener,
    User,
)
from rules.desk.access import sees_ticket
from rules.desk.words import CommentSource, TicketKind, TicketStatus
from rules.document.access import reads_inside
from rules.document.words import Visibility
from rules.facts import Actor
from rules.vocabulary import Role

HOMES = ("BVKB", "PMLP", "VID", "FM")
ROLES = ((), (Role.user_admin,), (Role.applicant,), (Role.change_controller,), (Role.admin, Role.cab_head))


@pytest.mark.both_databases
def test_orm_finds_for_everybody_what_the_rules_let_them_see(app):
    with app.app_context():
        kept = laid()
        for actor in people():
            with looking_as(actor):
                assert found(select(Ticket.number)) == seen(kept, actor), actor
                assert found(select(TicketEvent.action)) == seen(kept, actor), actor
                assert found(select(TicketComment.text)) == said(kept, actor), actor


def test_database_finds_by_itself_for_everybody_what_the_rules_let_them_see(walled_app):
    with walled_app.app_context():
        kept = laid()
        for actor in people():
            with looking_as(actor):
                assert found(text("SELECT number FROM ticket")) == seen(kept, actor), actor
                assert found(text("SELECT action FROM ticket_event")) == seen(kept, actor), actor
                assert found(text("SELECT text FROM ticket_comment")) == said(kept, actor), actor


def found(query):
    return set(db.session.scalars(query))


def laid():
    """Tickets of every sort, with what people of each institution wrote for themselves about them."""
    with seeing_everything(), writing():
        homes = dict(db.session.execute(select(Institution.code, Institution.id)).all())
        person = db.session.scalars(select(User.id)).first()
        resource = db.session.scalars(select(Resource.id)).first()
        kept = [
            ticket(place, homes, person, resource, restricted, assigned)
            for place, (restricted, assigned) in enumerate(product((False, True), (None, person)))
        ]
        db.session.commit()
        return [one.facts() for one in kept]


def ticket(place, homes, person, resource, restricted, assigned):
    number = f"IN-2026-{place:06}"
    one = Ticket(
        number=number,
        kind=TicketKind.incident,
        status=TicketStatus.new,
        title="x",
        description="x",
        resource_id=resource,
        restricted=restricted,
        requester_institution_id=homes["BVKB"],
        requester_id=person,
        assignee_institution_id=homes["PMLP"],
        assignee_id=assigned,
        answer_hours=1,
        resolve_hours=8,
        created_at=now(),
        updated_at=now(),
    )
    one.institutions = [TicketInstitution(institution_id=homes[code]) for code in ("BVKB", "PMLP", "VID")]
    one.openers = [TicketOpener(person_id=person)]
    db.session.add(one)
    db.session.flush()
    db.session.add(
        TicketEvent(
            ticket_id=one.id,
            seq=1,
            at=now(),
            action=number,
            to_status=one.status,
            previous_hash="0" * 64,
            hash="0" * 64,
        )
    )
    for code, visibility in (("BVKB", Visibility.shared), *((code, Visibility.internal) for code in HOMES)):
        db.session.add(
            TicketComment(
                ticket_id=one.id,
                institution_id=homes[code],
                author_id=person,
                visibility=visibility,
                source=CommentSource.web,
                text=f"{number} {code} {visibility}",
                written_at=now(),
            )
        )
    return one


def people():
    homes = dict(db.session.execute(select(Institution.code, Institution.id)).all())
    first = db.session.scalars(select(User.id)).first()
    for code, roles, key in product(HOMES, ROLES, (first, first + 1)):
        yield Actor(
            username="x", user_id=key, institution=code, institution_id=homes[code], roles=frozenset(roles)
        )
    yield Actor(username="")


def seen(kept, actor):
    return {one.number for one in kept if sees_ticket(one, actor)}


def said(kept, actor):
    shared = {f"{number} BVKB shared" for number in seen(kept, actor)}
    if not reads_inside(actor):
        return shared
    return shared | {f"{number} {actor.institution} internal" for number in seen(kept, actor)}
