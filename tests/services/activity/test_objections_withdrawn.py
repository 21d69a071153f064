"""Objections taken back: in whose name, once, and never beside a decision over them."""

import pytest
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.services.activity import audit, on_behalf, steps as workflow, voting
from app.services.activity.remarks import remarks_of, with_remarks
from app.services.activity.round_check import differences
from app.services.activity.voting import Opinion
from models import Decision, Event
from rules.vocabulary import Action, Choice, Outcome, RemarkState, Role, Status
from tests.helpers.at_once import at_once
from tests.helpers.cards import actor, the_card
from tests.helpers.substitutes import substituted

pytestmark = pytest.mark.stage("objected")
OVERRULED = {"DVI": "Mērķis ir aprakstīts."}


def take_back(who=None, **said):
    opinion = Opinion(choice=Choice.approve, **said)
    return voting.withdraw_objection(the_card(), who or actor("dvi.loceklis"), now(), opinion)


def states():
    return [one.state for one in remarks_of(with_remarks(the_card()))]


@pytest.mark.both_databases
def test_the_vote_supersedes_and_the_objection_stays_in_the_record(inside):
    given = take_back()
    votes = [one.choice for one in given.requirement.votes]
    assert (votes, states()) == ([Choice.object, Choice.approve], [RemarkState.withdrawn])
    assert (the_card().status, given.status_after) == (Status.awaiting_decision, Status.awaiting_decision)
    assert (audit.verify()[1], differences()) == ([], [])


def test_a_substitute_takes_it_back_on_behalf_of_the_member(inside):
    row = substituted("dvi.loceklis", Role.cab_member)
    card, colleague = the_card(), actor("dvi.loceklis.kolega")
    who, _ = on_behalf.in_whose_name(card, Action.withdraw_objection, colleague, now())
    given = take_back(who)
    event = db.session.scalars(select(Event).where(Event.action == "withdraw_objection")).one()
    assert (given.on_behalf_of_id, event.on_behalf_of_id) == (row.principal_id, row.principal_id)


@pytest.mark.both_databases
def test_of_a_withdrawal_and_a_decision_at_once_one_is_refused_or_comes_first(inside):
    def approve():
        said = {"outcome": Outcome.approve, "reasoning": "Izvērtēts.", "overruled": OVERRULED}
        workflow.decide(the_card(), actor("varam.vaditajs"), now(), **said)

    db.session.commit()
    refusals = at_once(inside, take_back, approve)
    db.session.expire_all()
    resolved = [one for decision in db.session.scalars(select(Decision)) for one in decision.resolutions]
    found = (len(refusals), the_card().status, len(resolved), states())
    assert found in (
        (1, Status.awaiting_decision, 0, [RemarkState.withdrawn]),
        (1, Status.approved, 1, [RemarkState.overruled]),
    )
