"""Bodies that are too large, broken, deep or in too many pieces: refused before any work, and told so."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import pytest
from werkzeug.datastructures import MultiDict

from tests.app.test_serve import wait_until_ready
from tests.architecture.sources import ROOT
from tests.helpers.cards import the_card
from tests.helpers.people import Browser, browser_of, caller_of
from tests.helpers.rounds import rows_of
from views.base.api import STRANGERS_LONGEST
from views.middleware.bodies import PUBLIC_LONGEST, SparingRequest

SIGN_IN = "/api/v1/security/login"
GUNICORN = (
    "-m",
    "gunicorn",
    "--no-control-socket",
    "--log-level",
    "error",
    "--bind",
    "127.0.0.1:{port}",
    "run:app",
)
OF_FLASK = ("-m", "flask", "--app", "run", "run", "--port", "{port}")


def deep(levels):
    return ("[" * levels + "]" * levels).encode()


@pytest.fixture
def taken_apart(monkeypatch):
    """How many fields of forms were taken apart."""
    counted = []

    def noted(*items):
        form = MultiDict(*items)
        counted.extend(form.items(multi=True))
        return form

    monkeypatch.setattr(SparingRequest, "parameter_storage_class", staticmethod(noted))
    return counted


@pytest.mark.parametrize("address", ["/login/", "/aizmirsu-paroli", "/valoda"])
@pytest.mark.parametrize(
    "body", [b"a=1&" * 500_000, b"a" * PUBLIC_LONGEST + b"=1", b"a&" * 7_000, b"%41" * 6_000]
)
def test_form_of_a_visitor_that_is_too_much_is_not_taken_apart(sqlite_app, taken_apart, address, body):
    form = "application/x-www-form-urlencoded"
    answer = sqlite_app.test_client().post(address, data=body, content_type=form)
    assert (answer.status_code, len(taken_apart)) == (413, 0)


def test_form_of_a_person_with_too_many_fields_is_not_taken_apart(sqlite_app):
    browser = browser_of(sqlite_app, "vid.pieteicejs")
    answer = browser.post("/aktivitates/jauna", {f"f{place}": "" for place in range(2_000)})
    assert answer.status_code == 413


def test_visitor_signs_in_with_what_a_form_may_hold(sqlite_app):
    browser = Browser(sqlite_app)
    said = {"username": "admin", "password": "x" * 128, "next": "/" + "a" * 4_000}
    assert browser.post("/login/", said).status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (deep(21), 400),
        (deep(1_000_000), 413),
        (b"[" * 16_000, 400),
        (b'{"username": ' + deep(30) + b"}", 400),
        (b'"' + b'\\"' * 8_000 + b"\\", 400),
        (b"[" + b"[]," * 5_000 + b"[]]", 422),
        (b'{"username": "a' + b"[" * 40 + b'", "password": "b"}', 401),
        (b'{"username": "a", "password": "b", "more": ' + deep(15) + b"}", 401),
    ],
)
def test_json_of_a_visitor_is_measured_before_it_is_read(sqlite_app, body, status):
    answer = sqlite_app.test_client().post(SIGN_IN, data=body, content_type="application/json")
    assert answer.status_code == status


@pytest.mark.parametrize("size", [100, STRANGERS_LONGEST + 1, 2_000_000])
def test_stranger_is_told_to_sign_in_whatever_is_sent(sqlite_app, size):
    body = json.dumps({"goal": "x" * size})
    answer = sqlite_app.test_client().post("/api/v1/activities/", data=body, content_type="application/json")
    assert answer.status_code == 401


@pytest.mark.stage("in_round")
@pytest.mark.parametrize(
    ("remarks", "status"), [(deep(979).decode(), 400), (deep(19).decode(), 422), (f"[{'0,' * 10_001}0]", 413)]
)
def test_deep_or_endless_remarks_are_refused_as_what_they_are(sqlite_app, remarks, status):
    with rows_of(sqlite_app):
        key, revision = the_card().id, the_card().revision
    caller = caller_of(sqlite_app, "fm.loceklis")
    body = f'{{"revision": {revision}, "choice": "approve", "remarks": {remarks}}}'
    answer = caller.client.post(
        f"/api/v1/activities/{key}/votes", data=body, headers=caller.headers, content_type="application/json"
    )
    assert answer.status_code == status


# --- real servers


@contextmanager
def server(tmp_path, words):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VIRSIS_")}
    given = {**kept, "VIRSIS_VAR": str(tmp_path), "VIRSIS_ENV": "demo", "PORT": str(port)}
    command = [sys.executable, *(word.format(port=port) for word in words)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=given, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/healthz", process)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


@pytest.fixture(scope="module", params=[GUNICORN, OF_FLASK], ids=["gunicorn", "development server"])
def port(request, tmp_path_factory):
    """A server of the installation, on this port."""
    with server(tmp_path_factory.mktemp("served"), request.param) as found:
        yield found


def answer_to(port, head, *pieces):
    """Send everything, and only then read, as most clients do."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(
            f"POST {SIGN_IN} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{head}\r\n".encode()
        )
        for piece in pieces:
            line.sendall(piece)
        answer = http.client.HTTPResponse(line)
        answer.begin()
        return answer.status, json.loads(answer.read())["status"]


@pytest.mark.parametrize("size", [100_000, 3_000_000, 15_000_000])
def test_body_over_the_limit_gets_an_answer_that_can_be_read(port, size):
    assert answer_to(port, f"Content-Length: {size}\r\n", b"a" * size) == (413, 413)


def test_body_in_chunks_over_the_limit_gets_an_answer_that_can_be_read(port):
    chunk = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    head = "Transfer-Encoding: chunked\r\n"
    assert answer_to(port, head, *[chunk] * 50, b"0\r\n\r\n") == (413, 413)


@pytest.mark.parametrize(
    "broken", [b"zz\r\n{}\r\n0\r\n\r\n", b"2\r\n{}xx0\r\n\r\n", b"-2\r\n{}\r\n0\r\n\r\n"]
)
def test_broken_chunks_are_an_unreadable_body(port, broken):
    assert answer_to(port, "Transfer-Encoding: chunked\r\n", broken) == (400, 400)
