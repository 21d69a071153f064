"""Golden cases: those that come with the rule sets hold, and one that does not is seen."""

from dataclasses import replace
from unicodedata import normalize

import pytest

from app.seeds.files import registry
from rules.golden import refuse_unless_passed, verdicts
from rules.registry import facts_from_json
from rules.ruleset import Case, RuleSet
from rules.ruleset.known import FOLDER, RuleSetRefused, parse
from tests.helpers.registry import rule_set

TEXT = (FOLDER / "mk368-2023.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["mk368-2023", "mk368-architect"])
def test_the_seven_worked_cases_hold(name: str) -> None:
    found = verdicts(rule_set(name), registry())
    assert [one.passed for one in found] == [True] * 7


CARD = {"kind": "development", "holder": "VID", "resource": "EDS"}
ASKED = ("VARAM", "FM", "AiM", "CSP", "KM", "DVI", "LPS")


def with_cases(*cases: Case) -> RuleSet:
    return replace(rule_set(), cases=cases)


# What a case says, and whether it passes: exactly those who are asked, in the order of the approval sheet.
EXPECTED = {
    "those who are asked": (ASKED, True),
    "nobody": ((), False),
    "one too few": (ASKED[:-1], False),
    "one too many": ((*ASKED, "PMLP"), False),
    "another one": ((*ASKED[:-1], "PMLP"), False),
    "another order": ((*ASKED[:-2], "LPS", "DVI"), False),
    "one twice": ((*ASKED, "LPS"), False),
    "only the first": (ASKED[:1], False),
}


@pytest.mark.parametrize(("expected", "passes"), EXPECTED.values(), ids=EXPECTED)
def test_a_case_passes_when_it_names_exactly_those_asked_in_their_order(
    expected: tuple[str, ...], passes: bool
) -> None:
    found = verdicts(with_cases(Case("EDS", CARD, expected)), registry())
    assert [(one.title, one.found, one.passed) for one in found] == [("EDS", ASKED, passes)]


@pytest.mark.parametrize(
    ("card", "fields"),
    [
        ({"holder": "NAV"}, ["kind", "holder"]),
        ({**CARD, "kind": "rewrite"}, ["kind"]),
        ({**CARD, "resource": "NAV"}, ["resource"]),
        ({**CARD, "used_resources": ["FPR", "NAV"]}, ["used_resources.1"]),
        ({**CARD, "affected_institutions": "VZD"}, ["affected_institutions"]),
        ({**CARD, "domain": "nav"}, ["domain"]),
        ({**CARD, "personal_data": "yes"}, ["personal_data"]),
        ({**CARD, "budget": 5}, ["budget"]),
    ],
)
def test_a_card_that_cannot_be_read_passes_never_and_names_its_problems(
    card: dict[str, object], fields: list[str]
) -> None:
    (found,) = verdicts(with_cases(Case("x", card, ())), registry())
    assert ([one.field for one in found.problems], found.found, found.passed) == (fields, (), False)
    assert (found.title, found.expected) == ("x", ())


GOOD, BAD = Case("good", CARD, ASKED), Case("bad", CARD, ("VARAM",))
UNREADABLE = Case("unreadable", {**CARD, "resource": "NAV"}, ASKED)
NO_KIND = Case("no kind", {"holder": "VID", "resource": "EDS"}, ASKED)


@pytest.mark.parametrize(
    ("cases", "field", "said"),
    [
        ((), "case", "the draft has no golden cases"),
        (
            (BAD,),
            "case.1.asked",
            "does not pass its golden case “bad”. It asks VARAM, FM, AiM, CSP, KM, DVI, LPS",
        ),
        ((GOOD, BAD), "case.2.asked", "the case says VARAM."),
        ((GOOD, UNREADABLE), "case.2.card", "the card of the golden case “unreadable” has a field or a code"),
        ((UNREADABLE, BAD), "case.1.card", "missing, unknown or of the wrong type: resource = NAV."),
        ((NO_KIND,), "case.1.card", "missing, unknown or of the wrong type: kind."),
        ((BAD, UNREADABLE), "case.1.asked", "“bad”"),
    ],
)
def test_a_rule_set_is_refused_for_its_first_case_that_does_not_pass(
    cases: tuple[Case, ...], field: str, said: str
) -> None:
    with pytest.raises(RuleSetRefused) as refused:
        refuse_unless_passed(with_cases(*cases), registry())
    assert (refused.value.values["rule"], refused.value.values["field"]) == ("-", field)
    assert said in str(refused.value)


def test_a_rule_set_whose_cases_all_pass_is_taken() -> None:
    refuse_unless_passed(with_cases(GOOD, replace(GOOD, title="again")), registry())


def test_a_domain_of_a_card_is_looked_up_in_nfc_as_every_code() -> None:
    known = replace(registry(), architects={"izglītība": "IZM"})
    card = {"kind": "creation", "holder": "VID", "domain": normalize("NFD", "izglītība")}
    read = facts_from_json(card, known)
    assert (read.answers.domain, read.domain_architect) == ("izglītība", "IZM")


@pytest.mark.parametrize(
    ("old", "new", "field", "line"),
    [
        (
            'asked = ["VARAM", "KM"',
            'asked = [5, "KM"',
            "case.5.asked",
            'asked = [5, "KM", "AiM", "CSP", "DVI", "LPS"]',
        ),
        ('title = "LNB', 'name = "LNB', "case.5.title", "[[case]]"),
        ('card = { kind = "creation", holder = "LNB" }', 'card = "LNB"', "case.5.card", 'card = "LNB"'),
    ],
)
def test_a_case_that_is_none_is_refused_by_its_line(old: str, new: str, field: str, line: str) -> None:
    assert TEXT.count(old) == 1
    text = TEXT.replace(old, new)
    with pytest.raises(RuleSetRefused) as refused:
        parse(text, "draft.toml")
    place = int(str(refused.value.values["line"]))
    assert (refused.value.values["field"], text.splitlines()[place - 1]) == (field, line)
