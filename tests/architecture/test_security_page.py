"""SECURITY.md points to what is there."""

import re

from tests.architecture.sources import ROOT


def test_every_file_that_the_security_page_names_exists():
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[\w-]+/)*[\w-]+\.(?:py|md|txt))`", text))
    assert len(named) > 40
    assert {one for one in named if not (ROOT / one).exists()} == set()
