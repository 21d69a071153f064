"""What the project says of itself points to what is there: files, folders, links."""

import re

import pytest

from tests.architecture.sources import ROOT
from tests.architecture.test_tree import tracked_texts

TEXTS = [ROOT / "README.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:css|csv|html|js|md|mjs|po|py|toml|txt))[`:]")
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
# Folders that an installation has and the project has not, and the draft of a recipe.
WRITTEN_LATER = (".venv/", "var/", "certs/", "tests/views/glossary", "heritage.toml")


def named(text):
    """Return the paths that stand in a text as code, but those that are written later."""
    found = set(PATH.findall(text.read_text(encoding="utf-8")))
    return {one for one in found if not one.startswith(WRITTEN_LATER)}


def known():
    """Return every file and folder from the root on, and each of their ends, as texts name neighbours."""
    parts = [path.split("/") for path in tracked_texts()]
    whole = {"/".join(one[:end]) for one in parts for end in range(1, len(one) + 1)}
    ends = {"/".join(path.split("/")[start:]) for path in whole for start in range(path.count("/") + 1)}
    return whole, ends


def is_there(path, whole, ends):
    """Whether a path exists: from the root if it begins there, else as the end of one."""
    bare = path.rstrip("/")
    return bare in (whole if path.split("/")[0] in whole else ends)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: str(text.relative_to(ROOT)))
def test_every_path_that_a_text_names_exists(text):
    whole, ends = known()
    assert {one for one in named(text) if not is_there(one, whole, ends)} == set()


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: str(text.relative_to(ROOT)))
def test_every_link_of_a_text_leads_to_a_file(text):
    places = LINK.findall(text.read_text(encoding="utf-8"))
    assert [place for place in places if not (text.parent / place).exists()] == []


def test_the_security_page_names_where_each_promise_is_kept():
    assert len(named(ROOT / "SECURITY.md")) > 40
