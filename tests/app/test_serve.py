"""`make run`: database, demo, server and worker from one command, and one Ctrl-C for all of them."""

import os
import signal
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.architecture.sources import ROOT


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """The environment of a fresh machine, with a port that nobody uses."""
    folder = tmp_path_factory.mktemp("machine")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VIRSIS_")}
    return {**kept, "VIRSIS_VAR": str(folder), "PORT": str(port), "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="module")
def runs(environment):
    """Start twice; return what each run printed, whether it was ready, and how it ended."""
    return [run(environment) for _ in range(2)]


def run(environment):
    command = [sys.executable, "-m", "flask", "--app", "run", "serve"]
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        ready = wait_until_ready(f"http://127.0.0.1:{environment['PORT']}/readyz", server)
        os.killpg(server.pid, signal.SIGINT)
        printed, _ = server.communicate(timeout=60)
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
    return printed, ready, server.pid


def wait_until_ready(address, server):
    for _ in range(600):
        try:
            with urlopen(address) as answer:  # noqa: S310  (an address of this machine)
                return answer.read()
        except (URLError, ConnectionError):
            if server.poll() is not None:
                break
            time.sleep(0.1)
    return None


def test_first_start_loads_the_demo_and_says_address_and_accounts(runs, environment):
    printed, ready, _ = runs[0]
    assert b'"database":true' in ready
    assert f"http://127.0.0.1:{environment['PORT']}" in printed
    assert ("Demo-parole-2026" in printed, "vid.pieteicejs" in printed) == (True, True)


def test_second_start_answers_with_the_same_data(runs):
    assert (runs[1][0], runs[1][1]) == (runs[0][0], runs[0][1])


def test_interrupt_leaves_no_process_behind(runs):
    for _, _, group in runs:
        with pytest.raises(ProcessLookupError):
            os.killpg(group, 0)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "99999", "Error: PORT=99999 is no port: give a number from 1 to 65535.\n"),
        ("PORT", "http", "Error: PORT=http is no port: give a number from 1 to 65535.\n"),
        ("VIRSIS_ENV", "Production", "VIRSIS_ENV is none of demo, production, test.\n"),
    ],
)
def test_setting_that_is_none_is_said_in_words(environment, name, value, said):
    command = [sys.executable, "-m", "flask", "--app", "run", "serve"]
    refused = subprocess.run(
        command, cwd=ROOT, env={**environment, name: value}, capture_output=True, text=True, check=False
    )
    assert (refused.returncode, refused.stdout, refused.stderr) == (1, "", said)


def test_taken_port_is_said_in_words(environment):
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", int(environment["PORT"])))
        taken.listen()
        command = [sys.executable, "-m", "flask", "--app", "run", "serve"]
        refused = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"Port {environment['PORT']} is taken" in refused.stderr
