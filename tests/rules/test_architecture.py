"""The rules stand alone."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

RULES = Path(__file__).parents[2] / "rules"
FILES = sorted(RULES.rglob("*.py"))


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_rules_import_nothing_but_the_standard_library(file: Path) -> None:
    assert set(imported(file)) - sys.stdlib_module_names - {"rules"} == set()


def test_the_rules_import_something() -> None:
    assert (len(FILES) > 20, len({name for file in FILES for name in imported(file)}) > 10) == (True, True)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_rules_have_no_clock_of_their_own(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert not any(clock in source for clock in (".today(", ".now(", "time.time("))
