"""What the registry proposes for the main resource."""

from dataclasses import replace

from rules.facts import CardFacts, ResourceFact, SuggestionFact
from rules.registry_vocabulary import ResourceStatus
from rules.suggestions import suggest
from rules.vocabulary import ResourceUse
from tests.helpers.registry import facts

USED, AFFECTED = ResourceUse.used, ResourceUse.affected
REJECTED = SuggestionFact("URIS", USED, accepted=False, reason="Uzņēmumu dati netiek mainīti.")


def suggested(card: CardFacts) -> list[tuple[str, str, bool | None]]:
    return [(one.resource, one.use, one.accepted) for one in suggest(card)]


def test_providers_come_as_used_and_consumers_as_affected_each_resource_once() -> None:
    # FPR provides EDS with data and takes data from it; NIS is VID's own.
    assert suggested(facts("VID", main="EDS")) == [
        ("FPR", USED, None),
        ("URIS", USED, None),
        ("VPM", USED, None),
    ]


def test_consumers_of_others_are_suggested_as_affected() -> None:
    assert suggested(facts("VZD", main="VARIS")) == [("TAPIS", AFFECTED, None)]


def test_the_own_institutions_resources_are_not_suggested() -> None:
    assert "ERIS" not in [one.resource for one in suggest(facts("BVKB", main="BIS"))]
    assert "VVDZ" in [one.resource for one in suggest(facts("VZD", main="NĪVKIS"))]
    assert "VARIS" not in [one.resource for one in suggest(facts("VZD", main="NĪVKIS"))]


def test_what_the_applicant_listed_is_not_suggested() -> None:
    assert suggested(facts("VID", main="EDS", used="FPR", affected="URIS")) == [("VPM", USED, None)]


def test_an_accepted_suggestion_stays_while_its_resource_is_listed() -> None:
    accepted = SuggestionFact("FPR", USED, accepted=True)
    card = facts("VID", main="EDS", used="FPR", suggestions=(accepted,))
    assert ("FPR", USED, True) in suggested(card)


def test_an_accepted_suggestion_taken_out_of_the_list_is_undecided_again() -> None:
    accepted = SuggestionFact("FPR", USED, accepted=True)
    assert ("FPR", USED, None) in suggested(facts("VID", main="EDS", suggestions=(accepted,)))


def test_a_rejection_stays_with_its_reason() -> None:
    assert REJECTED in suggest(facts("VID", main="EDS", suggestions=(REJECTED,)))


def test_a_rejected_resource_that_is_listed_after_all_is_no_suggestion() -> None:
    card = facts("VID", main="EDS", used="URIS", suggestions=(REJECTED,))
    assert "URIS" not in [one.resource for one in suggest(card)]


def test_only_development_has_suggestions() -> None:
    assert suggest(facts("VID", "liquidation", "EDS")) == ()
    assert suggest(facts("VID", "creation")) == ()


def test_a_liquidated_provider_is_not_suggested() -> None:
    card = replace(
        facts("VID", main="EDS"), providers=(ResourceFact("FPR", "PMLP", ResourceStatus.liquidated),)
    )
    assert "FPR" not in [one.resource for one in suggest(card) if one.use == USED]


def test_the_order_does_not_depend_on_the_registrys() -> None:
    card = facts("VID", main="EDS")
    turned = replace(card, providers=card.providers[::-1], consumers=card.consumers[::-1])
    assert suggest(turned) == suggest(card)
