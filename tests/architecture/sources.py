"""The project's own sources, parsed, for the tests that guard its style."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("rules", "models", "app", "views")
FEWEST = 20  # files that each of them has at least


def modules(*packages: str) -> Iterator[Path]:
    """Yield the Python files of the packages (of all four when none is named), without migrations."""
    for package in packages or PACKAGES:
        files = sorted((ROOT / package).rglob("*.py"))
        assert len(files) >= FEWEST, package
        yield from (file for file in files if "migrations" not in file.parts)


def parse(module: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(module.read_text(encoding="utf-8"), filename=str(module))


def imports(module: Path) -> set[str]:
    """Return the names of the modules that a module imports, dotted."""
    names: set[str] = set()
    for node in ast.walk(parse(module)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names
