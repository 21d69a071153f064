"""The servers that are compared: the same gunicorn, the same number of workers and threads."""

import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.seeds.accounts import DEMO_PAROLE as PASSWORD
from bench.load import Site

ROOT = Path(__file__).parent.parent
WORKERS = ("--workers", "2", "--threads", "2", "--log-level", "error")


@contextmanager
def running(database_url: str) -> Iterator[list[Site]]:
    """Start all three over one database; yield them ready and signed in."""
    places = [
        ("virsis", "run:app", "/aktivitates", ("/", "/login/", "admin", PASSWORD)),
        ("bare", "bench.bare:app", "/aktivitates", None),
        ("django", "bench.django_admin:application", "/admin/admin/activity/", _DJANGO),
    ]
    started: list[subprocess.Popen[bytes]] = []
    try:
        sites = []
        for name, target, path, account in places:
            port = _free_port()
            started.append(_start(target, port, database_url))
            _wait(port)
            sites.append(Site(name, port, path, _signed_in(port, path, *account) if account else ""))
        yield sites
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(20)


_DJANGO = ("/admin/login/", "/admin/login/", "bench", "bench")


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


def _signed_in(port: int, path: str, form: str, action: str, username: str, password: str) -> str:
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    base = f"http://127.0.0.1:{port}"
    page = browser.open(base + form).read().decode()
    field = re.search(r'name="(csrf_token|csrfmiddlewaretoken)"[^>]*value="([^"]+)"', page)
    if field is None:
        raise RuntimeError(f"No sign-in form at {form}")
    sent = {field[1]: field[2], "username": username, "password": password, "next": path}
    browser.open(
        urllib.request.Request(base + action, urllib.parse.urlencode(sent).encode(), {"Referer": base})
    )
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"Nothing listens on port {port}")
