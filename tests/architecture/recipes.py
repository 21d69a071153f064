"""Carries out the recipes of docs/recipes/ on a copy of the project, as whoever reads them would."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.architecture.sources import ROOT

FOLDER = ROOT / "docs" / "recipes"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = shutil.ignore_patterns(".*", "mutants", "var", "__pycache__", "node_modules", "screens")
PROGRAMS = {
    ".venv/bin/python": [sys.executable],
    ".venv/bin/flask": [sys.executable, "-m", "flask"],
    "make": [sys.executable, "scripts/catalogues.py", "update"],  # only `make i18n` stands in a recipe
}


class Block(NamedTuple):
    """A fenced block: what it is, the file that it belongs to, what stands in it."""

    kind: str
    path: str
    text: str


def names() -> list[str]:
    """Return the recipes that there are."""
    return sorted(file.stem for file in FOLDER.glob("*.md"))


def copy_of_the_project(folder: Path) -> Path:
    """Copy what the project is made of, without what was installed or written."""
    return shutil.copytree(ROOT, folder / "project", ignore=LEFT_OUT)


def carry_out(copy: Path, environment: dict[str, str]) -> None:
    """Carry out all recipes side by side: a command that several have is run once, when all come to it."""
    started = [_blocks(name) for name in names()]
    while started:
        commands = [command for blocks in started for command in _up_to_commands(copy, blocks)]
        for command in _each_once(commands):
            run(_words(command), copy, environment)
        started = [blocks for blocks in started if blocks]


def run(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    """Run a command in the copy and return what it said; it has to end well."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _blocks(name: str) -> list[Block]:
    return [Block(*one) for one in BLOCK.findall((FOLDER / f"{name}.md").read_text(encoding="utf-8"))]


def _up_to_commands(copy: Path, blocks: list[Block]) -> list[str]:
    """Write what stands before the next commands of a recipe; return these."""
    while blocks:
        block = blocks.pop(0)
        if block.kind == "sh":
            return block.text.strip().splitlines()
        _write(copy / block.path, block)
    return []


def _write(file: Path, block: Block) -> None:
    """Change a file by a diff; else write a new one, or add to its end."""
    file.parent.mkdir(parents=True, exist_ok=True)
    content = file.read_text(encoding="utf-8") if file.exists() else ""
    if block.kind != "diff":
        file.write_text(content + block.text, encoding="utf-8")
        return
    for old, new in _changes(block.text):
        assert content.count(old) == 1, f"{file} has not this place once:\n{old}"
        content = content.replace(old, new)
    file.write_text(content, encoding="utf-8")


def _changes(diff: str) -> Iterator[tuple[str, str]]:
    """Yield what each part of a diff replaces by what; parts stand apart by an empty line."""
    for part in diff.rstrip("\n").split("\n\n"):
        lines = [f"{line}\n" for line in part.split("\n")]
        yield tuple("".join(line[1:] for line in lines if line[0] != other) for other in "+-")


def _each_once(commands: list[str]) -> list[str]:
    """Leave out commands that differ in their message only."""
    first: dict[str, str] = {}
    for command in commands:
        first.setdefault(re.sub(r' -m "[^"]*"', "", command), command)
    return list(first.values())


def _words(command: str) -> list[str]:
    program, *rest = shlex.split(command)
    return [*PROGRAMS.get(program, [program]), *(rest if program != "make" else ())]
