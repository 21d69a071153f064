"""Keep functions, files and templates short enough to be read at one go."""

import ast
import statistics
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

PACKAGES = ("rules", "models", "app", "views")
FUNCTION, FILE, TEMPLATE = 30, 300, 150  # lines


class Length(NamedTuple):
    """So many lines of something that stands at a place."""

    lines: int
    place: str


def main() -> int:
    """Print the shape of the project; return 1 when something is too long."""
    root = Path(__file__).parent.parent
    sources = [source for source in _files(root, "**/*.py") if "migrations" not in source.parts]
    groups = {
        f"functions up to {FUNCTION}": (list(chain.from_iterable(map(_functions, sources))), FUNCTION),
        f"files up to {FILE}": (_whole(sources), FILE),
        f"templates up to {TEMPLATE}": (_whole(_files(root, "templates/**/*.*")), TEMPLATE),
    }
    too_long = [each for lengths, limit in groups.values() for each in lengths if each.lines > limit]
    for name, (lengths, _) in groups.items():
        print(f"{name:20} {_shape(lengths)}")
    for lines, place in sorted(too_long, reverse=True):
        print(f"Too long: {place} has {lines} lines", file=sys.stderr)
    return 1 if too_long else 0


def _files(root: Path, pattern: str) -> list[Path]:
    return [path.relative_to(root) for package in PACKAGES for path in sorted((root / package).glob(pattern))]


def _whole(paths: list[Path]) -> list[Length]:
    return [Length(len(path.read_text(encoding="utf-8").splitlines()), str(path)) for path in paths]


def _functions(source: Path) -> Iterator[Length]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Length(lines, f"{source}:{node.lineno} {node.name}")


def _shape(lengths: list[Length]) -> str:
    if not lengths:
        return "none"
    lines = sorted(each.lines for each in lengths)
    longest = max(lengths)
    return (
        f"{len(lines):5}   median {statistics.median(lines):3.0f}   p90 {lines[int(len(lines) * 0.9)]:3}"
        f"   longest {longest.lines:3} ({longest.place})"
    )


if __name__ == "__main__":
    sys.exit(main())
