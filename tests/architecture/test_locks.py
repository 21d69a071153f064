"""What is asked for in requirements/*.in is locked in *.txt, and the locks fit together."""

import re
from itertools import combinations

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.sources import ROOT

FOLDER = ROOT / "requirements"
LOCKS = sorted(file.stem for file in FOLDER.glob("*.in"))
PINNED = re.compile(r"^([\w.-]+)==([^\s;]+)", re.MULTILINE)


def pins(lock):
    """Return the versions of each library that a lock names."""
    found = {}
    for name, version in PINNED.findall((FOLDER / f"{lock}.txt").read_text(encoding="utf-8")):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_asked_for_is_locked(lock):
    lines = (FOLDER / f"{lock}.in").read_text(encoding="utf-8").splitlines()
    asked = {canonicalize_name(Requirement(line).name) for line in lines if line[:1].isalnum()}
    assert asked - set(pins(lock)) == set()


@pytest.mark.parametrize(("one", "other"), list(combinations(LOCKS, 2)))
def test_two_locks_name_the_same_version_of_a_library(one, other):
    first, second = pins(one), pins(other)
    assert {name: (first[name], second[name]) for name in first.keys() & second.keys()} == {
        name: (first[name], first[name]) for name in first.keys() & second.keys()
    }


def test_only_the_benchmarks_install_django():
    assert [lock for lock in LOCKS if "django" in pins(lock)] == ["bench"]
