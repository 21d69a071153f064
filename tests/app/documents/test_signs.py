"""Every sign is printed: by a font that has it, else by its code."""

import json
from unicodedata import category

import pytest
from hypothesis import HealthCheck, given, settings, strategies as some

from app.documents.pdf import pdf
from app.documents.signs import FONTS, printable
from tests.helpers.printed import ARABIC, HEBREW, ODD, an_item, the_minutes


@pytest.mark.parametrize("text", ["āčēģīķļņšūž ĀČĒĢĪĶĻŅŠŪŽ", ODD, HEBREW, ARABIC, "1 ≤ 2 ✓ ☐ ½ m²"])
def test_signs_of_the_fonts_stay_as_they_are(text):
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("\u4e2d\u6587", "[U+4E2D][U+6587]"),
        ("\ue000", "[U+E000]"),
        ("a\ufeff\u202eb", "ab"),
        (f"{ARABIC[0]}\u05b0", f"{ARABIC[0]}[U+05B0]"),
        ("e\u0304", "ē"),
        ("\n\u0592", "\n[U+0592]"),
    ],
)
def test_signs_that_no_font_has_are_printed_by_their_code(text, printed):
    assert printable(text) == printed


def test_every_sign_that_a_font_is_said_to_have_is_printed():
    coverage = json.loads((FONTS / "coverage.json").read_text(encoding="utf-8"))
    signs = [
        chr(one) for ranges in coverage.values() for first, last in ranges for one in range(first, last + 1)
    ]
    bases = [sign for sign in signs if not category(sign).startswith("M") and printable(sign) == sign]
    assert len(bases) > 6_000
    assert pdf(the_minutes(agenda=(an_item(notes="\n".join(bases)),))).startswith(b"%PDF")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.text(min_size=1, max_size=60))
def test_no_text_is_refused(text):
    made = the_minutes(title=text, agenda=(an_item(title=text, notes=text, reasoning=text),))
    assert pdf(made).startswith(b"%PDF")
