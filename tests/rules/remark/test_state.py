"""What becomes of an objection or a proposal, against a table written by hand."""

import pytest

from rules.remark.state import RemarkFacts, stands, state_of
from rules.vocabulary import Choice, RemarkKind, RemarkState, Resolution

OBJECTION, PROPOSAL = RemarkKind.objection, RemarkKind.proposal
S, C = RemarkState, Choice
OVERRULED = Resolution.overrule


@pytest.mark.parametrize(
    ("kind", "newer", "resolution", "answered", "state"),
    [
        (OBJECTION, None, None, False, S.open),
        (PROPOSAL, None, None, False, S.open),
        (OBJECTION, None, None, True, S.answered),
        (PROPOSAL, None, None, True, S.answered),
        (OBJECTION, C.approve, None, False, S.withdrawn),
        (OBJECTION, C.approve_with_proposals, None, True, S.withdrawn),
        (OBJECTION, C.not_applicable, None, True, S.withdrawn),
        (OBJECTION, C.object, None, True, S.superseded),
        (OBJECTION, C.need_info, None, False, S.superseded),
        (PROPOSAL, C.approve, None, True, S.withdrawn),
        (PROPOSAL, C.not_applicable, None, False, S.withdrawn),
        (PROPOSAL, C.approve_with_proposals, None, False, S.superseded),
        (PROPOSAL, C.object, None, True, S.superseded),
        (PROPOSAL, C.need_info, None, True, S.superseded),
        (OBJECTION, None, OVERRULED, False, S.overruled),
        (OBJECTION, None, OVERRULED, True, S.overruled),
        (OBJECTION, C.approve, OVERRULED, True, S.withdrawn),
        (PROPOSAL, None, OVERRULED, False, S.open),
        (PROPOSAL, None, OVERRULED, True, S.answered),
    ],
)
def test_a_remark_stands_where_the_table_says(
    kind: RemarkKind, newer: Choice | None, resolution: Resolution | None, answered: bool, state: RemarkState
) -> None:
    facts = RemarkFacts(kind=kind, newer=newer, resolution=resolution, answered=answered)
    assert state_of(facts) is state


def test_no_agreement_is_on_objections_that_nobody_took_back_or_gave_anew() -> None:
    disputed = {(kind, state) for kind in RemarkKind for state in RemarkState if stands(kind, state)}
    assert disputed == {(OBJECTION, one) for one in (S.open, S.answered, S.overruled, S.obligation)}


def test_every_resolution_says_what_becomes_of_the_objection() -> None:
    found = {one: state_of(RemarkFacts(kind=OBJECTION, resolution=one)) for one in Resolution}
    assert set(found.values()) <= {S.overruled, S.obligation}
