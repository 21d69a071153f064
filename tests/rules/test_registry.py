"""The registry as facts, and the facts of a card that names codes of it."""

from typing import Any

import pytest

from rules.facts import Answers, CardFacts, InstitutionFact, ResourceFact
from rules.refusals import Invalid, Problem
from rules.registry import Named, Registry, card_facts, facts_from_json
from rules.registry_vocabulary import InstitutionKind
from rules.vocabulary import Kind, ProblemCode

OFFICE, MINISTRY, CHANCELLERY = (
    InstitutionFact("PMLP", InstitutionKind.central_authority),
    InstitutionFact("IeM", InstitutionKind.ministry),
    InstitutionFact("VK", InstitutionKind.central_authority),
)
PERSONS, BORDER, VISAS = (ResourceFact(code, "PMLP") for code in ("FPR", "REIS", "VIS"))
# The registers of persons feeds the border's, and that the visas'.
REGISTRY = Registry(
    institutions={one.code: one for one in (OFFICE, MINISTRY, CHANCELLERY)},
    parents={"PMLP": "IeM", "IeM": "VK"},
    resources={one.code: one for one in (PERSONS, BORDER, VISAS)},
    dependencies=(("VIS", "REIS"), ("REIS", "FPR"), ("REIS", "FPR")),
    architects={"borders": "IeM", "taxes": None},
    successors={"VK": "IeM"},
)
EVERYTHING = {
    "kind": "development",
    "holder": "PMLP",
    "resource": "REIS",
    "used_resources": ["FPR"],
    "affected_resources": ["VIS"],
    "affected_institutions": ["VK", "IeM"],
    "domain": "borders",
    "personal_data": True,
    "statistics": False,
}


def test_a_card_that_says_everything_is_read_whole() -> None:
    assert facts_from_json(EVERYTHING, REGISTRY) == CardFacts(
        kind=Kind.development,
        holder="PMLP",
        lineage=(MINISTRY, CHANCELLERY),
        resource=BORDER,
        used_resources=(PERSONS,),
        affected_resources=(VISAS,),
        providers=(PERSONS,),
        consumers=(VISAS,),
        affected_institutions=("VK", "IeM"),
        successors={"VK": "IeM"},
        domain_architect="IeM",
        answers=Answers(domain="borders", personal_data=True, statistics=False),
    )


@pytest.mark.parametrize("unsaid", [{}, {"resource": "", "domain": "", "used_resources": []}])
def test_a_card_that_says_the_least_is_read_as_such(unsaid: dict[str, object]) -> None:
    least = facts_from_json({"kind": "creation", "holder": "VK", **unsaid}, REGISTRY)
    assert least == CardFacts(kind=Kind.creation, holder="VK")


def test_what_a_card_says_by_itself_stays_as_said() -> None:
    named = Named(kind=Kind.creation, holder="VK", answers=Answers())
    assert card_facts(named, REGISTRY, title="A register").title == "A register"


def test_resources_that_nobody_knows_are_left_out() -> None:
    listed = ("NAV", "FPR")
    named = Named(kind=None, holder="VK", used_resources=listed, affected_resources=listed, answers=Answers())
    found = card_facts(named, REGISTRY)
    assert (found.used_resources, found.affected_resources) == ((PERSONS,), (PERSONS,))


def test_institutions_in_a_circle_are_each_above_the_other_once() -> None:
    circle = Registry(
        institutions=REGISTRY.institutions,
        parents={"PMLP": "IeM", "IeM": "PMLP"},
        resources={},
        dependencies=(),
        architects={},
    )
    assert circle.lineage("PMLP") == (MINISTRY, OFFICE)


@pytest.mark.parametrize("data", [None, [], "kind", 5])
def test_what_is_no_object_is_refused_as_a_whole(data: object) -> None:
    with pytest.raises(Invalid, match="Some of what you sent cannot be used") as refused:
        facts_from_json(data, REGISTRY)
    assert refused.value.problems == (Problem("", ProblemCode.invalid),)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"budget": 5}, Problem("budget", ProblemCode.unknown_field)),
        ({"kind": None}, Problem("kind", ProblemCode.required)),
        ({"kind": "rewrite"}, Problem("kind", ProblemCode.unknown, {"code": "rewrite"})),
        ({"holder": ""}, Problem("holder", ProblemCode.required)),
        ({"holder": 5}, Problem("holder", ProblemCode.invalid)),
        ({"resource": "NAV"}, Problem("resource", ProblemCode.unknown, {"code": "NAV"})),
        ({"used_resources": "FPR"}, Problem("used_resources", ProblemCode.invalid)),
        ({"used_resources": ["FPR", 5]}, Problem("used_resources.1", ProblemCode.invalid)),
        (
            {"affected_resources": ["NAV"]},
            Problem("affected_resources.0", ProblemCode.unknown, {"code": "NAV"}),
        ),
        (
            {"affected_institutions": ["VK", "NAV"]},
            Problem("affected_institutions.1", ProblemCode.unknown, {"code": "NAV"}),
        ),
        ({"domain": "nav"}, Problem("domain", ProblemCode.unknown, {"code": "nav"})),
        ({"heritage": "yes"}, Problem("heritage", ProblemCode.invalid)),
        (
            {"used_resources": ["F\x07R"]},
            Problem(
                "used_resources.0",
                ProblemCode.invalid,
                {"line": 1, "column": 2, "around": "F\ufffdR", "sign": "U+0007"},
                "Line %(line)s, column %(column)s, “%(around)s”: no text can have the sign %(sign)s. "
                "Write it without this sign.",
            ),
        ),
    ],
)
def test_a_field_that_cannot_be_read_is_named_with_what_is_wrong(
    change: dict[str, Any], problem: Problem
) -> None:
    with pytest.raises(Invalid, match="Some of what you sent cannot be used") as refused:
        facts_from_json({**EVERYTHING, **change}, REGISTRY)
    assert refused.value.problems == (problem,)
