"""Institutions that are closed: a rule that asks one stops the card, a successor holds what they held."""

import pytest

from app.clock import now
from app.services.activity import steps as workflow
from app.services.registry.facts import registry
from app.services.ruleset.simulation_run import outcomes
from rules.refusals import WrongStatus
from rules.registry import facts_from_json
from rules.requirements import evaluate
from tests.helpers.cards import actor, complete_card, in_round, the_card
from tests.helpers.institutions import close, institution
from tests.helpers.registry import rule_set


@pytest.mark.stage("submitted")
def test_a_card_is_not_sent_round_while_a_rule_asks_a_closed_institution(inside):
    card = the_card()
    close("DVI")
    with pytest.raises(WrongStatus, match=r"DVI is closed .* dvi of rule set mk368-2023 .* administrator"):
        workflow.forward(card, actor("vid.kontrolieris"), now())


def test_a_resource_of_a_closed_institution_is_its_successors(inside):
    close("PMLP", "IeM")
    card = in_round()
    asked = {one.institution.code: one for one in card.current_round.requirements}
    assert "PMLP" not in asked
    assert asked["IeM"].reasons[0]["lv"] == "Izmantots FPR, pārzinis IeM; iepriekšējais pārzinis: PMLP"
    assert asked["IeM"].reasons[0]["en"] == "Uses FPR, held by IeM; former holder: PMLP"


def test_successors_are_followed_to_the_last(inside):
    close("PMLP", "VP")
    close("VP", "IeM")
    assert institution("PMLP").in_charge.code == "IeM"


def test_a_circle_of_successors_ends(inside):
    close("PMLP", "VP")
    close("VP", "PMLP")
    assert institution("PMLP").in_charge.code == "VP"


def test_preview_and_command_follow_the_successor_too(inside):
    close("PMLP", "IeM")
    told = {"kind": "development", "holder": "VID", "resource": "EDS", "used_resources": ["FPR"]}
    assert "IeM" in evaluate(facts_from_json(told, registry()), rule_set()).institutions


def test_of_an_institution_named_on_the_card_the_successor_is_asked_and_the_reason_says_so(inside):
    card = complete_card(affected_institutions=["VZD"])
    close("VZD", "UR")
    (asked,) = (
        one for one in evaluate(card.card_facts(), rule_set()).requirements if one.institution == "UR"
    )
    assert asked.reasons[0].en == "The card names UR as affected; formerly: VZD"
    assert asked.reasons[0].fact == "named:VZD"


def test_preview_and_command_say_the_same_of_a_named_institution_that_is_closed(inside):
    card = complete_card(affected_institutions=["VZD", "UR", "VID"])
    close("VZD", "UR")
    told = {"kind": "development", "holder": "VID", "resource": "EDS", "used_resources": ["FPR"]}
    facts = facts_from_json({**told, "affected_institutions": ["UR", "VID", "VZD"]}, registry())
    assert evaluate(facts, rule_set()) == evaluate(card.card_facts(), rule_set())


def test_a_simulation_follows_the_successor_of_a_named_institution(inside):
    number = complete_card(affected_institutions=["VZD"]).number
    close("VZD", "UR")
    (found,) = (one for one in outcomes(rule_set(), rule_set()) if one.number == number)
    assert "UR" in found.after
    assert "VZD" not in found.after


@pytest.mark.stage("complete")
def test_of_a_resource_that_the_holder_itself_took_over_the_note_says_from_whom(inside):
    card = the_card()
    close("PMLP", "VID")
    (note,) = evaluate(card.card_facts(), rule_set()).notes
    assert note.en == "Resources of VID itself, so nobody is asked about them: FPR (former holder: PMLP)"
    assert note.resources == ("FPR",)
