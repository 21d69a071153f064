"""Databases that are kept in `var/bench`: made once for each schema, size and version of the generator."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import create_engine, text

from bench.cluster import Cluster, installed_with_jit
from bench.data.made import NEWEST, VERSION

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "var" / "bench"
WEB_ROLE = "virsis_web"
_MARKS = FOLDER / "kept.json"
_SETUP = ("-m", "flask", "--app", "run", "setup")
_SCHEMA = sorted(file.stem for file in (ROOT / "app" / "migrations" / "versions").glob("*.py"))[-1]


@dataclass(frozen=True, slots=True)
class Measured:
    """A database: `url` as its owner, `web_url` as web and worker connect; the process of its server."""

    kind: str
    size: int
    url: str
    web_url: str
    server: int | None = None
    tuned: str = ""

    def megabytes(self) -> float:
        """Return how much room it takes on the disk."""
        if self.kind == "sqlite":
            return os.path.getsize(self.url.removeprefix("sqlite:///")) / 1e6
        with create_engine(self.url).connect() as connection:
            taken = connection.scalar(text("SELECT pg_database_size(current_database())"))
        return float(taken or 0) / 1e6


@contextmanager
def kept(kind: str, size: int) -> Iterator[Measured]:
    """Yield a database of this kind (`sqlite`, `pg`, `pg_jit`) and size; it is made if it is not there."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        _alone(stack)
        if kind == "sqlite":
            url = f"sqlite:///{FOLDER / f'virsis-{size}.db'}"
            measured = Measured(kind, size, url, url)
        else:
            programs = installed_with_jit() if kind == "pg_jit" else None
            server = stack.enter_context(Cluster(FOLDER / kind, programs))
            name = f"bench_{size}"
            urls = server.url(name), server.url(name, WEB_ROLE)
            measured = Measured(kind, size, *urls, server.process)
        if not _is_kept(measured):
            _make(measured, server if kind != "sqlite" else None)
        elif kind != "sqlite":
            run(measured.url, *_SETUP, "--web-role", WEB_ROLE)
        yield measured


def _alone(stack: ExitStack) -> None:
    """Hold the folder: two runs at once would write into the same databases."""
    held = stack.enter_context((FOLDER / "lock").open("w"))
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"Another run uses {FOLDER}. Start this one when it is over.")


def _is_kept(measured: Measured) -> bool:
    return _marks().get(f"{measured.kind}-{measured.size}") == f"{_SCHEMA} {VERSION}"


def _marks() -> dict[str, str]:
    marks: dict[str, str] = json.loads(_MARKS.read_text()) if _MARKS.exists() else {}
    return marks


def _make(measured: Measured, server: Cluster | None) -> None:
    """Make the database anew; a larger one grows from a copy of the smaller one."""
    small = replace(measured, size=NEWEST, url=_renamed(measured.url, measured.size))
    grows = measured.size > NEWEST
    if grows and not _is_kept(small):
        _make(small, server)
    if server:
        server.execute(f"DROP DATABASE IF EXISTS bench_{measured.size} WITH (FORCE)")
        copied = f" TEMPLATE bench_{NEWEST} STRATEGY file_copy" if grows else ""
        server.execute(f"CREATE DATABASE bench_{measured.size}{copied}")
    else:
        for left in FOLDER.glob(f"virsis-{measured.size}.db*"):
            left.unlink()
        if grows:
            shutil.copyfile(FOLDER / f"virsis-{NEWEST}.db", FOLDER / f"virsis-{measured.size}.db")
    run(measured.url, "-m", "bench.data.made", measured.url, str(measured.size), WEB_ROLE if server else "")
    marks = {**_marks(), f"{measured.kind}-{measured.size}": f"{_SCHEMA} {VERSION}"}
    _MARKS.write_text(json.dumps(marks, indent=2) + "\n")


def _renamed(url: str, size: int) -> str:
    """Return the address of the smaller database beside the one of this size."""
    for before, after in ((f"bench_{size}?", f"bench_{NEWEST}?"), (f"-{size}.db", f"-{NEWEST}.db")):
        url = url.replace(before, after)
    return url


def run(url: str, *words: str) -> None:
    """Run a Python program over a database in a process of its own."""
    subprocess.run([sys.executable, *words], cwd=ROOT, env=environment(url), check=True)


def environment(url: str, owner_url: str = "") -> dict[str, str]:
    """Return the environment in which a program sees the measured database."""
    own = {"VIRSIS_DATABASE_URL": url, "BENCH_DATABASE_URL": owner_url or url}
    return {**os.environ, **own, "VIRSIS_ENV": "demo", "VIRSIS_VAR": str(FOLDER / "var")}
