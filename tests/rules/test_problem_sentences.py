"""A problem says what to do."""

from dataclasses import replace

import pytest

from rules.completeness import missing
from rules.facts import CardFacts, LiquidationFact, PrincipleFact
from rules.problem_sentences import names_its_field, sentence
from rules.refusals import Problem
from rules.vocabulary import Kind, ProblemCode
from tests.rules.test_completeness import DEVELOPMENT, FPR, LIQUIDATION, TODAY


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        (
            Problem("goal", ProblemCode.too_short, {"minimum": 50, "length": 22}),
            "Describe the goal in at least 50 characters (now 22)",
        ),
        (
            Problem("suggestions.LAD ĢIS", ProblemCode.undecided, {"resource": "LAD ĢIS"}),
            "Accept or reject the suggestion of the registry: LAD ĢIS",
        ),
        (
            Problem("suggestions.business.gov.lv.reason", ProblemCode.required, {"resource": "B"}),
            "Say why you reject the suggestion of the registry: B",
        ),
        (
            Problem("principles.S1", ProblemCode.required, {"principle": "S1", "minimum": 20}),
            "Answer how principle S1 is met, in at least 20 characters",
        ),
        (
            Problem("used_resources.3", ProblemCode.unknown, {"code": "NAV"}),
            "There is no code NAV. Choose one from the list.",
        ),
        (Problem("remarks.0.reason", ProblemCode.required), "Write the reason of the remark"),
        (
            Problem("objections.DVI", ProblemCode.required),
            "Write why the objection of this institution is not followed",
        ),
    ],
)
def test_the_sentence_says_what_to_do_with_the_numbers(problem: Problem, says: str) -> None:
    assert sentence(problem) % problem.values == says


@pytest.mark.parametrize("code", ProblemCode)
def test_every_code_has_a_general_sentence_that_needs_no_values(code: ProblemCode) -> None:
    assert sentence(Problem("anything", code)) % {}


@pytest.mark.parametrize(
    "card",
    [
        CardFacts(kind=Kind.development, holder="VID", principles=(PrincipleFact("S1"),), providers=(FPR,)),
        CardFacts(kind=Kind.creation, holder="VID"),
        replace(LIQUIDATION, liquidation=LiquidationFact()),
        replace(DEVELOPMENT, kind=None, funding_source=None),
    ],
    ids=["development", "creation", "liquidation", "none"],
)
def test_every_problem_of_a_card_has_a_sentence_of_its_own(card: CardFacts) -> None:
    found = list(missing(card, TODAY))
    own = [sentence(one) % one.values != sentence(Problem("anything", one.code)) for one in found]
    assert (own, len(own) > 0) == ([True] * len(found), True)


@pytest.mark.parametrize(
    ("problem", "own"),
    [
        (Problem("goal", ProblemCode.too_short), True),
        (Problem("remarks.0.reason", ProblemCode.required), True),
        (Problem("principles.S1", ProblemCode.required), True),
        (Problem("goal", ProblemCode.negative), False),
        (Problem("remarks.0.nothing", ProblemCode.required), False),
        (Problem("used_resources.3", ProblemCode.unknown, {"code": "NAV"}), False),
    ],
)
def test_a_sentence_of_a_field_says_which_field_it_is_about(problem: Problem, own: bool) -> None:
    assert names_its_field(problem) is own
