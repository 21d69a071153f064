"""Keep functions, files, templates and lines short enough to be read at one go."""

import ast
import statistics
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PACKAGES = ("rules", "models", "app", "views")
TOOLS = ("scripts", "bench")
CODE, TEMPLATES = (".py", ".mjs"), (".html", ".txt", ".typ")
FUNCTION, FILE, TEMPLATE = 30, 300, 150  # lines
LINE = 110  # characters


class Size(NamedTuple):
    """So many lines or characters of something that stands at a place."""

    size: int
    place: str


def main() -> int:
    """Print the shape of the project; return 1 when something is too long."""
    code = [path for path in _files(PACKAGES + TOOLS, CODE) if "migrations" not in path.parts]
    templates = [path for path in _files(("app",), TEMPLATES) if "templates" in path.parts]
    functions = chain.from_iterable(map(_functions, code))
    groups = [
        (f"functions up to {FUNCTION} lines", list(functions), FUNCTION),
        (f"files up to {FILE} lines", list(map(_whole, code)), FILE),
        (f"templates up to {TEMPLATE} lines", list(map(_whole, templates)), TEMPLATE),
        (f"lines of code up to {LINE}", list(chain.from_iterable(map(_lines, code))), LINE),
        (f"lines of templates up to {LINE}", list(chain.from_iterable(map(_lines, templates))), LINE),
    ]
    for name, sizes, _ in groups:
        print(f"{name:28} {_shape(sizes)}")
    too_long = [(name, one) for name, sizes, limit in groups for one in sizes if one.size > limit]
    for name, one in too_long:
        print(f"Too long ({name}): {one.place} has {one.size}", file=sys.stderr)
    return 1 if too_long else 0


def _files(folders: Iterable[str], endings: Iterable[str]) -> list[Path]:
    found = (path for folder in folders for path in sorted((ROOT / folder).rglob("*")))
    return [path for path in found if path.suffix in endings and "node_modules" not in path.parts]


def _place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _whole(path: Path) -> Size:
    return Size(len(_text(path)), _place(path))


def _lines(path: Path) -> Iterator[Size]:
    for number, line in enumerate(_text(path), 1):
        yield Size(len(line), f"{_place(path)}:{number}")


def _text(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _functions(path: Path) -> Iterator[Size]:
    if path.suffix != ".py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Size(lines, f"{_place(path)}:{node.lineno} {node.name}")


def _shape(sizes: list[Size]) -> str:
    if not sizes:
        return "none"
    ordered = sorted(one.size for one in sizes)
    longest = max(sizes)
    return (
        f"{len(ordered):6}   median {statistics.median(ordered):3.0f}"
        f"   p90 {ordered[int(len(ordered) * 0.9)]:3}   longest {longest.size:3} ({longest.place})"
    )


if __name__ == "__main__":
    sys.exit(main())
