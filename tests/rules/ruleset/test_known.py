"""The shipped rule sets, which one is in force, and what is refused on load."""

import re
from datetime import date
from pathlib import Path

import pytest

from rules.refusals import Refusal
from rules.requirements import evaluate
from rules.ruleset.known import RuleSetRefused, RuleSets, load, parse, shipped, shipped_text
from tests.helpers.registry import BASIS, facts, rule_set
from tests.rules.ruleset.test_file import CODES, SHIPPED, changed

ALWAYS = ["varam", "sector-ministry", "aim", "csp", "km", "dvi", "lps"]


def dated(name: str, start: str, end: str = "") -> str:
    line = f"valid_from = {start}" + (f"\nvalid_to = {end}" if end else "")
    return changed(('id = "mk368-2023"', f'id = "{name}"'), ("valid_from = 2023-07-12", line))


def sets(*texts: str) -> RuleSets:
    return RuleSets.of(parse(text, f"{number}.toml", CODES) for number, text in enumerate(texts, 1))


def test_the_set_of_2023_has_the_seven_always_required_and_the_affected() -> None:
    rules = rule_set().rules
    assert [rule.id for rule in rules] == [*ALWAYS, "affected"]
    assert [rule.fixed for rule in rules] == [True] * 7 + [False]
    assert {rule.basis for rule in rules} == {BASIS}


def test_the_architect_set_is_the_same_and_one_rule_more() -> None:
    assert rule_set("mk368-architect").rules[:-1] == rule_set().rules
    assert rule_set("mk368-architect").rules[-1].id == "domain-architect"
    assert rule_set("mk368-architect").parameters == rule_set().parameters


def test_every_parameter_is_marked_as_an_assumption() -> None:
    parameters = rule_set().parameters
    assert {name: one.value for name, one in parameters.items()} == {
        "review_days": 10,
        "repeated_round_days": 5,
        "reminder_days": 3,
        "escalation_days": 1,
        "closing_notice_days": 10,
        "silence_is_consent": False,
        "emergency_review_days": 3,
    }
    assert [one for one in parameters.values() if not (one.assumption and one.label.lv)] == []


def test_the_shipped_sets_are_read_once() -> None:
    assert shipped(CODES) is shipped(CODES)


def test_the_text_of_a_shipped_set_is_that_of_its_file() -> None:
    assert shipped_text("mk368-2023") == SHIPPED


def test_a_set_is_in_force_from_its_first_day_on() -> None:
    assert shipped().in_force(date(2023, 7, 12)).id == "mk368-2023"
    assert shipped().in_force(date(2099, 1, 1)).id == "mk368-2023"


def test_a_day_before_the_first_set_is_refused_with_a_sentence() -> None:
    says = "No rule set is in force on 2023-07-11: the first one, mk368-2023, starts on 2023-07-12."
    with pytest.raises(Refusal, match=f"^{re.escape(says)}$"):
        shipped().in_force(date(2023, 7, 11))


def test_without_an_active_set_none_is_in_force() -> None:
    with pytest.raises(Refusal, match=r"^No rule set is in force on 2026-01-01: none has a start date\.$"):
        RuleSets.of([rule_set("mk368-architect")]).in_force(date(2026, 1, 1))


def test_a_set_ends_the_day_before_the_next_one_starts() -> None:
    both = sets(dated("later", "2026-06-01"), dated("earlier", "2024-01-01"))
    assert both.in_force(date(2026, 5, 31)).id == "earlier"
    assert both.in_force(date(2026, 6, 1)).id == "later"


def test_an_end_counts_only_for_a_set_without_a_successor() -> None:
    both = sets(dated("a", "2024-01-01", "2024-12-31"), dated("b", "2026-01-01", "2026-12-31"))
    assert both.in_force(date(2025, 7, 1)).id == "a"
    assert both.in_force(date(2026, 12, 31)).id == "b"
    with pytest.raises(Refusal, match=r"^No rule set is in force on 2027-01-01: b ended on 2026-12-31\.$"):
        both.in_force(date(2027, 1, 1))


def test_sets_stand_in_the_order_of_their_start_the_inactive_ones_last() -> None:
    inactive = [
        changed(('id = "mk368-2023"', f'id = "{name}"'), ("valid_from = 2023-07-12", "")) for name in "dc"
    ]
    every = sets(*inactive, dated("b", "2026-01-01"), dated("a", "2024-01-01"))
    assert [one.id for one in every.sets] == ["a", "b", "c", "d"]


def test_an_unknown_rule_set_is_refused_with_a_sentence() -> None:
    with pytest.raises(Refusal, match=r"^There is no rule set mk1\.$"):
        shipped().get("mk1")


def test_one_more_institution_is_asked_by_a_change_of_the_file_alone() -> None:
    rule = SHIPPED[SHIPPED.index('[[rule]]\nid = "lps"') : SHIPPED.index("# One rule, four kinds")]
    extra = rule.replace('id = "lps"', 'id = "vk"\nwhen = { kind = ["creation", "development"] }')
    more = parse(SHIPPED + "\n" + extra.replace('asks = "LPS"', 'asks = "VK"'), "more.toml", CODES)
    assert evaluate(facts("VID", main="EDS"), more).institutions[-1] == "VK"
    assert "VK" not in evaluate(facts("VID", "liquidation", "EDS"), more).institutions


def test_a_gap_that_is_there_already_is_ended_on_the_next_day() -> None:
    inactive = changed(('id = "mk368-2023"', 'id = "b"'), ("valid_from = 2023-07-12", ""))
    ended = sets(dated("a", "2024-01-01", "2024-12-31"), inactive)
    with pytest.raises(RuleSetRefused, match=r"Let one begin on 2025-03-02\."):
        ended.starting("b", date(2025, 3, 3), decided_on=date(2025, 3, 1))
    begun = ended.starting("b", date(2025, 3, 2), decided_on=date(2025, 3, 1))
    assert begun.in_force(date(2025, 3, 2)).id == "b"


def test_the_same_id_in_two_files_is_refused() -> None:
    with pytest.raises(RuleSetRefused, match=r"^2\.toml, rule -, field id: this id stands twice\.$"):
        sets(dated("a", "2024-01-01"), dated("a", "2026-01-01"))


@pytest.mark.parametrize("second", [dated("b", "2024-01-01"), dated("b", "2024-12-31")])
def test_overlapping_validity_is_refused(second: str) -> None:
    says = "2.toml, rule -, field valid_from: the validity overlaps that of a."
    with pytest.raises(RuleSetRefused, match=f"^{re.escape(says)}$"):
        sets(dated("a", "2024-01-01", "2024-12-31"), second)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (
            date(2024, 1, 1),
            "The validity overlaps: a and b would both begin on 2024-01-01. Choose another day.",
        ),
        (
            date(2024, 12, 31),
            "The validity overlaps: a ends on 2024-12-31, as its text says, but b begins on 2024-12-31. "
            "Choose another day.",
        ),
        (
            date(2025, 1, 2),
            "a ends on 2024-12-31, as its text says, and none follows until b begins on 2025-01-02. "
            "Let one begin on 2025-01-01.",
        ),
        (
            date(2023, 1, 1),
            "The validity overlaps: b ends on 2025-12-31, as its text says, but a begins on 2024-01-01. "
            "Choose another day.",
        ),
        (date(2025, 1, 1), None),
    ],
)
def test_a_start_that_overlaps_or_leaves_a_gap_is_refused_with_both_sets_and_their_days(
    day: date, says: str | None
) -> None:
    inactive = changed(
        ('id = "mk368-2023"', 'id = "b"'), ("valid_from = 2023-07-12", "valid_to = 2025-12-31")
    )
    both = sets(dated("a", "2024-01-01", "2024-12-31"), inactive)
    if says is None:
        assert both.starting("b", day).in_force(day).id == "b"
        return
    with pytest.raises(RuleSetRefused) as refused:
        both.starting("b", day)
    assert str(refused.value) == says


def test_a_set_may_start_after_one_that_says_no_end() -> None:
    inactive = changed(('id = "mk368-2023"', 'id = "b"'), ("valid_from = 2023-07-12", ""))
    both = sets(dated("a", "2024-01-01"), inactive).starting("b", date(2026, 1, 1))
    assert (both.in_force(date(2025, 12, 31)).id, both.in_force(date(2026, 1, 1)).id) == ("a", "b")


def test_a_folder_is_loaded_whole_and_the_bad_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(SHIPPED, encoding="utf-8")
    assert [(one.id, one.file) for one in load(tmp_path, CODES).sets] == [("mk368-2023", "good.toml")]
    with pytest.raises(
        RuleSetRefused, match=r"^good\.toml:\d+, rule varam, field asks: there is no institution"
    ):
        load(tmp_path, frozenset())
    (tmp_path / "latin.toml").write_bytes(b'# Latin\nid = "R\xeega"')
    with pytest.raises(RuleSetRefused) as refused:
        load(tmp_path, CODES)
    assert str(refused.value) == (
        "latin.toml:2, rule -, field -: this is no text in UTF-8. Save the file as UTF-8."
    )
    assert refused.value.values["line"] == 2
