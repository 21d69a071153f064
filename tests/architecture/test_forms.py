"""Screens read forms by forms of WTForms: what was sent is handed over whole, never picked apart by hand."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import ROOT, modules, parse

SENT = {"request.form", "request.values", "request.files"}


def picked(module: Path) -> Iterator[str]:
    """Yield the places where a module reads a field of what was sent by its name, or asks for one."""
    for node in ast.walk(parse(module)):
        inner = node.value if isinstance(node, (ast.Attribute, ast.Subscript)) else None
        asked = node.comparators if isinstance(node, ast.Compare) else []
        if any(one is not None and ast.unparse(one) in SENT for one in (inner, *asked)):
            yield f"{module.relative_to(ROOT)}:{node.lineno}"


def whole(module: Path) -> int:
    """Return how often a module hands over what was sent."""
    calls = (node for node in ast.walk(parse(module)) if isinstance(node, ast.Call))
    return sum(ast.unparse(given).startswith("request.form") for call in calls for given in call.args)


def test_no_screen_picks_a_field_out_of_what_was_sent():
    assert [place for module in modules("views") for place in picked(module)] == []


def test_screens_hand_over_what_was_sent():
    assert sum(map(whole, modules("views"))) >= 15
