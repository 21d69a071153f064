"""Signs of word processors in a rule set: the message names line, sign and what to type."""

import re

import pytest

from rules.ruleset.known import FOLDER, RuleSetRefused, parse

TEXT = (FOLDER / "mk368-2023.toml").read_text(encoding="utf-8")
KNOWN = frozenset(re.findall(r'asks = "([A-Z]\w+)"', TEXT))
LINE = TEXT.splitlines().index('asks = "CSP"') + 1


def refusal(new: str, old: str = 'asks = "CSP"') -> str:
    """Return what is said of the shipped rule set with one line written otherwise."""
    with pytest.raises(RuleSetRefused) as refused:
        parse(TEXT.replace(old, new), "draft.toml", institutions=KNOWN)
    return str(refused.value)


@pytest.mark.parametrize(
    ("written", "sign", "instead"),
    [
        ("asks = \u201cCSP\u201d", "\u201c (U+201C)", '"'),
        ("asks = \u201eCSP\u201d", "\u201e (U+201E)", '"'),
        ("asks = \u00abCSP\u00bb", "\u00ab (U+00AB)", '"'),
        ('asks = "CSP\u201d', "\u201d (U+201D)", '"'),
        ('asks = \u201dCSP"', "\u201d (U+201D)", '"'),
        ("asks = \u2018CSP\u2019", "\u2018 (U+2018)", "'"),
        ("asks \uff1d 5", "\uff1d (U+FF1D)", "="),
        ("asks = 2027\u201301\u201301", "\u2013 (U+2013)", "-"),
        ("asks = 2027\u201401\u201401", "\u2014 (U+2014)", "-"),
        ("asks = \u22125", "\u2212 (U+2212)", "-"),
    ],
)
def test_typographic_sign_is_named_with_what_to_type(written: str, sign: str, instead: str) -> None:
    said = refusal(written)
    assert said.startswith(f"draft.toml:{LINE}, rule csp, ")
    assert said.endswith(f"here stands the sign {sign}, which is no TOML. Type {instead} instead.")


@pytest.mark.parametrize("blank", ["\u00a0", "\u202f", "\u2007", "\u3000"])
@pytest.mark.parametrize("written", ['asks{} = "CSP"', 'asks ={}"CSP"', '{}asks = "CSP"'])
def test_blank_that_is_no_ordinary_one_is_named(blank: str, written: str) -> None:
    said = refusal(written.format(blank))
    assert said.startswith(f"draft.toml:{LINE}, ")
    assert f"U+{ord(blank):04X}. Type an ordinary blank instead." in said


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e"])
@pytest.mark.parametrize("written", ['asks{} = "CSP"', 'asks ={}"CSP"'])
def test_sign_that_nobody_sees_is_named(sign: str, written: str) -> None:
    said = refusal(written.format(sign))
    assert said.startswith(f"draft.toml:{LINE}, ")
    assert said.endswith(f"a sign that cannot be seen, U+{ord(sign):04X}. Delete it.")


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u200e"])
def test_sign_that_nobody_sees_within_a_code_is_left_out_as_everywhere(sign: str) -> None:
    text = TEXT.replace('asks = "CSP"', f'asks = "CS{sign}P"')
    asked = {one.asks for one in parse(text, "draft.toml", institutions=KNOWN).rules}
    assert ("CSP" in asked, any(sign in one for one in asked)) == (True, False)


def test_signs_within_a_text_and_a_comment_are_nobodys_mistake() -> None:
    said = refusal('asks = = "\u201eCSP\u201d" # \u2013')
    assert "equals sign" in said


def test_word_in_letters_of_its_own_language_is_no_odd_sign() -> None:
    assert "here stands" not in refusal("asks = \u0161is")


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u200e"])
def test_sign_that_nobody_sees_within_a_code_that_is_unknown_is_named(sign: str) -> None:
    said = refusal(f'asks = "NO{sign}BODY"')
    assert said.startswith(f"draft.toml:{LINE}, rule csp, field asks: ")
    assert said.endswith(f"here stands a sign that cannot be seen, U+{ord(sign):04X}. Delete it.")


def test_unknown_code_on_a_line_whose_neighbours_have_odd_signs_is_said_as_unknown() -> None:
    said = refusal('# \u200b\nasks = "NOBODY"\n# \u200b')
    assert said.startswith(f"draft.toml:{LINE + 1}, rule csp, field asks: ")
    assert "cannot be seen" not in said


@pytest.mark.parametrize("sign", ["\x07", "\x1b", "\x7f"])
def test_control_character_outside_a_text_is_named(sign: str) -> None:
    said = refusal(f'asks{sign} = "CSP"')
    assert said.endswith(f"here stands a sign that cannot be seen, U+{ord(sign):04X}. Delete it.")


@pytest.mark.parametrize("written", ["asks\t= = 5", "asks = = 5\r"])
def test_tab_and_carriage_return_are_no_odd_signs(written: str) -> None:
    assert "here stands" not in refusal(written)


def test_letter_of_full_width_is_taken_for_no_sign_of_toml() -> None:
    assert "here stands" not in refusal("asks = \uff21")
