"""The servers that are compared: the same gunicorn with the same workers and threads, as in production."""

import importlib.util
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.data.kept import ROOT, Measured, environment
from bench.processes import cpu_ns

WORKERS = (
    "--workers",
    "2",
    "--threads",
    "8",
    "--worker-class",
    "gthread",
    "--preload",
    "--log-level",
    "error",
)
PLACES = {
    "virsis": ("run:app", ""),
    "bare": ("bench.peers.bare:app", ""),
    "django": ("bench.peers.django_admin:application", "django"),
    "flask_admin": ("bench.peers.flask_admin:app", "flask_admin"),
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens, its first process, seconds of CPU until it listened."""

    name: str
    port: int
    process: int
    started_in: float


@contextmanager
def running(measured: Measured, names: tuple[str, ...]) -> Iterator[tuple[dict[str, Server], dict[str, str]]]:
    """Yield the servers over one database, and for those that cannot run the reason."""
    started: list[subprocess.Popen[bytes]] = []
    servers, missing = {}, {}
    try:
        for name in names:
            target, needs = PLACES[name]
            if needs and importlib.util.find_spec(needs) is None:
                missing[name] = f"{needs} is not installed"
                continue
            port = _free_port()
            url = measured.web_url if name == "virsis" else measured.url
            words = [sys.executable, "-m", "gunicorn", *WORKERS, "--bind", f"127.0.0.1:{port}", target]
            process = subprocess.Popen(words, cwd=ROOT, env=environment(url, measured.url))
            started.append(process)
            if _listens(port, process):
                servers[name] = Server(name, port, process.pid, cpu_ns((process.pid,)) / 1e9)
            else:
                missing[name] = "it did not start"
        yield servers, missing
    finally:
        for process in started:
            process.terminate()
        for process in started:
            _ended(process)


def _ended(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(40)
    except subprocess.TimeoutExpired:
        process.kill()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _listens(port: int, process: subprocess.Popen[bytes]) -> bool:
    for _ in range(1200):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return True
        if process.poll() is not None:
            return False
        time.sleep(0.05)
    return False
