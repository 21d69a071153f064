"""Every problem of an incomplete card, all at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from rules.completeness import missing
from rules.facts import (
    Answers,
    CardFacts,
    LiquidationFact,
    NewResourceFact,
    PrincipleFact,
    ResourceFact,
    SuggestionFact,
)
from rules.refusals import Problem
from rules.registry_vocabulary import ResourceKind, ResourceStatus
from rules.vocabulary import DataDestiny, FundingSource, Kind, PrincipleAnswer, ProblemCode, ResourceUse

TODAY = date(2026, 3, 2)
EXPLAINED = "Piekļuvi dod pēc lomām."
EDS = ResourceFact("EDS", "VID")
FPR = ResourceFact("FPR", "PMLP")

DEVELOPMENT = CardFacts(
    kind=Kind.development,
    holder="VID",
    resource=EDS,
    title="EDS jauna sadaļa",
    goal="Nodokļu maksātājs deklarāciju iesniedz bez liekas pārrakstīšanas.",
    description="EDS saņem personas datus no FPR, tāpēc tie vairs nav jāievada ar roku.",
    scope={"functionality": True},
    answers=Answers(personal_data=True),
    principles=(PrincipleFact("S1", PrincipleAnswer.met, EXPLAINED),),
    planned_start=date(2026, 4, 1),
    planned_end=date(2026, 9, 30),
    budget_eur=Decimal("120000.00"),
    funding_source=FundingSource.state_budget,
    risks="Kavējas FPR saskarne.",
    backout_plan="Atgriež iepriekšējo laidienu.",
)
CREATION = replace(
    DEVELOPMENT,
    kind=Kind.creation,
    resource=None,
    new_resource=NewResourceFact(name="Jauns rīks", kind=ResourceKind.tool),
)
LIQUIDATION = replace(
    DEVELOPMENT,
    kind=Kind.liquidation,
    scope=None,
    liquidation=LiquidationFact(
        data_destiny=DataDestiny.transfer,
        data_recipient="LNA",
        successor="NIS",
        user_notice="Lietotājiem nosūta ziņu trīs mēnešus iepriekš.",
    ),
)


def plan(**changes: Any) -> dict[str, Any]:
    return {"liquidation": replace(LIQUIDATION.liquidation, **changes)}


def principle(answer: PrincipleAnswer | None, explanation: str) -> dict[str, Any]:
    return {"principles": (PrincipleFact("S1", answer, explanation),)}


def found(card: CardFacts, **changes: Any) -> list[tuple[str, str, dict[str, object]]]:
    problems = missing(replace(card, **changes), TODAY)
    return [(one.field, one.code.value, dict(one.values)) for one in problems]


@pytest.mark.parametrize("card", [DEVELOPMENT, CREATION, LIQUIDATION], ids=lambda card: card.kind)
def test_a_complete_card_has_no_problem(card: CardFacts) -> None:
    assert missing(card, TODAY) == ()


@pytest.mark.parametrize(
    ("card", "changes", "field", "code", "values"),
    [
        (DEVELOPMENT, {"title": " "}, "title", "required", {"minimum": 5}),
        (DEVELOPMENT, {"title": " EDS "}, "title", "too_short", {"minimum": 5, "length": 3}),
        (DEVELOPMENT, {"title": "x" * 251}, "title", "too_long", {"maximum": 250, "length": 251}),
        (DEVELOPMENT, {"resource": None}, "resource", "required", {}),
        (LIQUIDATION, {"resource": None}, "resource", "required", {}),
        (
            DEVELOPMENT,
            {"resource": ResourceFact("EDS", "VID", ResourceStatus.planned)},
            "resource",
            "not_active",
            {"resource": "EDS"},
        ),
        (DEVELOPMENT, {"resource": FPR}, "resource", "not_own", {"resource": "FPR", "holder": "PMLP"}),
        (
            CREATION,
            {"new_resource": NewResourceFact(kind=ResourceKind.tool)},
            "new_resource.name",
            "required",
            {},
        ),
        (CREATION, {"new_resource": NewResourceFact(name="Rīks")}, "new_resource.kind", "required", {}),
        (
            CREATION,
            {"new_resource": replace(CREATION.new_resource, same_name=("VPM",))},
            "new_resource.name",
            "duplicate_name",
            {"resources": ("VPM",)},
        ),
        (DEVELOPMENT, {"providers": (FPR,)}, "suggestions.FPR", "undecided", {"resource": "FPR"}),
        (
            DEVELOPMENT,
            {
                "providers": (FPR,),
                "suggestions": (SuggestionFact("FPR", ResourceUse.used, accepted=False, reason=" "),),
            },
            "suggestions.FPR.reason",
            "required",
            {"resource": "FPR"},
        ),
        (DEVELOPMENT, {"goal": ""}, "goal", "required", {"minimum": 50}),
        (DEVELOPMENT, {"goal": "x" * 49}, "goal", "too_short", {"minimum": 50, "length": 49}),
        (DEVELOPMENT, {"description": ""}, "description", "required", {"minimum": 50}),
        (DEVELOPMENT, {"description": "Īss."}, "description", "too_short", {"minimum": 50, "length": 4}),
        (DEVELOPMENT, {"scope": None}, "scope", "not_needed", {}),
        (CREATION, {"scope": {"new_system": False}}, "scope", "not_needed", {}),
        (DEVELOPMENT, {"answers": Answers()}, "personal_data", "required", {}),
        (
            DEVELOPMENT,
            principle(None, ""),
            "principles.S1",
            "required",
            {"principle": "S1", "minimum": 20},
        ),
        (
            DEVELOPMENT,
            principle(PrincipleAnswer.not_applicable, ""),
            "principles.S1.explanation",
            "required",
            {"minimum": 20, "principle": "S1"},
        ),
        (
            DEVELOPMENT,
            principle(PrincipleAnswer.partly, "Vēl ne."),
            "principles.S1.explanation",
            "too_short",
            {"minimum": 20, "length": 7, "principle": "S1"},
        ),
        (DEVELOPMENT, {"planned_start": None}, "planned_start", "required", {}),
        (
            DEVELOPMENT,
            {"planned_start": date(2026, 3, 1)},
            "planned_start",
            "in_past",
            {"date": TODAY},
        ),
        (DEVELOPMENT, {"planned_end": None}, "planned_end", "required", {}),
        (
            DEVELOPMENT,
            {"planned_end": date(2026, 3, 31)},
            "planned_end",
            "before_start",
            {"date": date(2026, 4, 1)},
        ),
        (DEVELOPMENT, {"budget_eur": None}, "budget_eur", "required", {}),
        (DEVELOPMENT, {"budget_eur": Decimal("-0.01")}, "budget_eur", "negative", {}),
        (DEVELOPMENT, {"funding_source": None}, "funding_source", "required", {}),
        (
            DEVELOPMENT,
            {"budget_eur": Decimal("0.01"), "funding_source": None},
            "funding_source",
            "required",
            {},
        ),
        (DEVELOPMENT, {"risks": " "}, "risks", "required", {}),
        (DEVELOPMENT, {"backout_plan": ""}, "backout_plan", "required", {}),
        (LIQUIDATION, plan(data_destiny=None), "liquidation.data_destiny", "required", {}),
        (LIQUIDATION, plan(data_recipient=""), "liquidation.data_recipient", "required", {}),
        (LIQUIDATION, plan(successor=""), "liquidation.successor", "required", {}),
        (LIQUIDATION, plan(user_notice=""), "liquidation.user_notice", "required", {}),
    ],
)
def test_one_thing_wrong_is_one_problem(
    card: CardFacts, changes: dict[str, Any], field: str, code: str, values: dict[str, object]
) -> None:
    assert found(card, **changes) == [(field, code, values)]


@pytest.mark.parametrize(
    ("card", "changes"),
    [
        (DEVELOPMENT, {"title": "EDS 2"}),
        (DEVELOPMENT, {"title": "x" * 250}),
        (DEVELOPMENT, {"goal": "x" * 50}),
        (DEVELOPMENT, {"planned_start": TODAY, "planned_end": TODAY}),
        (DEVELOPMENT, {"budget_eur": Decimal(0), "funding_source": None}),
        (
            DEVELOPMENT,
            {
                "providers": (FPR,),
                "suggestions": (SuggestionFact("FPR", ResourceUse.used, accepted=False, reason="Cits"),),
            },
        ),
        (DEVELOPMENT, {"answers": Answers(personal_data=False)}),
        (DEVELOPMENT, {"principles": ()}),
        (DEVELOPMENT, principle(PrincipleAnswer.not_applicable, "x" * 20)),
        (LIQUIDATION, plan(data_destiny=DataDestiny.delete, data_recipient="")),
        (LIQUIDATION, plan(successor="", no_successor_reason="Funkciju vairs nav.")),
        (LIQUIDATION, {"providers": (FPR,), "consumers": (FPR,)}),
    ],
)
def test_the_limits_themselves_are_allowed(card: CardFacts, changes: dict[str, Any]) -> None:
    assert found(card, **changes) == []


def test_an_amendment_may_begin_when_the_amended_activity_was_planned_to() -> None:
    planned = date(2025, 3, 3)
    assert found(DEVELOPMENT, amended_start=planned, planned_start=planned) == []
    assert found(DEVELOPMENT, amended_start=planned, planned_start=date(2025, 3, 2)) == [
        ("planned_start", "in_past", {"date": planned})
    ]


def test_a_returned_card_may_have_begun_since_it_was_first_submitted() -> None:
    first = date(2026, 1, 15)
    assert found(DEVELOPMENT, first_submitted_on=first, planned_start=first) == []
    assert found(DEVELOPMENT, first_submitted_on=first, planned_start=date(2026, 1, 14)) == [
        ("planned_start", "in_past", {"date": first})
    ]


def test_an_explanation_begun_without_an_answer_is_measured_too() -> None:
    assert [field for field, _, _ in found(DEVELOPMENT, **principle(None, "Īsi."))] == [
        "principles.S1",
        "principles.S1.explanation",
    ]


def test_invisible_characters_are_no_text() -> None:
    nothing = "\u200b" * 60
    texts: dict[str, Any] = dict.fromkeys(("title", "goal", "description", "risks", "backout_plan"), nothing)
    assert {(field, code) for field, code, _ in found(DEVELOPMENT, **texts)} == {
        (field, "required") for field in texts
    }


def test_an_empty_card_names_every_problem_in_the_order_of_the_card() -> None:
    card = CardFacts(kind=Kind.development, holder="VID", principles=(PrincipleFact("S1"),), providers=(FPR,))
    assert [field for field, _, _ in found(card)] == [
        "title",
        "resource",
        "suggestions.FPR",
        "goal",
        "description",
        "scope",
        "personal_data",
        "principles.S1",
        "planned_start",
        "planned_end",
        "budget_eur",
        "risks",
        "backout_plan",
    ]


def test_a_card_without_a_kind_says_so_first() -> None:
    assert missing(replace(DEVELOPMENT, kind=None), TODAY) == (Problem("kind", ProblemCode.required),)


def test_an_empty_liquidation_names_its_whole_section() -> None:
    assert [field for field, _, _ in found(LIQUIDATION, liquidation=LiquidationFact())] == [
        "liquidation.data_destiny",
        "liquidation.data_recipient",
        "liquidation.successor",
        "liquidation.user_notice",
    ]


def test_goal_of_nothing_that_is_seen_is_missing_not_short() -> None:
    unseen = replace(DEVELOPMENT, goal="\u200b \u200b")
    found = [(one.field, one.code) for one in missing(unseen, TODAY)]
    assert found == [("goal", ProblemCode.required)]
