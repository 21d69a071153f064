"""Two rule sets over the same cards, and the evidence from which the cards are read."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from rules.evidence import evidence, facts_from_evidence
from rules.facts import Answers, CardFacts, ResourceFact
from rules.registry_vocabulary import ResourceStatus
from rules.requirements import asked, evaluate
from rules.simulation import Load, Outcome, outcome, summary
from rules.vocabulary import Kind, NoteCode
from tests.helpers.registry import facts, rule_set


def card(before: str, after: str, year: int = 2026) -> Outcome:
    return Outcome("AA-2026-000001", year, "VID", "taxes", tuple(before.split()), tuple(after.split()))


def test_who_comes_and_who_goes_is_told_apart() -> None:
    one = card("VARAM FM", "VARAM VDAA")
    assert (one.added, one.removed, one.changed) == (("VDAA",), ("FM",), True)


def test_another_order_is_no_change() -> None:
    assert not card("VARAM FM", "FM VARAM").changed


def test_load_is_counted_by_year_and_institution() -> None:
    counted = summary([card("VARAM", "VARAM VDAA"), card("VARAM FM", "VARAM", 2025)])
    assert counted.load == {
        (2026, "VARAM"): Load(now=1),
        (2026, "VDAA"): Load(added=1),
        (2025, "VARAM"): Load(now=1),
        (2025, "FM"): Load(now=1, removed=1),
    }


def test_two_cards_of_a_year_count_twice_for_an_institution() -> None:
    counted = summary([card("FM", "VDAA UR"), card("FM", "VDAA UR"), card("FM", "FM")])
    assert counted.load == {
        (2026, "FM"): Load(now=3, removed=2),
        (2026, "VDAA"): Load(added=2),
        (2026, "UR"): Load(added=2),
    }
    assert (counted.added, counted.removed) == (4, 2)


def test_totals_say_how_many_cards_change_and_how_many_nobody_co_approves() -> None:
    counted = summary([card("VARAM", "VARAM"), card("VARAM", ""), card("VARAM", "VARAM FM")])
    told = (counted.cards, counted.changed, counted.left_without, counted.added, counted.removed)
    assert told == (3, 2, 1, 1, 1)
    assert (counted.opinions_before, counted.opinions_after, counted.by_domain["taxes"]) == (3, 3, 2)


def test_a_card_is_judged_by_both_rule_sets() -> None:
    told = replace(facts("VID", main="EDS"), domain_architect="VDAA", answers=Answers(domain="taxes"))
    one = outcome("AA-2026-000001", 2026, told, rule_set(), rule_set("mk368-architect"))
    assert (one.added, one.removed, one.domain) == (("VDAA",), (), "taxes")
    assert (one.number, one.year, one.holder) == ("AA-2026-000001", 2026, "VID")


def test_asked_names_the_same_as_evaluate() -> None:
    told = facts("Rīga", main="RDVIS", used="FPR, NĪVKIS", named="LPS")
    assert asked(told, rule_set()) == evaluate(told, rule_set()).institutions


def test_kept_facts_ask_the_same_institutions_again() -> None:
    told = facts("PMLP", "liquidation", "FPR")
    again = facts_from_evidence(evidence(told), {})
    assert evaluate(again, rule_set()) == evaluate(told, rule_set())


def test_kept_facts_with_sums_and_days_are_plain_json() -> None:
    told = replace(facts("VID"), budget_eur=Decimal("1.50"), planned_start=date(2026, 3, 2))
    kept = evidence(told)
    assert (kept["budget_eur"], kept["planned_start"]) == ("1.50", "2026-03-02")


def test_kept_facts_are_read_back_as_they_were() -> None:
    told = facts("PMLP", "liquidation", "FPR", used="EDS", affected="VIIS", named="VZD")
    told = replace(told, answers=Answers(domain="taxes", heritage=True), domain_architect="VDAA")
    again = facts_from_evidence(evidence(told), {"taxes": "VDAA"})
    assert again == replace(told, providers=())  # nobody is asked about what the resource needs


def test_what_kept_facts_do_not_say_is_empty() -> None:
    kept = {
        "kind": "creation",
        "holder": "VID",
        "resource": {"code": "EDS", "holder": "VID", "status": "active"},
    }
    eds = ResourceFact("EDS", "VID", ResourceStatus.active)
    assert facts_from_evidence(kept, {}) == CardFacts(kind=Kind.creation, holder="VID", resource=eds)


def test_kept_facts_of_a_card_without_kind_and_resource_are_read_back() -> None:
    told = replace(facts("VID"), kind=None)
    assert facts_from_evidence(evidence(told), {}) == told


def test_the_architect_of_kept_facts_is_that_of_today() -> None:
    told = replace(facts("VID", main="EDS"), answers=Answers(domain="taxes"))
    assert facts_from_evidence(evidence(told), {"taxes": "VDAA"}).domain_architect == "VDAA"


def test_an_answer_that_kept_facts_do_not_know_is_unanswered() -> None:
    kept = evidence(facts("VID", main="EDS"))
    del kept["answers"]["personal_data"]
    assert facts_from_evidence(kept, {}).answers.personal_data is None


@pytest.mark.parametrize(
    ("kept", "asked_about_it", "reason"),
    [
        ({"VZD": "UR"}, "UR", "The card names UR as affected; formerly: VZD"),
        ({"VZD": "PMLP", "UR": "FM"}, "PMLP", "The card names PMLP as affected; formerly: VZD"),
        ({"UR": "VZD"}, "VZD", "The card names VZD as affected"),
        ({"VZD": "VZD"}, "VZD", "The card names VZD as affected"),
        ({}, "VZD", "The card names VZD as affected"),
        (None, "VZD", "The card names VZD as affected"),
    ],
)
def test_of_kept_facts_the_successor_of_that_day_is_asked(
    kept: dict[str, str] | None, asked_about_it: str, reason: str
) -> None:
    told = evidence(facts("VID", main="EDS", named="VZD"))
    told["successors"] = kept
    (found,) = (one for one in named(told) if one.fact == "named:VZD")
    assert (found.institution, found.en) == (asked_about_it, reason)


def test_successors_are_kept_with_the_facts() -> None:
    told = facts("VID", main="EDS", named="VZD", successors={"VZD": "UR"})
    assert facts_from_evidence(evidence(told), {}).successors == {"VZD": "UR"}


def test_facts_kept_before_successors_were_know_none() -> None:
    kept = evidence(facts("VID", main="EDS", named="VZD"))
    del kept["successors"]
    assert facts_from_evidence(kept, {}).successors == {}


def test_of_kept_facts_nobody_is_asked_where_the_holder_itself_is_the_successor() -> None:
    told = evidence(facts("VID", main="EDS", named="VZD", successors={"VZD": "VID"}))
    found = evaluate(facts_from_evidence(told, {}), rule_set())
    assert found.institutions == ("VARAM", "FM", "AiM", "CSP", "KM", "DVI", "LPS")
    assert [note.code for note in found.notes] == [NoteCode.own_activity]


def test_a_former_holder_is_named_in_latvian_too() -> None:
    told = evidence(facts("VID", main="EDS", used="FPR"))
    told["used_resources"][0] |= {"holder": "IeM", "former_holder": "PMLP"}
    (found,) = (
        one
        for one in evaluate(facts_from_evidence(told, {}), rule_set()).requirements
        if one.institution == "IeM"
    )
    assert found.reasons[0].lv.endswith("; iepriekšējais pārzinis: PMLP")


@pytest.mark.parametrize(
    ("former", "reason"),
    [
        ("PMLP", "Uses FPR, held by IeM; former holder: PMLP"),
        ("", "Uses FPR, held by IeM"),
        (None, "Uses FPR, held by IeM"),
    ],
)
def test_of_kept_facts_a_used_resource_is_its_holders_of_that_day(former: str | None, reason: str) -> None:
    told = evidence(facts("VID", main="EDS", used="FPR"))
    (used,) = told["used_resources"]
    used |= {"holder": "IeM", "former_holder": former}
    if former is None:
        del used["former_holder"]
    (found,) = (one for one in named(told) if one.fact == "used:FPR")
    assert (found.institution, found.en) == ("IeM", reason)


class Told(NamedTuple):
    """Who is asked because of which fact, and in which words."""

    institution: str
    fact: str
    en: str


def named(kept: dict[str, Any]) -> list[Told]:
    """Return every reason for which kept facts ask somebody."""
    answer = evaluate(facts_from_evidence(kept, {}), rule_set())
    return [Told(one.institution, why.fact, why.en) for one in answer.requirements for why in one.reasons]
