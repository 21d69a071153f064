"""The servers that are compared: the same gunicorn with one worker each, over the same database."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.databases import Measured
from bench.work import Site

ROOT = Path(__file__).parent.parent
WORKERS = ("--workers", "1", "--threads", "1", "--log-level", "error")
TARGETS = {"virsis": "run:app", "bare": "bench.bare:app", "django": "bench.django_admin:application"}


@contextmanager
def running(measured: Measured) -> Iterator[dict[str, Site]]:
    """Start all of them over one database; yield them once they listen, by name."""
    started: list[subprocess.Popen[bytes]] = []
    try:
        sites = {}
        for name, target in TARGETS.items():
            port, url = _free_port(), measured.web if name == "virsis" else measured.owner
            started.append(_start(target, port, url))
            _wait(port)
            sites[name] = Site(name, started[-1].pid, port, measured.database)
        yield sites
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(20)


def environment(database_url: str) -> dict[str, str]:
    """Return the environment in which a server or command sees the measured database."""
    own = {"VIRSIS_DATABASE_URL": database_url, "BENCH_DATABASE_URL": database_url}
    return {**os.environ, **own, "VIRSIS_ENV": "demo"}


def command(database_url: str, *words: str) -> None:
    """Run one of the system's own commands over the measured database."""
    flask = [sys.executable, "-m", "flask", "--app", "run", *words]
    subprocess.run(flask, cwd=ROOT, env=environment(database_url), check=True)


def _start(target: str, port: int, database_url: str) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "gunicorn", *WORKERS, "--bind", f"127.0.0.1:{port}", target]
    return subprocess.Popen(words, cwd=ROOT, env=environment(database_url))


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(600):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"Nothing listens on port {port}")
