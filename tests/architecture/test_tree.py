"""The tree holds the project and nothing of the machine it was written on."""

import ast
import re
import subprocess
from collections import Counter

import pytest

from scripts import check_size
from tests.architecture.sources import ROOT, modules, parse

FEWEST = 600  # texts that git tracks at least
MOST_FILES = 30  # of Python in one folder
# Written so that this file does not find itself.
FOREIGN = re.compile(r"\.\./share[d]|/(?:wor[k]|hom[e])/|\.librar[y]\b")


def tracked_texts() -> dict[str, str]:
    """Return the texts that git tracks, by path; pictures and fonts are left out."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    texts = {}
    for path in filter(None, listed.stdout.split("\0")):
        content = (ROOT / path).read_bytes() if (ROOT / path).is_file() else b""
        if b"\0" not in content:
            texts[path] = content.decode("utf-8")
    assert len(texts) >= FEWEST
    return texts


def test_no_file_names_a_place_outside_the_project():
    found = {path for path, text in tracked_texts().items() if FOREIGN.search(text)}
    assert found == set()


def test_every_module_says_in_one_line_what_it_is_for():
    docstrings = {
        str(module.relative_to(ROOT)): ast.get_docstring(tree, clean=False)
        for module in modules()
        if (tree := parse(module)).body
    }
    assert {path for path, text in docstrings.items() if not text or "\n" in text} == set()


def test_architecture_page_names_every_folder():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = {path.split("/")[0] for path in tracked_texts() if "/" in path and not path.startswith(".")}
    assert {"rules", "models", "app", "views", "tests", "docs"} - folders == set()
    assert {folder for folder in folders if f"`{folder}/`" not in page} == set()


@pytest.mark.parametrize("path", ["README.md", "CHANGELOG.md", "docs/architecture.md", "docs/decisions"])
def test_project_explains_itself(path):
    assert (ROOT / path).exists()


def test_functions_files_templates_and_lines_stay_short():
    assert check_size.main() == 0


def test_no_folder_holds_more_files_than_one_looks_through():
    files = Counter(str(module.parent.relative_to(ROOT)) for module in modules())
    assert {folder: count for folder, count in files.items() if count > MOST_FILES} == {}
