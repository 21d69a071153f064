"""The page about licences names everything that goes with the project, as it is locked and vendored."""

import json
import re
from importlib.metadata import distributions

import pytest
from packaging.utils import canonicalize_name

from scripts import licences
from tests.architecture.sources import ROOT

VENDORED = (ROOT / "app" / "static" / "vendor", ROOT / "app" / "documents" / "fonts")
ROW = re.compile(r"^\| (?P<name>[@\w./-]+) \| (?P<version>\d[\w.]*) \| (?P<licence>.+) \|$", re.MULTILINE)


def page():
    return (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")


def rows():
    return {(found["name"], found["version"]): found["licence"] for found in ROW.finditer(page())}


@pytest.mark.parametrize("lock", ["runtime.txt", "saml.txt"])
def test_every_locked_library_is_named_with_its_version(lock):
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    locked = {tuple(line.split()[0].split("==")) for line in text.splitlines() if line[:1].isalnum()}
    assert locked - set(rows()) == set()  # else: python -m scripts.licences


def test_every_vendored_package_is_named_with_its_version():
    told = json.loads((ROOT / "scripts" / "vendor" / "package.json").read_text(encoding="utf-8"))
    assert set(told["devDependencies"].items()) - set(rows()) == set()


def test_nothing_is_named_that_is_not_there():
    named = [tuple(one) for part in licences.PARTS.values() for one in part()]
    assert sorted((*key, licence) for key, licence in rows().items()) == sorted(named)


def test_licences_are_those_of_the_installed_libraries():
    installed = {canonicalize_name(one.name): one.version for one in distributions()}
    here = {name: licence for (name, version), licence in rows().items() if installed.get(name) == version}
    assert len(here) > 60
    assert {name: licences.licence_of(name) for name in here} == here


def test_every_vendored_folder_has_its_licence_and_its_row():
    names = [name.replace("/", "-") for name, _version in rows()]
    for folder in (one for place in VENDORED for one in place.iterdir() if one.is_dir()):
        assert (folder / "LICENSE").stat().st_size > 1_000
        assert any(name.endswith(folder.name) for name in names)


def test_the_licence_of_the_project_is_the_whole_european_union_public_licence():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in text
    assert re.findall(r"^(\d+)\. [A-Z]", text, re.MULTILINE) == [str(number) for number in range(1, 16)]
    assert text.endswith("require the production of a new\nEUPL version.\n")
