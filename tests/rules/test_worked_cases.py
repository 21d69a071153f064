"""The seven worked cases, on the real institutions, resources and dependencies."""

import pytest

from rules.requirements import evaluate
from tests.helpers.registry import facts, rule_set

CASES = {
    "1 VID develops EDS": (
        facts("VID", "development", "EDS", used="FPR"),
        ["VARAM", "FM", "AiM", "CSP", "KM", "DVI", "LPS", "PMLP"],
    ),
    "2 VDAA develops VPM": (
        facts("VDAA", "development", "VPM"),
        ["VARAM", "AiM", "CSP", "KM", "DVI", "LPS"],
    ),
    "3 CSP develops ISDAVS": (
        facts("CSP", "development", "ISDAVS", used="VIIS"),
        ["VARAM", "EM", "AiM", "KM", "DVI", "LPS", "IZM"],
    ),
    "4 Rīga develops RDVIS": (
        facts("Rīga", "development", "RDVIS", used="FPR, NĪVKIS", named="LPS"),
        ["VARAM", "AiM", "CSP", "KM", "DVI", "LPS", "PMLP", "VZD"],
    ),
    "5 LNB creates a new resource": (
        facts("LNB", "creation"),
        ["VARAM", "KM", "AiM", "CSP", "DVI", "LPS"],
    ),
    "6 IeM IC liquidates IIIS": (
        facts("IeM IC", "liquidation", "IIIS"),
        ["VARAM", "IeM", "AiM", "CSP", "KM", "DVI", "LPS"],
    ),
    "7 PMLP liquidates FPR": (
        facts("PMLP", "liquidation", "FPR"),
        [
            "VARAM",
            "IeM",
            "AiM",
            "CSP",
            "KM",
            "DVI",
            "LPS",
            "BVKB",
            "CSDD",
            "IZM",
            "IeM IC",
            "LDVC",
            "NVA",
            "Rīga",
            "VID",
            "VSAA",
        ],
    ),
}

TWO_REASONS = {
    "2 VDAA develops VPM": ("VARAM", ["varam", "sector-ministry"]),
    "4 Rīga develops RDVIS": ("LPS", ["lps", "affected"]),
    "5 LNB creates a new resource": ("KM", ["sector-ministry", "km"]),
}

NOTES = {
    "3 CSP develops ISDAVS": [("CSP", "own_activity", ())],
    "4 Rīga develops RDVIS": [("Rīga", "no_sector_ministry", ())],
    "6 IeM IC liquidates IIIS": [("IeM IC", "own_resource", ("NDR", "SR"))],
    "7 PMLP liquidates FPR": [("PMLP", "own_resource", ("PADIS", "VMIS"))],
}


@pytest.mark.parametrize("case", CASES)
def test_exactly_these_institutions_are_asked_in_this_order(case: str) -> None:
    card, asked = CASES[case]
    assert list(evaluate(card, rule_set()).institutions) == asked


@pytest.mark.parametrize("case", CASES)
def test_two_grounds_for_one_institution_make_one_requirement_with_two_reasons(case: str) -> None:
    answer = evaluate(CASES[case][0], rule_set())
    several = [
        (one.institution, [reason.rule for reason in one.reasons])
        for one in answer.requirements
        if len(one.reasons) > 1
    ]
    assert several == ([TWO_REASONS[case]] if case in TWO_REASONS else [])


@pytest.mark.parametrize("case", CASES)
def test_the_notes_say_who_is_not_asked(case: str) -> None:
    notes = evaluate(CASES[case][0], rule_set()).notes
    assert [(note.institution, note.code, note.resources) for note in notes] == NOTES.get(case, [])


@pytest.mark.parametrize("case", CASES)
def test_the_seven_always_required_are_fixed_and_the_affected_are_not(case: str) -> None:
    found = evaluate(CASES[case][0], rule_set()).requirements
    always = [{reason.rule for reason in one.reasons} - {"affected"} != set() for one in found]
    assert [one.fixed for one in found] == always
    assert always.count(True) >= 6
