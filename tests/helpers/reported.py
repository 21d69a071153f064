"""Cards that were submitted, returned, asked about and decided over the last months."""

from datetime import timedelta

from app import clock
from app.services.activity import steps as workflow
from models import Activity
from rules.vocabulary import Choice, Outcome
from tests.helpers import cards

HEAD = "varam.vaditajs"


def put() -> None:
    """Decided in several months and rounds, one of them restricted; in a round, some late; a draft."""
    _ago(200, cards.approved)
    slow = _ago(120, cards.submitted)
    _ago(113, lambda: _return(slow))
    _ago(100, lambda: _resubmit(slow))
    _ago(90, lambda: cards.all_vote(slow, objecting=("DVI", "FM")))
    _ago(80, lambda: _decide(slow, Outcome.reject))
    _ago(60, cards.restricted)
    again = _ago(50, cards.second_round)
    _ago(45, lambda: cards.all_vote(again))
    _ago(40, lambda: _decide(again, Outcome.approve))
    late = _ago(40, cards.in_round)
    cards.vote(late, "FM")
    _ago(30, lambda: cards.vote(late, "CSP", Choice.approve_with_proposals))
    _ago(3, cards.in_round)
    cards.draft()


def _ago(days, act):
    with clock.at(clock.now() - timedelta(days=days)):
        return act()


def _return(card: Activity) -> None:
    workflow.return_card(card, cards.actor("vid.kontrolieris"), clock.now(), comment="Jāprecizē mērķis.")


def _resubmit(card: Activity) -> None:
    workflow.submit(card, cards.actor("vid.pieteicejs"), clock.now())
    workflow.forward(card, cards.actor("vid.kontrolieris"), clock.now())


def _decide(card: Activity, outcome: Outcome) -> None:
    workflow.decide(card, cards.actor(HEAD), clock.now(), outcome=outcome, reasoning="Izvērtēts.")
