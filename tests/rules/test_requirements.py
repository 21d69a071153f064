"""How facts become reasons, requirements and notes."""

from dataclasses import replace
from unicodedata import normalize

import pytest

from rules.facts import Answers, CardFacts, InstitutionFact, ResourceFact
from rules.registry_vocabulary import InstitutionKind, ResourceStatus
from rules.requirements import Evaluation, Note, Reason, Requirement, evaluate
from rules.requirements_json import evaluation_json, note_json, reason_from_json, reason_json
from rules.ruleset import Condition, Source, Text
from rules.vocabulary import NoteCode
from tests.helpers.registry import BASIS, facts, rule_set


def reasons(answer: Evaluation, institution: str) -> tuple[Reason, ...]:
    return next(one.reasons for one in answer.requirements if one.institution == institution)


def facts_met(answer: Evaluation, institution: str) -> list[str]:
    return [reason.fact for reason in reasons(answer, institution)]


def test_a_reason_names_rule_rule_set_basis_fact_and_both_sentences() -> None:
    answer = evaluate(facts("VID", main="EDS", used="FPR"), rule_set())
    assert reasons(answer, "PMLP") == (
        Reason(
            rule="affected",
            rule_set="mk368-2023",
            basis=BASIS,
            fact="used:FPR",
            lv="Izmantots FPR, pārzinis PMLP",
            en="Uses FPR, held by PMLP",
        ),
    )


@pytest.mark.parametrize(
    ("card", "institution", "lv", "en"),
    [
        (facts("VID", main="EDS"), "DVI", "Saskaņo visas aktivitātes", "Co-approves every activity"),
        (
            facts("BVKB", main="BIS"),
            "EM",
            "Nozares ministrija: EM. Kartītes pārzinis: BVKB",
            "EM is the sector ministry of BVKB",
        ),
        (
            facts("VID", main="EDS", affected="URIS"),
            "UR",
            "Ietekmēts URIS, pārzinis UR",
            "Affects URIS, held by UR",
        ),
        (
            facts("PMLP", "liquidation", "FPR"),
            "BVKB",
            "Likvidējamo FPR izmanto BIS, pārzinis BVKB",
            "BIS, held by BVKB, uses FPR, which is to be liquidated",
        ),
        (
            facts("VID", main="EDS", named="Rīga"),
            "Rīga",
            "Kartītē norādīta ietekmētā iestāde: Rīga",
            "The card names Rīga as affected",
        ),
    ],
)
def test_each_kind_of_fact_has_its_own_sentence(card: CardFacts, institution: str, lv: str, en: str) -> None:
    (reason,) = reasons(evaluate(card, rule_set()), institution)
    assert (reason.lv, reason.en) == (lv, en)


def test_two_used_resources_of_one_holder_are_two_reasons() -> None:
    answer = evaluate(facts("VID", main="EDS", used="NĪVKIS, VARIS"), rule_set())
    assert facts_met(answer, "VZD") == ["used:NĪVKIS", "used:VARIS"]


def test_a_resource_both_used_and_affected_is_one_reason_as_used() -> None:
    answer = evaluate(facts("VID", main="EDS", used="FPR", affected="FPR"), rule_set())
    assert facts_met(answer, "PMLP") == ["used:FPR"]


def test_a_resource_listed_twice_is_one_reason() -> None:
    answer = evaluate(facts("VID", main="EDS", used="FPR, FPR", named="PMLP, PMLP"), rule_set())
    assert facts_met(answer, "PMLP") == ["used:FPR", "named:PMLP"]


def test_facts_come_in_the_order_used_affected_consumer_named() -> None:
    card = facts("PMLP", "liquidation", "FPR", used="NIS", affected="EMDAS", named="VID")
    assert facts_met(evaluate(card, rule_set()), "VID") == [
        "used:NIS",
        "affected:EMDAS",
        "consumer:EDS",
        "named:VID",
    ]


def test_consumers_count_only_for_liquidation() -> None:
    answer = evaluate(facts("PMLP", "development", "FPR"), rule_set())
    assert answer.institutions == ("VARAM", "IeM", "AiM", "CSP", "KM", "DVI", "LPS")


def test_a_liquidated_consumer_asks_nobody() -> None:
    card = facts("PMLP", "liquidation", "FPR")
    gone = (ResourceFact("BIS", "BVKB", ResourceStatus.liquidated),)
    assert "BVKB" not in evaluate(replace(card, consumers=gone), rule_set()).institutions


def test_the_affected_come_by_code_point_after_the_fixed() -> None:
    answer = evaluate(facts("VID", main="EDS", named="Ā, Z, a, LPS, IeM IC, IeM"), rule_set())
    assert answer.institutions[7:] == ("IeM", "IeM IC", "Z", "a", "Ā")


def test_the_sector_ministry_is_the_nearest_ministry_above() -> None:
    card = facts("VID", main="EDS")
    between = InstitutionFact("X", InstitutionKind.state_authority)
    above = InstitutionFact("TM", InstitutionKind.ministry)
    answer = evaluate(replace(card, lineage=(between, *card.lineage, above)), rule_set())
    assert answer.institutions[1] == "FM"


def test_a_ministry_is_not_its_own_sector_ministry() -> None:
    answer = evaluate(facts("KM", main=None, kind="creation"), rule_set())
    assert [note.code for note in answer.notes] == ["own_activity", "no_sector_ministry"]
    assert answer.institutions == ("VARAM", "AiM", "CSP", "DVI", "LPS")


def test_notes_come_in_the_order_activity_ministry_resource() -> None:
    answer = evaluate(facts("VARAM", main="VIRSIS", used="Ģeolatvija"), rule_set())
    assert [note.code for note in answer.notes] == ["own_activity", "no_sector_ministry", "own_resource"]
    assert answer.notes[2].resources == ("Ģeolatvija",)


def test_notes_say_in_both_languages_who_is_not_asked_and_why() -> None:
    own = (ResourceFact("Ģeolatvija", "VARAM"), ResourceFact("VPM", "VARAM", former_holder="VRAA"))
    answer = evaluate(replace(facts("VARAM", main="VIRSIS"), used_resources=own), rule_set())
    assert answer.notes == (
        Note(
            institution="VARAM",
            code=NoteCode.own_activity,
            lv="Sava aktivitāte: pārzinis VARAM savu kartīti nesaskaņo",
            en="Own activity: VARAM does not co-approve its own card",
        ),
        Note(
            institution="VARAM",
            code=NoteCode.no_sector_ministry,
            lv="Pārzinim VARAM nav nozares ministrijas",
            en="VARAM has no sector ministry",
        ),
        Note(
            institution="VARAM",
            code=NoteCode.own_resource,
            lv="Pārziņa VARAM paša resursi, tāpēc par tiem nav jāsaskaņo: "
            "Ģeolatvija, VPM (iepriekšējais pārzinis: VRAA)",
            en="Resources of VARAM itself, so nobody is asked about them: "
            "Ģeolatvija, VPM (former holder: VRAA)",
            resources=("Ģeolatvija", "VPM"),
        ),
    )


def test_without_a_rule_about_the_sector_ministry_no_note_misses_it() -> None:
    rules = tuple(one for one in rule_set().rules if one.id != "sector-ministry")
    answer = evaluate(facts("VARAM", main="VIRSIS"), replace(rule_set(), rules=rules))
    assert [note.code for note in answer.notes] == ["own_activity"]


def test_where_the_rule_about_the_sector_ministry_does_not_hold_no_note_misses_it() -> None:
    when = (Condition("kind", ("creation",)),)
    rules = tuple(replace(one, when=when) if one.id == "sector-ministry" else one for one in rule_set().rules)
    answer = evaluate(facts("VARAM", main="VIRSIS"), replace(rule_set(), rules=rules))
    assert [note.code for note in answer.notes] == ["own_activity"]


def test_a_card_that_creates_a_resource_names_none_as_its_main_one() -> None:
    said = Text("{main}|{resource}", "{main}|{resource}")
    *always, last = rule_set().rules
    rules = (*always, replace(last, sentences=dict.fromkeys(Source, said)))
    answer = evaluate(facts("VID", "creation", used="FPR"), replace(rule_set(), rules=rules))
    assert [(one.lv, one.en) for one in reasons(answer, "PMLP")] == [("|FPR", "|FPR")]


def test_a_requirement_is_fixed_as_soon_as_one_of_its_rules_is() -> None:
    answer = evaluate(facts("VID", main="EDS", named="KM, PMLP"), rule_set())
    assert {
        one.institution: one.fixed for one in answer.requirements if one.institution in ("KM", "PMLP")
    } == {
        "KM": True,
        "PMLP": False,
    }


def test_a_requirement_of_one_rule_watches_what_the_rule_says() -> None:
    (rule,) = (one for one in rule_set().rules if one.id == "km")
    (found,) = (one for one in evaluate(facts("VID"), rule_set()).requirements if one.institution == "KM")
    assert (found.watches, len(found.watches) > 0) == (rule.watches, True)


@pytest.mark.parametrize("status", [ResourceStatus.liquidated, ResourceStatus.cancelled])
def test_a_consumer_that_is_gone_asks_nobody_and_a_living_one_does(status: ResourceStatus) -> None:
    consumers = (ResourceFact("A", "UR", status), ResourceFact("C", "VZD"), ResourceFact("B", "VID"))
    card = replace(facts("PMLP", "liquidation", "FPR"), consumers=consumers)
    told = [why.fact for one in evaluate(card, rule_set()).requirements for why in one.reasons]
    assert [fact for fact in told if fact.startswith("consumer:")] == ["consumer:B", "consumer:C"]


def test_a_rule_under_conditions_names_the_facts_that_it_tests() -> None:
    both = (Condition("personal_data", (True,)), Condition("heritage", (False,)))
    rules = tuple(replace(rule, when=both) if rule.id == "dvi" else rule for rule in rule_set().rules)
    card = replace(facts("VID"), answers=Answers(personal_data=True, heritage=False))
    assert facts_met(evaluate(card, replace(rule_set(), rules=rules)), "DVI") == ["personal_data,heritage"]


def test_a_rule_without_conditions_asks_always() -> None:
    answer = evaluate(facts("VID"), rule_set())
    assert (facts_met(answer, "DVI"), facts_met(answer, "FM")) == (["always"], ["sector_ministry"])


def test_the_architects_rule_names_domain_and_architect() -> None:
    card = replace(facts("VID", main="EDS"), answers=Answers(domain="finanses"), domain_architect="VDAA")
    (reason,) = reasons(evaluate(card, rule_set("mk368-architect")), "VDAA")
    assert ("finanses" in reason.lv, "finanses" in reason.en, "VDAA" in reason.en) == (True, True, True)


def test_naming_the_own_institution_gives_a_note_and_no_requirement() -> None:
    answer = evaluate(facts("VID", main="EDS", named="VID"), rule_set())
    assert [(note.institution, note.code) for note in answer.notes] == [("VID", "own_activity")]


def test_codes_are_compared_in_nfc() -> None:
    decomposed = normalize("NFD", "Rīga")
    card = replace(facts("Rīga", main="RDVIS"), affected_institutions=(decomposed,))
    answer = evaluate(card, rule_set())
    assert "own_activity" in [note.code for note in answer.notes]


def test_codes_that_differ_in_case_are_different() -> None:
    answer = evaluate(facts("VID", main="EDS", named="Km"), rule_set())
    assert {"KM", "Km"} <= set(answer.institutions)


def test_a_requirement_without_a_reason_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="VZD needs a reason"):
        Requirement(institution="VZD", fixed=False, reasons=())


def test_the_architect_of_the_cards_domain_is_asked_under_the_architect_set() -> None:
    card = replace(facts("VID", main="EDS"), answers=Answers(domain="finanses"), domain_architect="VDAA")
    answer = evaluate(card, rule_set("mk368-architect"))
    assert answer.institutions[-1] == "VDAA"
    assert reasons(answer, "VDAA")[0].fact == "domain:finanses"


def test_a_domain_without_an_architect_asks_nobody_more() -> None:
    card = replace(facts("VID", main="EDS"), answers=Answers(domain="finanses"))
    answer = evaluate(card, rule_set("mk368-architect"))
    assert answer.institutions == ("VARAM", "FM", "AiM", "CSP", "KM", "DVI", "LPS")


@pytest.mark.parametrize(
    ("condition", "asked"),
    [
        (Condition("personal_data", (True,)), True),
        (Condition("personal_data", (False,)), False),
        (Condition("statistics", (True, False)), False),  # unanswered fulfils nothing
        (Condition("kind", ("creation", "development")), True),
        (Condition("kind", ("liquidation",)), False),
    ],
)
def test_a_rule_under_a_condition_asks_only_where_it_holds(condition: Condition, asked: bool) -> None:
    rules = tuple(replace(rule, when=(condition,)) if rule.id == "dvi" else rule for rule in rule_set().rules)
    card = replace(facts("VID", main="EDS"), answers=Answers(personal_data=True))
    answer = evaluate(card, replace(rule_set(), rules=rules))
    assert ("DVI" in answer.institutions) is asked


def test_a_requirement_watches_what_its_rules_watch_once_each() -> None:
    answer = evaluate(facts("LNB", "creation"), rule_set())
    watches = next(one.watches for one in answer.requirements if one.institution == "KM")
    assert "heritage" in watches
    assert "goal" in watches
    assert len(watches) == len(set(watches))


def test_the_json_has_the_shape_of_the_contract() -> None:
    found = evaluate(facts("CSP", main="ISDAVS", used="VIIS"), rule_set())
    told = evaluation_json(found, rule_set().valid_from)
    assert set(told) == {"rule_set", "since", "requirements", "notes"}
    assert (told["rule_set"], told["since"]) == ("mk368-2023", "2023-07-12")
    (required,) = (one for one in told["requirements"] if one["institution"] == "IZM")
    (reason,) = required.pop("reasons")
    assert required == {"institution": "IZM", "fixed": False}
    assert set(reason) == {"rule", "rule_set", "basis", "fact", "lv", "en"}
    assert told["notes"] == [
        {
            "institution": "CSP",
            "code": "own_activity",
            "lv": "Sava aktivitāte: pārzinis CSP savu kartīti nesaskaņo",
            "en": "Own activity: CSP does not co-approve its own card",
        }
    ]


def test_a_rule_set_without_a_start_holds_since_no_day() -> None:
    assert evaluation_json(evaluate(facts("VID", main="EDS"), rule_set()), None)["since"] is None


def test_a_note_about_resources_names_them() -> None:
    note = Note(institution="VID", code=NoteCode.own_resource, lv="lv", en="en", resources=("EDS", "FPR"))
    assert note_json(note)["resources"] == ["EDS", "FPR"]


def test_a_stored_reason_reads_back_the_same() -> None:
    reason = reasons(evaluate(facts("VID", main="EDS"), rule_set()), "FM")[0]
    assert reason_from_json(reason_json(reason)) == reason


def test_a_card_without_a_kind_can_be_evaluated() -> None:
    answer = evaluate(replace(facts("VID", main="EDS"), kind=None), rule_set())
    assert answer.institutions == ("VARAM", "FM", "AiM", "CSP", "KM", "DVI", "LPS")
