"""The line that a message about a rule set names."""

import pytest

from rules.ruleset.known import FOLDER, RuleSetRefused, parse
from rules.ruleset.toml_lines import line_of, standing_at

TEXT = (FOLDER / "mk368-2023.toml").read_text(encoding="utf-8")
LINES = TEXT.splitlines()


def written(line: int) -> str:
    return LINES[line - 1]


@pytest.mark.parametrize(
    ("rule", "field", "stands"),
    [
        ("-", "valid_from", "valid_from = 2023-07-12"),
        ("-", "title.en", 'title.en = "Cabinet Regulation No. 368, in force since 2023"'),
        ("-", "parameters.repeated_round_days.value", "value = 5"),
        ("-", "parameters.repeated_round_days.unit", "[parameters.repeated_round_days]"),
        ("csp", "asks", 'asks = "CSP"'),
        ("3", "asks", 'asks = "AiM"'),
        ("csp", "when.domain", "[[rule]]"),
        ("affected", "sentences.consumer.lv", LINES[-6].strip() and "lv = "),
        ("affected", "sentences.other", "[rule.sentences.used]"),
    ],
)
def test_a_field_is_found_where_it_stands(rule: str, field: str, stands: str) -> None:
    assert written(line_of(TEXT, rule, field)).startswith(stands)


def test_what_is_nowhere_is_looked_for_at_the_beginning() -> None:
    assert line_of("", "-", "id") == 1


def test_a_refusal_names_the_line_after_the_file() -> None:
    with pytest.raises(RuleSetRefused) as refused:
        parse(TEXT.replace('asks = "CSP"', "asks = 5"), "draft.toml")
    line = LINES.index('asks = "CSP"') + 1
    assert str(refused.value).startswith(f"draft.toml:{line}, rule csp, field asks:")


def test_of_a_double_id_the_second_is_named() -> None:
    with pytest.raises(RuleSetRefused) as refused:
        parse(TEXT.replace('id = "csp"', 'id = "aim"'), "draft.toml")
    assert refused.value.values["line"] == LINES.index('id = "csp"') + 1


@pytest.mark.parametrize(
    ("old", "new", "rule", "field"),
    [
        ('asks = "CSP"', "asks = = 5", "csp", "asks"),
        ('asks = "CSP"', "[x", "csp", "-"),
        ("valid_from = 2023-07-12", "valid_from = 2023-02-30", "-", "valid_from"),
    ],
)
def test_what_is_no_toml_is_refused_by_the_line_and_the_rule_it_stands_in(
    old: str, new: str, rule: str, field: str
) -> None:
    with pytest.raises(RuleSetRefused) as refused:
        parse(TEXT.replace(old, new, 1), "draft.toml")
    line = LINES.index(old) + 1
    assert str(refused.value).startswith(f"draft.toml:{line}, rule {rule}, field {field}: from here on")
    assert refused.value.values["line"] == line


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ('id = "csp"\nid = "csp"', "a name or a table stands here again"),
        ("[parameters.review_days]", "a name or a table stands here again"),
        ('id = "csp', "the quotation mark that ends a text is missing"),
        ('id = "c\\sp"', "Write it twice"),
        ("id = 2027-02-30", "no such day"),
        ('id = "csp\a"', "Delete it"),
        ("id = csp", "A text stands in quotation marks"),
        ("id = 12.07.2027", "a day is written 2027-01-01"),
    ],
)
def test_what_is_wrong_with_the_toml_is_said_in_words_that_are_translated(new: str, says: str) -> None:
    with pytest.raises(RuleSetRefused, match="no TOML") as refused:
        parse(TEXT.replace('id = "csp"', new, 1), "draft.toml")
    assert says in str(refused.value)


@pytest.mark.parametrize("written", ["id = 5", "id = true", 'id = ["csp"]', 'id = "C S P"', "# no id"])
def test_a_rule_whose_id_is_none_is_named_by_its_number_and_found(written: str) -> None:
    with pytest.raises(RuleSetRefused) as refused:
        parse(TEXT.replace('id = "csp"', written), "draft.toml")
    line = LINES.index('id = "csp"') + ("=" in written)
    assert str(refused.value).startswith(f"draft.toml:{line}, rule 4, field id: ")


@pytest.mark.parametrize("written", ["'id' = 'csp'", '"id"="""csp"""'])
def test_an_id_is_known_however_toml_lets_it_be_quoted(written: str) -> None:
    assert line_of(TEXT.replace('id = "csp"', written), "csp", "asks") == LINES.index('asks = "CSP"') + 1


def test_of_rules_in_one_list_the_line_of_the_list_is_named() -> None:
    parameters = TEXT[TEXT.index("[parameters") : TEXT.index("[[rule]]")]
    title = 'id = "a"\ntitle = {lv = "A", en = "A"}\n'
    with pytest.raises(RuleSetRefused) as refused:
        parse(f'{title}rule = [{{id = "b", asks = 5}}]\n{parameters}', "draft.toml")
    assert str(refused.value).startswith("draft.toml:3, rule b, field asks: ")


@pytest.mark.parametrize("value", ["1" * 5000, "[" * 5000])
def test_what_the_reader_cannot_bear_is_refused_like_any_other_fault(value: str) -> None:
    with pytest.raises(RuleSetRefused, match="no TOML"):
        parse(f"x = {value}\n{TEXT}", "draft.toml")


def test_lines_are_counted_as_toml_counts_them() -> None:
    text = "# \u2028 \x85 \n" + TEXT.replace('asks = "CSP"', "asks = 5")
    with pytest.raises(RuleSetRefused) as refused:
        parse(text, "draft.toml")
    assert refused.value.values["line"] == LINES.index('asks = "CSP"') + 2


@pytest.mark.parametrize("line", [" " * 5000, "[" + " " * 5000, "[" * 5000, "a " * 5000])
def test_a_line_of_many_blanks_is_read_once(line: str) -> None:
    text = f'title = """\n{line}\n"""\n{TEXT}'
    assert line_of(text, "csp", "asks") == LINES.index('asks = "CSP"') + 4


DRAFT = """\
# A draft
id = "a"
title.lv = "A"

[parameters.review_days]
value = 10

[[rule]]
id = "first"
asks = "KM"

[[rule]]
  asks = "FM"  # no id

[rule.sentences.used]
lv = "x"

[[case]]
title = "one"

[[case]] # two
title = "two"
card = { kind = "creation" }
"""


@pytest.mark.parametrize(
    ("line", "rule", "field"),
    [
        (1, "-", "-"),
        (2, "-", "id"),
        (3, "-", "title.lv"),
        (4, "-", "-"),
        (5, "-", "parameters.review_days"),
        (6, "-", "parameters.review_days.value"),
        (8, "first", "-"),
        (9, "first", "id"),
        (10, "first", "asks"),
        (12, "2", "-"),
        (13, "2", "asks"),
        (15, "2", "sentences.used"),
        (16, "2", "sentences.used.lv"),
        (18, "-", "case.1"),
        (19, "-", "case.1.title"),
        (22, "-", "case.2.title"),
        (99, "-", "-"),
    ],
)
def test_a_line_belongs_to_a_rule_and_a_field(line: int, rule: str, field: str) -> None:
    assert standing_at(DRAFT, line) == (rule, field)


@pytest.mark.parametrize(
    ("rule", "field", "line"),
    [
        ("-", "id", 2),
        ("-", "title.lv", 3),
        ("-", "title.en", 3),  # what else is said of the title
        ("-", "title", 3),
        ("-", "parameters.review_days.value", 6),
        ("-", "parameters.review_days.label", 5),
        ("-", "parameters.nothing", 5),
        ("-", "valid_from", 1),
        ("first", "asks", 10),
        ("1", "asks", 10),
        ("first", "basis", 8),
        ("2", "asks", 13),
        ("2", "id", 12),
        ("2", "sentences.used.lv", 16),
        ("2", "sentences.used.en", 15),
        ("2", "sentences.named", 15),
        ("-", "case.1.title", 19),
        ("-", "case.2.title", 22),
        ("-", "case.2.asked", 21),
        ("-", "case.3.title", 18),
        ("nothing", "asks", 1),
    ],
)
def test_a_field_or_the_nearest_table_around_it_has_a_line(rule: str, field: str, line: int) -> None:
    assert line_of(DRAFT, rule, field) == line


@pytest.mark.parametrize("written", ["title.lv", "title . lv", "'title'.\"lv\"", "title .  'lv' "])
def test_a_dotted_name_is_the_same_however_toml_lets_it_be_written(written: str) -> None:
    assert line_of(f'id = "a"\n{written} = "A"\n', "-", "title.lv") == 2


def test_without_lines_nothing_stands_anywhere() -> None:
    assert standing_at("", 1) == ("-", "-")
