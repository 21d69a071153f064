"""The nightly check finds what was changed behind the back of the use cases, and nothing else."""

import pytest
from sqlalchemy import text

from app.clock import now
from app.extensions import db
from app.services.activity import answering, round_check
from rules.vocabulary import Choice
from tests.helpers.cards import actor, the_card, vote

pytestmark = pytest.mark.both_databases


@pytest.mark.stage("in_round")
def test_a_round_in_all_its_states_has_no_differences(inside):
    activity = the_card()
    vote(activity, "KM", Choice.object)
    vote(activity, "DVI", Choice.need_info, comment="Kāpēc?")
    vote(activity, "CSP", Choice.need_info, comment="Cik?")
    row = next(one for one in activity.current_round.requirements if one.institution.code == "CSP")
    answering.answer(activity, actor("vid.pieteicejs"), now(), text="Tik.", requirement_id=row.id)
    db.session.commit()
    assert round_check.differences() == []


@pytest.mark.stage("in_round")
def test_a_requirement_changed_from_outside_is_reported(inside):
    activity = the_card()
    db.session.flush()
    changed = "SET state = 'answered', choice = 'approve', answered_at = '2026-11-23 10:00:00'"
    db.session.execute(text(f"UPDATE requirement {changed} WHERE position = 1"))
    db.session.expire_all()
    assert round_check.differences() == [
        f"{activity.number}, round 1, VARAM: stored answered approve, votes say waiting -"
    ]
