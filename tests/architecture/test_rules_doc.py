"""The page about the rules says what the rule sets and the code say."""

from scripts.rules_doc import DOC, MARKED, PARTS, up_to_date


def test_generated_parts_are_up_to_date():
    text = DOC.read_text(encoding="utf-8")
    assert up_to_date(text) == text  # else: python -m scripts.rules_doc


def test_every_part_is_on_the_page():
    assert [found["part"] for found in MARKED.finditer(DOC.read_text(encoding="utf-8"))] == [
        "rules",
        "parameters",
        "asks",
        "sources",
        "facts",
        "fields",
    ]
    assert len(PARTS) == 6
