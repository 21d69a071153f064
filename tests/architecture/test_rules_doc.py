"""The pages about the rules and the desk say what the rule sets and the code say."""

import pytest

from scripts.rules_doc import DOCS, MARKED, PARTS, up_to_date


@pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.stem)
def test_generated_parts_are_up_to_date(doc):
    text = doc.read_text(encoding="utf-8")
    assert up_to_date(text) == text  # else: python -m scripts.rules_doc


def test_every_part_is_on_its_page():
    found = [one["part"] for doc in DOCS for one in MARKED.finditer(doc.read_text(encoding="utf-8"))]
    on_rules = ["rules", "parameters", "asks", "sources", "facts", "fields"]
    assert found == [*on_rules, "ticket-states", "ticket-steps"]
    assert len(PARTS) == len(found)
