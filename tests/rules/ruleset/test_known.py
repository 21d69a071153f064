"""The shipped rule sets, which one is in force, and what is refused on load."""

import re
from datetime import date
from pathlib import Path

import pytest

from rules.refusals import Refusal
from rules.requirements import evaluate
from rules.ruleset.known import FOLDER, RuleSetRefused, RuleSets, load, parse, shipped, shipped_text
from tests.helpers.registry import BASIS, facts, institutions, rule_set

SHIPPED = (FOLDER / "mk368-2023.toml").read_text(encoding="utf-8")
CODES = frozenset(institutions())
ALWAYS = ["varam", "sector-ministry", "aim", "csp", "km", "dvi", "lps"]


def changed(*replacements: tuple[str, str]) -> str:
    text = SHIPPED
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    return text


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
    with pytest.raises(Refusal, match="b ended on 2026-12-31"):
        both.in_force(date(2027, 1, 1))


def test_an_unknown_rule_set_is_refused_with_a_sentence() -> None:
    with pytest.raises(Refusal, match="There is no rule set mk1"):
        shipped().get("mk1")


def test_one_more_institution_is_asked_by_a_change_of_the_file_alone() -> None:
    rule = SHIPPED[SHIPPED.index('[[rule]]\nid = "lps"') : SHIPPED.index("# One rule, four kinds")]
    extra = rule.replace('id = "lps"', 'id = "vk"\nwhen = { kind = ["creation", "development"] }')
    more = parse(SHIPPED + "\n" + extra.replace('asks = "LPS"', 'asks = "VK"'), "more.toml", CODES)
    assert evaluate(facts("VID", main="EDS"), more).institutions[-1] == "VK"
    assert "VK" not in evaluate(facts("VID", "liquidation", "EDS"), more).institutions


@pytest.mark.parametrize(
    ("old", "new", "rule", "field", "says"),
    [
        ('id = "mk368-2023"', 'id = ""', "-", "id", "the text is empty"),
        ('id = "mk368-2023"', 'name = "a"', "-", "id", "missing"),
        ('id = "mk368-2023"', 'id = "a"\nname = "a"', "-", "name", "no such field"),
        ("2023-07-12", '"2023-07-12"', "-", "valid_from", "wrong type"),
        ("2023-07-12", "2023-07-12T00:00:00", "-", "valid_from", "wrong type"),
        ("2023-07-12", "2023-07-12\nvalid_to = 2023-07-11", "-", "valid_to", "ends before it begins"),
        ("title.lv", "title.de", "-", "title.lv", "missing"),
        ("value = 10", "value = true", "-", "parameters.review_days.value", "wrong type"),
        ("value = 10", "value = 0", "-", "parameters.review_days.value", "at least one day"),
        ("value = 10", "value = 999999999", "-", "parameters.review_days.value", "at most 365 days"),
        (
            "[parameters.reminder_days]",
            "[parameters.reminder]",
            "-",
            "parameters.reminder_days",
            "missing",
        ),
        (
            "value = false",
            "value = true",
            "-",
            "parameters.silence_is_consent.value",
            "silence is never consent",
        ),
        ('lv = "Saskaņo', f'lv = "{"ā" * 1001}', "varam", "lv", "at most 1000 characters"),
        ('asks = "AiM"', 'asks = "AIM"', "aim", "asks", "there is no institution AIM"),
        ('asks = "AiM"', "asks = 5", "aim", "asks", "wrong type"),
        ('asks = "AiM"\n', "", "aim", "asks", "missing"),
        ('id = "csp"', 'id = "aim"', "aim", "id", "stands twice"),
        ('id = "csp"', f'id = "{"1" * 5000}"', "4", "id", "at most 1000 characters"),
        ('asks = "KM"\nfixed = true', 'asks = "KM"\nfixed = "yes"', "km", "fixed", "wrong type"),
        ('asks = "KM"\nfixed = true', 'asks = "KM"', "km", "fixed", "missing"),
        ('asks = "KM"', 'asks = "KM"\nwhen = { heritge = true }', "km", "when.heritge", "no such fact"),
        ('asks = "KM"', 'asks = "KM"\nwhen = { heritage = "yes" }', "km", "when.heritage", "no value of"),
        ('asks = "KM"', 'asks = "KM"\nwhen = { kind = ["change"] }', "km", "when.kind", "no value of"),
        ('asks = "KM"', 'asks = "KM"\nwhen = { kind = [] }', "km", "when.kind", "no value of"),
        ('asks = "KM"', 'asks = "KM"\nunless = true', "km", "unless", "no such field"),
        ('"heritage", "liquidation"]', '"heritge"]', "km", "watches", "no field heritge"),
        (
            'lv = "Nozares ministrija: {institution}. Kartītes pārzinis: {holder}"\n',
            "",
            "sector-ministry",
            "lv",
            "missing",
        ),
        (
            'en = "{institution} is the sector ministry of {holder}"',
            'en = " "',
            "sector-ministry",
            "en",
            "the text is empty",
        ),
        ("ministry of {holder}", "ministry of {owner}", "sector-ministry", "en", "no placeholder owner"),
        ("ministry of {holder}", "ministry of {holder", "sector-ministry", "en", "no placeholder {"),
        ("ministry of {holder}", "ministry of holder}", "sector-ministry", "en", "no placeholder }"),
        ("ministry of {holder}", "ministry of {}", "sector-ministry", "en", "no placeholder {}"),
        ("ministry of {holder}", "of \\u0000", "sector-ministry", "en", "no text shows the character U+0000"),
        ("ministry of {holder}", "of \\u001b", "sector-ministry", "en", "no text shows the character U+001B"),
        (
            'en = "{institution} is the sector ministry of {holder}"',
            'en = "\\u200b\\u00a0"',
            "sector-ministry",
            "en",
            "the text is empty",
        ),
        ("ministry of {holder}", "of {holder.code}", "sector-ministry", "en", "no placeholder holder.code"),
        ("ministry of {holder}", "of {holder:99999999}", "sector-ministry", "en", "no placeholder holder:9"),
        ("ministry of {holder}", "of {holder:{x}}", "sector-ministry", "en", "no placeholder holder:{x}"),
        ("ministry of {holder}", "of {holder!r}", "sector-ministry", "en", "no placeholder holder!r"),
        (
            'lv = "Kartītē norādīta ietekmētā iestāde: {institution}"',
            'lv = "{resource}"',
            "affected",
            "sentences.named.lv",
            "no placeholder resource",
        ),
        ("[rule.sentences.consumer]", "[rule.sentences.users]", "affected", "sentences.consumer", "missing"),
        ('basis = "MK 368 (VIRSIS prezentācija, 21.05.2025.)"\n', "", "varam", "basis", "missing"),
    ],
)
def test_a_bad_rule_set_is_refused_by_file_rule_and_field(
    old: str, new: str, rule: str, field: str, says: str
) -> None:
    with pytest.raises(RuleSetRefused) as refused:
        parse(changed((old, new)), "draft.toml", CODES)
    line = refused.value.values["line"]
    assert str(refused.value).startswith(f"draft.toml:{line}, rule {rule}, field {field}: ")
    assert says in str(refused.value)


def test_a_gap_that_is_there_already_is_ended_on_the_next_day() -> None:
    inactive = changed(('id = "mk368-2023"', 'id = "b"'), ("valid_from = 2023-07-12", ""))
    ended = sets(dated("a", "2024-01-01", "2024-12-31"), inactive)
    with pytest.raises(RuleSetRefused, match=r"Let one begin on 2025-03-02\."):
        ended.starting("b", date(2025, 3, 3), decided_on=date(2025, 3, 1))
    begun = ended.starting("b", date(2025, 3, 2), decided_on=date(2025, 3, 1))
    assert begun.in_force(date(2025, 3, 2)).id == "b"


@pytest.mark.parametrize("text", ["id = ", "rule = 1", "[[rule]", "\x00"])
def test_what_is_no_rule_set_at_all_is_refused_too(text: str) -> None:
    with pytest.raises(RuleSetRefused, match=r"^draft\.toml(:1)?, "):
        parse(text, "draft.toml", CODES)


def test_a_condition_on_a_domain_that_does_not_exist_is_refused_by_its_line() -> None:
    text = changed(('asks = "KM"', 'asks = "KM"\nwhen = { domain = ["kultura", "kulturaa"] }'))
    with pytest.raises(RuleSetRefused, match=r"rule km, field when\.domain: there is no domain kulturaa"):
        parse(text, "draft.toml", CODES, ("kultura", "finanses"))


def test_a_draft_may_say_when_it_ends_without_saying_when_it_begins() -> None:
    draft = parse(changed(("valid_from = 2023-07-12", "valid_to = 2030-12-31")), "draft.toml", CODES)
    assert (draft.valid_from, draft.valid_to) == (None, date(2030, 12, 31))


def test_rules_that_are_no_tables_are_refused() -> None:
    head = SHIPPED[: SHIPPED.index("[[rule]]")]
    for rules in ("rule = [1]", "rule = []", 'rule = "varam"'):
        with pytest.raises(RuleSetRefused, match=r"field rule: "):
            parse(f"{rules}\n{head}", "draft.toml", CODES)


def test_the_same_id_in_two_files_is_refused() -> None:
    with pytest.raises(RuleSetRefused, match=r"2\.toml.*field id: this id stands twice"):
        sets(dated("a", "2024-01-01"), dated("a", "2026-01-01"))


@pytest.mark.parametrize("second", [dated("b", "2024-01-01"), dated("b", "2024-12-31")])
def test_overlapping_validity_is_refused(second: str) -> None:
    with pytest.raises(RuleSetRefused, match=r"2\.toml.*valid_from: the validity overlaps that of a"):
        sets(dated("a", "2024-01-01", "2024-12-31"), second)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2024, 1, 1), "a and b would both begin on 2024-01-01"),
        (date(2024, 12, 31), "a ends on 2024-12-31, as its text says, but b begins on 2024-12-31"),
        (date(2025, 1, 2), "a ends on 2024-12-31, as its text says, and none follows until b begins on"),
        (date(2023, 1, 1), "b ends on 2025-12-31, as its text says, but a begins on 2024-01-01"),
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
    assert says in str(refused.value)


def test_a_folder_is_loaded_whole_and_the_bad_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(SHIPPED, encoding="utf-8")
    assert [one.id for one in load(tmp_path, CODES).sets] == ["mk368-2023"]
    (tmp_path / "latin.toml").write_bytes(b'id = "R\xeega"')
    with pytest.raises(RuleSetRefused, match=r"^latin\.toml:1, .*UTF-8"):
        load(tmp_path, CODES)
