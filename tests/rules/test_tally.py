"""What the votes of a round amount to."""

from rules.tally import round_complete, tally
from rules.vocabulary import Choice, RequirementState
from tests.helpers.persons import requirement

ANSWERED = RequirementState.answered
ROUND = (
    requirement("VARAM", ANSWERED, Choice.approve),
    requirement("FM", ANSWERED, Choice.object),
    requirement("AiM", RequirementState.carried_over, Choice.approve_with_proposals),
    requirement("CSP", RequirementState.info_requested, Choice.need_info, open_question=True),
    requirement("KM", RequirementState.not_answered),
    requirement("DVI"),
)


def test_each_vote_in_force_is_counted_once() -> None:
    assert tally(ROUND).counts == {
        Choice.approve: 1,
        Choice.approve_with_proposals: 1,
        Choice.object: 1,
        Choice.need_info: 1,
        Choice.not_applicable: 0,
    }


def test_objections_questions_and_missing_answers_are_named_in_the_order_of_the_sheet() -> None:
    found = tally(ROUND)
    assert (found.objections, found.questions) == (("FM",), ("CSP",))
    assert found.unanswered == ("CSP", "KM", "DVI")


def test_a_question_and_silence_are_no_answers() -> None:
    assert (tally(ROUND).asked, tally(ROUND).answered) == (6, 3)


def test_no_number_of_approvals_outweighs_an_objection() -> None:
    many = tuple(requirement(f"I{number}", ANSWERED, Choice.approve) for number in range(20))
    assert tally((*many, requirement("FM", ANSWERED, Choice.object))).objections == ("FM",)


def test_a_round_is_complete_when_nobody_is_left_to_answer() -> None:
    assert round_complete(row for row in ROUND if row.institution in {"VARAM", "FM", "AiM"})
    assert round_complete(())


def test_a_round_with_a_waiting_institution_or_an_open_question_is_not_complete() -> None:
    assert not round_complete(row for row in ROUND if row.institution in {"VARAM", "DVI"})
    assert not round_complete(row for row in ROUND if row.institution in {"VARAM", "CSP"})
