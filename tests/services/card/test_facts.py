"""The facts of a card do not depend on how a database orders letters, nor on what nobody answered."""

import pytest

from models import Institution, Resource
from models.activity.card import NO_UNLESS_SAID
from models.activity.facts import around
from rules.registry_vocabulary import InstitutionStatus, ResourceStatus
from tests.helpers.cards import draft

HOLDER = Institution(code="VID", status=InstitutionStatus.active)


def resource(code):
    return Resource(code=code, holder=HOLDER, status=ResourceStatus.active)


def test_resources_stand_in_the_order_of_their_code_points_whatever_the_database_does():
    read = [resource(code) for code in ("e-V", "EDS", "ĒRIS", "FPR")]
    known = around(HOLDER, resource("BIS"), (), None, (), (read, ()))
    assert [one.code for one in known.providers("BIS")] == ["EDS", "FPR", "e-V", "ĒRIS"]


@pytest.mark.parametrize("question", NO_UNLESS_SAID)
def test_rules_take_a_question_that_nobody_answered_for_a_no(inside, question):
    activity = draft()
    assert (getattr(activity, question), getattr(activity.card_facts().answers, question)) == (None, False)
