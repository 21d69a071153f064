"""What would change the answer."""

from dataclasses import replace
from unicodedata import normalize

from rules.counterfactuals import counterfactuals
from rules.facts import Answers, CardFacts
from rules.ruleset import Condition
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


def test_a_used_resource_left_out_leaves_out_what_is_affected_too_but_nothing_else() -> None:
    card = facts("VID", main="EDS", used="FPR, BIS", affected="TIS, FPR", named="VP, UR")
    assert told(card) == [
        ("used:FPR", ("PMLP",)),
        ("used:BIS", ("BVKB",)),
        ("affected:TIS", ("TA",)),
        ("named:VP", ("VP",)),
        ("named:UR", ("UR",)),
    ]


def test_each_kind_of_fact_says_in_both_languages_what_would_be_without_it() -> None:
    card = facts("PMLP", "liquidation", "VMIS", affected="TIS", named="VP")
    assert [(one.lv, one.en) for one in counterfactuals(card, rule_set())] == [
        ("Ja neietekmē TIS, TA saskaņojums nav vajadzīgs.", "If TIS is not affected, TA is not asked."),
        (
            "Ja kartītē nenorāda VP, VP saskaņojums nav vajadzīgs.",
            "If the card does not name VP, VP is not asked.",
        ),
    ]


def test_a_consumer_says_which_resource_it_uses() -> None:
    (one, *_) = counterfactuals(facts("IUB", "liquidation", "PVS"), rule_set())
    assert (one.fact, one.en) == ("consumer:EIS", "If EIS no longer used PVS, VDAA would not be asked.")


def test_consumers_of_a_resource_that_stays_change_nothing() -> None:
    assert told(facts("IUB", "development", "PVS")) == []


def test_an_answer_under_which_a_rule_asks_is_told_with_everybody_it_asks() -> None:
    when = (Condition("personal_data", (True,)),)
    rules = tuple(replace(one, when=when) if one.id in ("dvi", "csp") else one for one in rule_set().rules)
    card = replace(facts("VID"), answers=Answers(personal_data=True, heritage=False))
    (one,) = counterfactuals(card, replace(rule_set(), rules=rules))
    assert (one.fact, one.institutions) == ("answer:personal_data", ("CSP", "DVI"))
    assert one.en == "With another answer here, CSP, DVI would not be asked."
    assert one.lv == "Ja šī atbilde būtu cita, CSP, DVI saskaņojums nebūtu vajadzīgs."


def test_another_answer_does_not_take_the_architect_away() -> None:
    answers = Answers(domain="finanses", personal_data=True)
    card = replace(facts("VID", main="EDS"), answers=answers, domain_architect="VDAA")
    assert told(card, "mk368-architect") == [("answer:domain", ("VDAA",))]


def test_codes_written_otherwise_in_unicode_are_the_same_one() -> None:
    card = facts("VID", main="EDS", used="Ģeolatvija", named="Rīga")
    apart = replace(
        card,
        used_resources=(
            *card.used_resources,
            replace(card.used_resources[0], code=normalize("NFD", "Ģeolatvija")),
        ),
        affected_institutions=("Rīga", normalize("NFD", "Rīga")),
    )
    assert told(apart) == told(card) == [("named:Rīga", ("Rīga",))]
