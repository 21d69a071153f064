"""Golden cases: those that come with the rule sets hold, and one that does not is seen."""

from dataclasses import replace
from unicodedata import normalize

import pytest

from app.seeds.files import registry
from rules.golden import verdicts
from rules.registry import facts_from_json
from rules.ruleset import Case
from rules.ruleset.known import FOLDER, RuleSetRefused, parse
from tests.helpers.registry import rule_set

TEXT = (FOLDER / "mk368-2023.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["mk368-2023", "mk368-architect"])
def test_the_seven_worked_cases_hold(name: str) -> None:
    found = verdicts(rule_set(name), registry())
    assert [one.passed for one in found] == [True] * 7


def test_a_case_that_asks_somebody_else_does_not_pass() -> None:
    case = Case("EDS", {"kind": "development", "holder": "VID", "resource": "EDS"}, ("VARAM",))
    (found,) = verdicts(replace(rule_set(), cases=(case,)), registry())
    assert not found.passed
    assert found.found == ("VARAM", "FM", "AiM", "CSP", "KM", "DVI", "LPS")


def test_a_domain_of_a_card_is_looked_up_in_nfc_as_every_code() -> None:
    known = replace(registry(), architects={"izglītība": "IZM"})
    card = {"kind": "creation", "holder": "VID", "domain": normalize("NFD", "izglītība")}
    read = facts_from_json(card, known)
    assert (read.answers.domain, read.domain_architect) == ("izglītība", "IZM")


def test_a_card_that_cannot_be_read_names_its_problems() -> None:
    (found,) = verdicts(replace(rule_set(), cases=(Case("x", {"holder": "NAV"}, ()),)), registry())
    assert not found.passed
    assert {one.field for one in found.problems} == {"kind", "holder"}


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('asked = ["VARAM", "KM"', 'asked = [5, "KM"', "case.5.asked"),
        ('title = "LNB', 'name = "LNB', "case.5.title"),
        ('card = { kind = "creation", holder = "LNB" }', 'card = "LNB"', "case.5.card"),
    ],
)
def test_a_case_that_is_none_is_refused_by_its_line(old: str, new: str, field: str) -> None:
    assert old in TEXT
    with pytest.raises(RuleSetRefused) as refused:
        parse(TEXT.replace(old, new), "draft.toml")
    line = int(str(refused.value.values["line"]))
    assert refused.value.values["field"] == field
    assert "[[case]]" in TEXT.splitlines()[line - 1 : line + 3] or "LNB" in TEXT.splitlines()[line - 1]
