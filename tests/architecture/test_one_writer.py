"""One door changes the status of a card, and of whatever else stands somewhere."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT, modules, parse

DOOR = ROOT / "app" / "services" / "door.py"
# The registry's own things have a status, too; it is not a card's.
REGISTRY = {"resource", "institution", "planned", "activity.resource", "dependency"}


def writes(module: Path) -> Iterator[str]:
    """Yield the places where a module sets a status."""
    for node in ast.walk(parse(module)):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and node.attr == "status"
            and ast.unparse(node.value) not in REGISTRY
        ) or (isinstance(node, ast.Call) and sets_status(node)):
            yield f"{module.relative_to(ROOT)}:{node.lineno}"


def sets_status(call: ast.Call) -> bool:
    """Whether a call sets a status: `setattr(x, "status", …)`, `….values(status=…)`, `Activity(status=…)`."""
    name = ast.unparse(call.func).rpartition(".")[2]
    if name == "setattr":
        return ast.unparse(call.args[1]) == "'status'"
    return name in {"values", "Activity"} and any(keyword.arg == "status" for keyword in call.keywords)


def test_only_the_door_sets_the_status_of_a_card():
    assert [place for module in modules() if module != DOOR for place in writes(module)] == []


def test_the_door_sets_the_status_in_one_place():
    assert len(list(writes(DOOR))) == 1
