"""An institution that is closed while its opinion is awaited: the successor gives it."""

import pytest
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.services.activity import audit, round_check, takeover
from models import Event, Notification
from rules.audience import Message
from rules.vocabulary import Choice, RequirementState, Status
from tests.helpers.cards import ASKED, actor, the_card, vote
from tests.helpers.institutions import close, institution

pytestmark = pytest.mark.stage("in_round")


@pytest.fixture
def card(inside):
    """A card about which eight institutions are asked."""
    return the_card()


def closed(code, successor=None):
    close(code, successor)
    takeover.take_over(institution(code), actor("admin"), now())


def rows(card):
    return {one.institution.code: one for one in card.current_round.requirements}


def events():
    return list(db.session.scalars(select(Event).where(Event.action == audit.TAKEN_OVER)))


def test_the_successor_is_asked_instead_with_reasons_and_due_date_as_they_were(card):
    before = rows(card)["PMLP"]
    kept = before.id, before.due_on, before.reasons
    closed("PMLP", "IeM")
    assert "PMLP" not in rows(card)
    after = rows(card)["IeM"]
    assert (after.id, after.due_on, after.reasons) == kept


def test_the_successor_gives_the_opinion(card):
    closed("PMLP", "IeM")
    vote(card, "IeM")
    assert rows(card)["IeM"].state is RequirementState.answered


@pytest.mark.both_databases
def test_an_event_says_so_and_the_chain_holds(card):
    closed("PMLP", "IeM")
    (event,) = events()
    assert (event.activity_id, event.actor.username) == (card.id, "admin")
    assert event.data == {"institution": "PMLP", "successor": "IeM", "asked": True}
    assert audit.verify()[1] == []


def test_its_members_are_told(card):
    closed("PMLP", "IeM")
    asked = db.session.scalars(select(Notification).where(Notification.message == Message.opinion_asked))
    assert [one.recipient.username for one in asked][-1] == "iem.loceklis"


def test_without_a_member_administrators_are_told(card):
    closed("PMLP", "BVKB")
    told = db.session.scalars(select(Notification).where(Notification.message == Message.nobody_to_vote))
    assert {one.recipient.username for one in told} == {"bvkb.administrators", "admin2"}


def test_a_successor_that_is_asked_itself_answers_once_for_both(card):
    reasons = [*rows(card)["VARAM"].reasons, *rows(card)["PMLP"].reasons]
    closed("PMLP", "VARAM")
    assert rows(card)["VARAM"].reasons == reasons
    assert rows(card)["PMLP"].state is RequirementState.not_answered
    assert round_check.differences() == []


def test_a_successor_that_has_answered_is_not_asked_again(card):
    vote(card, "VARAM")
    before = rows(card)["VARAM"].reasons
    closed("PMLP", "VARAM")
    assert (rows(card)["VARAM"].state, rows(card)["VARAM"].reasons) == (RequirementState.answered, before)


def test_the_holder_is_not_asked_about_its_own_card_and_a_round_that_waits_for_nobody_closes(card):
    for code in set(ASKED) - {"PMLP"}:
        vote(card, code)
    closed("PMLP", "VID")
    assert (card.status, rows(card)["PMLP"].state) == (
        Status.awaiting_decision,
        RequirementState.not_answered,
    )
    assert audit.verify()[1] == []


def test_without_a_successor_nothing_changes(card):
    closed("PMLP")
    assert (rows(card)["PMLP"].state, events()) == (RequirementState.waiting, [])


def test_an_opinion_that_was_given_stays_the_institutions_own(card):
    vote(card, "PMLP")
    closed("PMLP", "IeM")
    assert (rows(card)["PMLP"].choice, events()) == (Choice.approve, [])


@pytest.mark.both_databases
def test_twice_is_once(card):
    closed("PMLP", "IeM")
    closed("PMLP", "IeM")
    assert len(events()) == 1
