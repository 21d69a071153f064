"""The version stands in one place, and the change log begins with it."""

import re

from config import Config
from tests.architecture.sources import ROOT


def test_change_log_begins_with_the_version():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", text, re.MULTILINE)
    assert versions[0] == Config.VERSION
