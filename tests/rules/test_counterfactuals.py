"""What would change the answer."""

from dataclasses import replace

from rules.counterfactuals import counterfactuals
from rules.facts import Answers, CardFacts
from tests.helpers.registry import facts, rule_set


def told(card: CardFacts, name: str = "mk368-2023") -> list[tuple[str, tuple[str, ...]]]:
    return [(one.fact, one.institutions) for one in counterfactuals(card, rule_set(name))]


def test_without_the_used_resource_its_holder_is_not_asked() -> None:
    (one,) = counterfactuals(facts("VID", main="EDS", used="FPR"), rule_set())
    assert (one.fact, one.institutions) == ("used:FPR", ("PMLP",))
    assert one.lv == "Ja neizmanto FPR, PMLP saskaņojums nav vajadzīgs."
    assert one.en == "Without FPR, PMLP is not asked."


def test_a_resource_both_used_and_affected_is_left_out_of_both_lists() -> None:
    assert told(facts("VID", main="EDS", used="FPR", affected="FPR")) == [("used:FPR", ("PMLP",))]


def test_a_fact_that_alone_changes_nothing_is_not_told() -> None:
    assert told(facts("VID", main="EDS", used="NĪVKIS, VARIS", named="LPS")) == []


def test_facts_come_in_their_order() -> None:
    card = facts("PMLP", "liquidation", "VMIS", used="BIS", affected="TIS", named="VP")
    assert told(card) == [("used:BIS", ("BVKB",)), ("affected:TIS", ("TA",)), ("named:VP", ("VP",))]


def test_a_consumer_of_the_liquidated_resource_is_left_out_too() -> None:
    (one, *_) = counterfactuals(facts("IUB", "liquidation", "PVS"), rule_set())
    assert one.lv == "Ja EIS vairs neizmantotu PVS, VDAA saskaņojums nebūtu vajadzīgs."


def test_an_answer_that_makes_somebody_asked_is_told() -> None:
    card = replace(facts("VID", main="EDS"), answers=Answers(domain="finanses"), domain_architect="VDAA")
    (one,) = counterfactuals(card, rule_set("mk368-architect"))
    assert (one.fact, one.institutions) == ("answer:domain", ("VDAA",))
    assert one.lv == "Ja nebūtu norādīta joma, VDAA saskaņojums nebūtu vajadzīgs."
    assert one.en == "If no domain were chosen, VDAA would not be asked."
