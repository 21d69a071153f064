"""`gunicorn run:app`: it serves what it was told to serve, or ends with one sentence."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from tests.app.test_serve import wait_until_ready
from tests.architecture.sources import ROOT

WORKER_FAILED = 3  # how gunicorn says that a worker will never come up
UNSAID = "VIRSIS_ENV is not set: set VIRSIS_ENV=production (or demo) to serve."
IN_EACH_WORKER = pytest.param([], id="in each worker", marks=pytest.mark.repeats)
BEFORE_THE_WORKERS = pytest.param(["--preload"], id="before the workers")


@pytest.fixture
def environment(tmp_path):
    """The environment of a fresh machine, where nothing is said about the installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VIRSIS_")}
    return {**kept, "VIRSIS_VAR": str(tmp_path)}


def gunicorn(*words):
    quiet = ("--no-control-socket", "--log-level", "warning")
    return [sys.executable, "-m", "gunicorn", *quiet, *words, "run:app"]


def test_gunicorn_ends_when_its_workers_cannot_come_up(environment):
    assert ending(environment) == (WORKER_FAILED, "", [UNSAID])


@pytest.mark.parametrize("loaded", [IN_EACH_WORKER, BEFORE_THE_WORKERS])
@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, UNSAID),
        ({"VIRSIS_ENV": "prod"}, "VIRSIS_ENV is none of demo, production, test."),
        (
            {"VIRSIS_ENV": "production"},
            "VIRSIS_SECRET_KEY is not set: production does not serve without it.",
        ),
        (
            {
                "VIRSIS_ENV": "production",
                "VIRSIS_SECRET_KEY": "s" * 31,
                "VIRSIS_BASE_URL": "https://virsis.example",
            },
            "VIRSIS_SECRET_KEY has 31 characters: production needs at least 32, "
            "for example of `openssl rand -hex 32`.",
        ),
        (
            {
                "VIRSIS_ENV": "production",
                "VIRSIS_SECRET_KEY": "s" * 32,
                "VIRSIS_BASE_URL": "http://virsis.example",
            },
            "VIRSIS_BASE_URL is http://virsis.example: production needs an address with https://.",
        ),
        (
            {"VIRSIS_ENV": "production", "VIRSIS_SECRET_KEY": "s" * 32, "PORT": "8080"},
            "VIRSIS_BASE_URL is http://127.0.0.1:8080: production needs an address with https://.",
        ),
    ],
    ids=[
        "without an environment",
        "with a slip of the pen",
        "without a secret",
        "with a short secret",
        "with an address that anybody can listen to",
        "without an address",
    ],
)
def test_gunicorn_ends_with_one_sentence(environment, settings, said, loaded):
    assert ending({**environment, **settings}, *loaded) == (WORKER_FAILED, "", [said])


def ending(environment, *loaded):
    """Return how a start ended: the code, what was printed, and what was said beside gunicorn's own log."""
    command = gunicorn("--bind", "127.0.0.1:0", *loaded)
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    own = [line for line in ended.stderr.splitlines() if not line.startswith("[")]
    return ended.returncode, ended.stdout, own


def test_gunicorn_serves_a_demonstration_that_was_asked_for(environment):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    server = subprocess.Popen(gunicorn("--bind", place), cwd=ROOT, env={**environment, "VIRSIS_ENV": "demo"})
    try:
        answer = wait_until_ready(f"http://{place}/healthz", server)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(60)
    assert b'"status":"ok"' in answer
