"""Bring docs/licences.md up to date with what is locked and vendored: `python -m scripts.licences`."""

import json
import re
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"
MARKED = re.compile(r"(<!-- generated: (?P<part>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)", re.MULTILINE)
STATED = re.compile(
    r"(0BSD|Apache-2\.0|BSD-[23]-Clause|ISC|MIT(-0)?|[AL]?GPL-\S+|MPL-2\.0|PSF-2\.0|Unlicense)"
)
# Read in the licence's own text: the metadata name it otherwise, or the library is for other Pythons only.
READ = {
    "async-timeout": "Apache-2.0",
    "backports-zstd": "PSF-2.0",
    "blinker": "MIT",
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "deprecated": "MIT",
    "flask-appbuilder": "BSD-3-Clause",
    "flask-mail": "BSD-3-Clause",
    "flask-sqlalchemy": "BSD-3-Clause",
    "flask-wtf": "BSD-3-Clause",
    "huey": "MIT",
    "isodate": "BSD-3-Clause",
    "itsdangerous": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "ordered-set": "MIT",
    "python-dateutil": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "wtforms": "BSD-3-Clause",
}


class Library(NamedTuple):
    """Somebody else's work that goes with ours."""

    name: str
    version: str
    licence: str


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(up_to_date(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def up_to_date(text: str) -> str:
    """Return the page with every table as the locks are now."""
    return MARKED.sub(lambda found: f"{found[1]}{_table(PARTS[found['part']]())}{found[3]}", text)


def runtime() -> list[Library]:
    """Return what every installation runs with."""
    return list(_locked("runtime"))


def saml() -> list[Library]:
    """Return what an installation with SAML runs with besides."""
    always = runtime()
    return [one for one in _locked("saml") if one not in always]


def front_end() -> list[Library]:
    """Return what the browser gets; what npm calls a peer is not taken over."""
    lock = json.loads((ROOT / "scripts" / "vendor" / "package-lock.json").read_text(encoding="utf-8"))
    return [
        Library(place.removeprefix("node_modules/"), told["version"], told["license"])
        for place, told in lock["packages"].items()
        if place and not told.get("peer")
    ]


def licence_of(name: str) -> str:
    """Return the licence of a library by its SPDX name, of what is installed else as read."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return _read(name)
    if expression := told.get("License-Expression"):
        return expression
    stated = told.get("License") or ""
    return stated if STATED.fullmatch(stated) else _read(name)


def _read(name: str) -> str:
    if name not in READ:
        raise SystemExit(f"{name}: the metadata name no licence; read its text and add it to READ.")
    return READ[name]


def _locked(lock: str) -> Iterator[Library]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    for found in PINNED.finditer(text):
        yield Library(found["name"], found["version"], licence_of(found["name"]))


def _table(libraries: list[Library]) -> str:
    rows = [("library", "version", "licence"), ("---", "---", "---"), *libraries]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


PARTS: dict[str, Callable[[], list[Library]]] = {"runtime": runtime, "saml": saml, "front-end": front_end}

if __name__ == "__main__":
    main()
