"""Obligations of a card in a round, made through the use cases."""

from datetime import timedelta

from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services.activity import steps as workflow
from app.services.activity.obligations import ObligationGiven
from app.services.obligation import steps
from models import Obligation
from rules.vocabulary import Outcome
from tests.helpers import cards
from tests.helpers.cards import actor, the_card


def given(text="Ieslēgt auditāciju.", days=30, **more):
    return ObligationGiven(text=text, due_on=today() + timedelta(days=days), **more)


def agreed(code="DVI", added=()):
    """The obligation of an institution's vote, once the card is approved."""
    card = the_card()
    cards.vote(card, code, obligations=[given()] if code else [])
    cards.all_vote(card)
    head = actor("varam.vaditajs")
    workflow.decide(card, head, now(), outcome=Outcome.approve, reasoning="Saskaņots.", added=added)
    db.session.commit()
    return db.session.scalars(select(Obligation).order_by(Obligation.id)).first()


def report(row, text="Ieslēgts."):
    steps.report(row, actor("vid.pieteicejs"), now(), text=text)
    db.session.commit()
