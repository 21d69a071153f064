"""What the text of a rule set says, and what it is refused for, each by file, rule and field."""

import re
from datetime import date

import pytest

from rules.ruleset import Condition, Text
from rules.ruleset.known import FOLDER, RuleSetRefused, parse
from rules.vocabulary import Urgency
from tests.helpers.registry import institutions

SHIPPED = (FOLDER / "mk368-2023.toml").read_text(encoding="utf-8")
CODES = frozenset(institutions())
NO_CODE = "at most 80 small letters (a–z), digits and hyphens between them."


def changed(*replacements: tuple[str, str]) -> str:
    text = SHIPPED
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize(
    ("old", "new", "rule", "field", "says"),
    [
        ('id = "mk368-2023"', 'id = ""', "-", "id", "the text is empty."),
        ('id = "mk368-2023"', 'name = "a"', "-", "id", "missing."),
        (
            'id = "mk368-2023"',
            'id = "a"\nname = "a"',
            "-",
            "name",
            "no such field. Known are: id, title, valid_from, valid_to, parameters, rule, case.",
        ),
        ('id = "mk368-2023"', 'id = "MK 368"', "-", "id", NO_CODE),
        ('id = "mk368-2023"', f'id = "{"a" * 81}"', "-", "id", NO_CODE),
        (
            "2023-07-12",
            '"2023-07-12"',
            "-",
            "valid_from",
            "wrong type, here belongs a day such as 2027-01-01.",
        ),
        (
            "2023-07-12",
            "2023-07-12T00:00:00",
            "-",
            "valid_from",
            "wrong type, here belongs a day such as 2027-01-01.",
        ),
        ("2023-07-12", "2023-07-12\nvalid_to = 2023-07-11", "-", "valid_to", "it ends before it begins."),
        ("title.lv", "title.de", "-", "title.lv", "missing."),
        (
            "value = 10",
            "value = true",
            "-",
            "parameters.review_days.value",
            "wrong type, here belongs a whole number.",
        ),
        ("value = 10", "value = 0", "-", "parameters.review_days.value", "at least one day."),
        ("value = 10", "value = 999999999", "-", "parameters.review_days.value", "at most 365 days."),
        (
            "[parameters.reminder_days]",
            "[parameters.reminder]",
            "-",
            "parameters.reminder_days",
            "missing.",
        ),
        (
            "value = false",
            "value = true",
            "-",
            "parameters.silence_is_consent.value",
            "silence is never consent in this system.",
        ),
        ('lv = "Saskaņo', f'lv = "{"ā" * 1001}', "varam", "lv", "at most 1000 characters."),
        (
            'asks = "AiM"',
            'asks = "AIM"',
            "aim",
            "asks",
            "there is no institution AIM, and it is none of sector_ministry, domain_architect, affected.",
        ),
        ('asks = "AiM"', "asks = 5", "aim", "asks", "wrong type, here belongs a text in quotation marks."),
        ('asks = "AiM"\n', "", "aim", "asks", "missing."),
        ('id = "csp"', 'id = "aim"', "aim", "id", "this id stands twice."),
        ('id = "csp"', f'id = "{"1" * 5000}"', "4", "id", "at most 1000 characters."),
        (
            'asks = "KM"\nfixed = true',
            'asks = "KM"\nfixed = "yes"',
            "km",
            "fixed",
            "wrong type, here belongs true or false.",
        ),
        ('asks = "KM"\nfixed = true', 'asks = "KM"', "km", "fixed", "missing."),
        (
            'asks = "KM"',
            'asks = "KM"\nwhen = { heritge = true }',
            "km",
            "when.heritge",
            "no such fact. "
            "Known are: kind, domain, personal_data, statistics, heritage, municipalities, restricted.",
        ),
        (
            'asks = "KM"',
            'asks = "KM"\nwhen = { heritage = "yes" }',
            "km",
            "when.heritage",
            '"yes" is no value of this fact.',
        ),
        (
            'asks = "KM"',
            'asks = "KM"\nwhen = { kind = ["change"] }',
            "km",
            "when.kind",
            '"change" is no value of this fact.',
        ),
        (
            'asks = "KM"',
            'asks = "KM"\nwhen = { heritage = ["jā", true, 2027-01-01] }',
            "km",
            "when.heritage",
            '"jā", "2027-01-01" is no value of this fact.',
        ),
        (
            'title.lv = "MK',
            'title.de = "MK"\ntitle.lv = "MK',
            "-",
            "title.de",
            "no such field. Known are: lv, en.",
        ),
        (
            'asks = "KM"',
            'asks = "KM"\nwhen = { kind = [] }',
            "km",
            "when.kind",
            "[] is no value of this fact.",
        ),
        (
            'asks = "KM"',
            'asks = "KM"\nunless = true',
            "km",
            "unless",
            "no such field. Known are: asks, id, basis, fixed, watches, when, lv, en.",
        ),
        ('"heritage", "liquidation"]', '"heritge"]', "km", "watches", "the card has no field heritge."),
        (
            'lv = "Nozares ministrija: {institution}. Kartītes pārzinis: {holder}"\n',
            "",
            "sector-ministry",
            "lv",
            "missing.",
        ),
        (
            'en = "{institution} is the sector ministry of {holder}"',
            'en = " "',
            "sector-ministry",
            "en",
            "the text is empty.",
        ),
        (
            "ministry of {holder}",
            "ministry of {owner}",
            "sector-ministry",
            "en",
            "no placeholder owner. Known are: institution, holder.",
        ),
        (
            "ministry of {holder}",
            "ministry of {holder",
            "sector-ministry",
            "en",
            "no placeholder {. Known are: institution, holder.",
        ),
        (
            "ministry of {holder}",
            "ministry of holder}",
            "sector-ministry",
            "en",
            "no placeholder }. Known are: institution, holder.",
        ),
        (
            "ministry of {holder}",
            "ministry of {}",
            "sector-ministry",
            "en",
            "no placeholder {}. Known are: institution, holder.",
        ),
        (
            "ministry of {holder}",
            "of \\u0000",
            "sector-ministry",
            "en",
            "no text shows the character U+0000.",
        ),
        (
            "ministry of {holder}",
            "of \\u001b",
            "sector-ministry",
            "en",
            "no text shows the character U+001B.",
        ),
        (
            'en = "{institution} is the sector ministry of {holder}"',
            'en = "\\u200b\\u00a0"',
            "sector-ministry",
            "en",
            "the text is empty.",
        ),
        (
            "ministry of {holder}",
            "of {holder.code}",
            "sector-ministry",
            "en",
            "no placeholder holder.code. Known are: institution, holder.",
        ),
        (
            "ministry of {holder}",
            "of {holder:99999999}",
            "sector-ministry",
            "en",
            "no placeholder holder:99999999. Known are: institution, holder.",
        ),
        (
            "ministry of {holder}",
            "of {holder:{x}}",
            "sector-ministry",
            "en",
            "no placeholder holder:{x}. Known are: institution, holder.",
        ),
        (
            "ministry of {holder}",
            "of {holder!r}",
            "sector-ministry",
            "en",
            "no placeholder holder!r. Known are: institution, holder.",
        ),
        (
            'lv = "Kartītē norādīta ietekmētā iestāde: {institution}"',
            'lv = "{resource}"',
            "affected",
            "sentences.named.lv",
            "no placeholder resource. Known are: institution, holder.",
        ),
        ("[rule.sentences.consumer]", "[rule.sentences.users]", "affected", "sentences.consumer", "missing."),
        ('basis = "MK 368 (VIRSIS prezentācija, 21.05.2025.)"\n', "", "varam", "basis", "missing."),
    ],
)
def test_a_bad_rule_set_is_refused_by_file_rule_and_field(
    old: str, new: str, rule: str, field: str, says: str
) -> None:
    with pytest.raises(RuleSetRefused) as refused:
        parse(changed((old, new)), "draft.toml", CODES)
    line = refused.value.values["line"]
    assert str(refused.value) == f"draft.toml:{line}, rule {rule}, field {field}: {says}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value = 10", "value = 1"),
        ("value = 10", "value = 365"),
        ('id = "mk368-2023"', f'id = "{"a" * 80}"'),
        ('lv = "Saskaņo visas aktivitātes"', f'lv = "{"ā" * 1000}"'),
        ("2023-07-12", "2023-07-12\nvalid_to = 2023-07-12"),
        ('asks = "KM"', 'asks = "VK"'),
        ('asks = "KM"', 'asks = "KM"\nwhen = { heritage = true, kind = ["creation", "development"] }'),
        ("ministry of {holder}", "ministry of\\n\\t{holder}"),
    ],
)
def test_the_limits_of_a_rule_set_themselves_are_taken(old: str, new: str) -> None:
    assert parse(changed((old, new)), "draft.toml", CODES).file == "draft.toml"


@pytest.mark.parametrize("text", ["id = ", "rule = 1", "[[rule]", "\x00"])
def test_what_is_no_rule_set_at_all_is_refused_too(text: str) -> None:
    with pytest.raises(RuleSetRefused, match=r"^draft\.toml(:1)?, "):
        parse(text, "draft.toml", CODES)


def test_a_condition_on_a_domain_that_does_not_exist_is_refused_by_its_line() -> None:
    text = changed(('asks = "KM"', 'asks = "KM"\nwhen = { domain = ["kultura", "kulturaa"] }'))
    with pytest.raises(RuleSetRefused) as refused:
        parse(text, "draft.toml", CODES, ("kultura", "finanses"))
    line = text.splitlines().index('when = { domain = ["kultura", "kulturaa"] }') + 1
    says = "rule km, field when.domain: there is no domain kulturaa."
    assert str(refused.value) == f"draft.toml:{line}, {says}"


def test_a_draft_may_say_when_it_ends_without_saying_when_it_begins() -> None:
    draft = parse(changed(("valid_from = 2023-07-12", "valid_to = 2030-12-31")), "draft.toml", CODES)
    assert (draft.valid_from, draft.valid_to) == (None, date(2030, 12, 31))


def test_rules_that_are_no_tables_are_refused() -> None:
    head = SHIPPED[: SHIPPED.index("[[rule]]")]
    for rules, says in (
        ("rule = [1]", "no table of rules."),
        ("rule = []", "missing."),
        ('rule = "varam"', "wrong type, here belongs a list in square brackets."),
    ):
        with pytest.raises(RuleSetRefused) as refused:
            parse(f"{rules}\n{head}", "draft.toml", CODES)
        assert str(refused.value) == f"draft.toml:1, rule -, field rule: {says}"


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ('asked = ["VARAM", "KM"', 'asked = [5, "KM"', "case.5.asked", "codes of institutions in a list."),
        ('title = "LNB', 'name = "LNB', "case.5.title", "missing."),
        (
            'card = { kind = "creation", holder = "LNB" }',
            'card = "LNB"',
            "case.5.card",
            "wrong type, here belongs a table with names and values.",
        ),
        (
            'card = { kind = "creation", holder = "LNB" }',
            'card = { kind = "creation", holder = "LNB" }\nnote = "x"',
            "case.5.note",
            "no such field. Known are: asked, title, card.",
        ),
    ],
)
def test_a_case_that_is_none_is_refused(old: str, new: str, field: str, says: str) -> None:
    with pytest.raises(RuleSetRefused) as refused:
        parse(changed((old, new)), "draft.toml", CODES)
    line = refused.value.values["line"]
    assert str(refused.value) == f"draft.toml:{line}, rule -, field {field}: {says}"


def test_cases_that_are_no_tables_are_refused() -> None:
    head = SHIPPED[: SHIPPED.index("[[case]]")]
    with pytest.raises(RuleSetRefused) as refused:
        parse(f"case = [1]\n{head}", "draft.toml", CODES)
    assert str(refused.value) == "draft.toml:1, rule -, field case: no table of cases."


def test_without_institutions_and_domains_those_named_are_taken_on_trust() -> None:
    text = changed(('asks = "KM"', 'asks = "NAV"\nwhen = { domain = "nav" }'))
    (rule,) = (one for one in parse(text, "draft.toml").rules if one.id == "km")
    assert (rule.asks, rule.when) == ("NAV", (Condition("domain", ("nav",)),))


def test_the_reason_of_the_architects_rule_may_name_the_domain() -> None:
    asks = ('asks = "AiM"', 'asks = "domain_architect"')
    named = ('en = "Co-approves every activity"', 'en = "{domain}: {institution} for {holder}"')
    text = changed(asks)
    start = text.index('id = "aim"')
    rules = parse(text[:start] + text[start:].replace(*named, 1), "draft.toml", CODES).rules
    assert "{domain}" in next(one.reason.en for one in rules if one.id == "aim")


def test_a_draft_without_cases_and_watches_has_none() -> None:
    without = re.sub(r"watches = \[[^\]]*\]\n", "", SHIPPED[: SHIPPED.index("[[case]]")])
    draft = parse(without, "draft.toml", CODES)
    assert (draft.cases, {rule.watches for rule in draft.rules}) == ((), {()})


def test_a_case_names_those_whom_it_asks() -> None:
    assert parse(SHIPPED, "draft.toml", CODES).cases[4].asked == ("VARAM", "KM", "AiM", "CSP", "DVI", "LPS")


def test_a_rule_set_is_read_whole() -> None:
    read = parse(changed(("2023-07-12", "2023-07-12\nvalid_to = 2030-12-31")), "draft.toml", CODES)
    assert (read.id, read.file, read.title) == (
        "mk368-2023",
        "draft.toml",
        Text(
            "MK noteikumi Nr. 368, spēkā kopš 2023. gada", "Cabinet Regulation No. 368, in force since 2023"
        ),
    )
    assert (read.valid_from, read.valid_to) == (date(2023, 7, 12), date(2030, 12, 31))
    assert read.days("review_days") == 10
    assert read.rules[0].reason == Text("Saskaņo visas aktivitātes", "Co-approves every activity")
    assert [case.title[:3] for case in read.cases][4] == "LNB"


EMERGENCY = SHIPPED[SHIPPED.index("[parameters.emergency_review_days]") :].partition("\n\n")[0]


def test_the_term_of_emergencies_may_be_left_out_and_ordinary_terms_hold_then() -> None:
    without = parse(changed((EMERGENCY, "")), "a.toml", CODES)
    assert [without.term(number, Urgency.emergency).value for number in (1, 2)] == [10, 5]


def test_the_term_of_emergencies_is_the_same_in_every_round() -> None:
    shipped = parse(SHIPPED, "a.toml", CODES)
    assert [shipped.term(number, Urgency.emergency).value for number in (1, 2, 3)] == [3, 3, 3]
    assert [shipped.term(number, Urgency.normal).value for number in (1, 2, 3)] == [10, 5, 5]


def test_the_term_of_emergencies_is_at_least_a_day() -> None:
    with pytest.raises(RuleSetRefused, match=r"emergency_review_days\.value: at least one day"):
        parse(changed((EMERGENCY, EMERGENCY.replace("value = 3", "value = 0"))), "a.toml", CODES)
