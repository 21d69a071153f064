"""Whatever goes wrong, the answer is a page or problem+json, and the inside stays inside."""

import os
import re
import subprocess
import sys

import pytest
from flask import abort
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from app.security.lockout import TooSoon
from rules.refusals import Invalid, KeyReused, NotAllowed, NotFound, Problem, Stale, WrongStatus
from rules.text import N_
from rules.vocabulary import Action, ProblemCode, Status
from tests.architecture.sources import ROOT
from tests.conftest import let_go, make_app
from tests.helpers.people import browser_of, caller_of

REVISION = N_("What you sent cannot be accepted.")
RAISED = {
    "refused": NotAllowed(N_("%(holder)s does not vote on its own card."), holder="VID"),
    "absent": NotFound(REVISION),
    "status": WrongStatus(REVISION, (Action.recall,), status=Status.draft),
    "stale": Stale(REVISION, current_revision=7),
    "reused": KeyReused(REVISION),
    "invalid": Invalid(REVISION, (Problem("goal", ProblemCode.too_short, {"minimum": 50, "length": 3}),)),
    "overtaken": StaleDataError("UPDATE activity"),
    "unstorable": DataError("SELECT secret", {}, Exception("NUL")),
    "surrogate": UnicodeEncodeError("utf-8", "\ud800", 0, 1, "no"),
    "unread": TooSoon(121),
    "busy": OperationalError("SELECT secret", {}, Exception("database is locked")),
    "fault": RuntimeError("secret"),
}
STATUS = {
    "refused": 403,
    "absent": 404,
    "status": 409,
    "stale": 409,
    "reused": 409,
    "invalid": 422,
    "overtaken": 409,
    "unstorable": 422,
    "surrogate": 422,
    "unread": 429,
    "busy": 503,
    "fault": 500,
}


@pytest.fixture(scope="module")
def failing(sqlite, tmp_path_factory):
    """An application with an address for each way to fail, as a page and in the API."""
    sqlite.reset()
    app = make_app(sqlite.url, tmp_path_factory, PROPAGATE_EXCEPTIONS=False)

    def fail(name):
        if name.isdecimal():
            abort(int(name))
        raise RAISED[name]

    app.add_url_rule("/fail/<name>", "fail", fail)
    app.add_url_rule("/api/v1/fail/<name>", "api_fail", fail)
    yield app
    let_go(app)


@pytest.fixture
def person(failing):
    return browser_of(failing, "vid.pieteicejs")


@pytest.mark.parametrize("name", RAISED)
def test_page_says_it_with_the_right_status_and_nothing_of_the_inside(person, name):
    answer = person.get(f"/fail/{name}")
    assert (answer.status_code, answer.text.count("<h1>"), "secret" in answer.text) == (
        STATUS[name],
        1,
        False,
    )


@pytest.mark.parametrize("name", RAISED)
def test_api_says_it_as_problem_json_and_nothing_of_the_inside(failing, name):
    answer = caller_of(failing, "vid.pieteicejs").get(f"/fail/{name}")
    assert (answer.status_code, answer.mimetype) == (STATUS[name], "application/problem+json")
    assert {"type", "title", "status", "detail", "errors"} - set(answer.json) == set()
    assert "secret" not in answer.text


def test_refusal_names_its_values_in_the_language_of_the_caller(failing):
    said = [caller_of(failing, "vid.pieteicejs", lang).get("/fail/refused").json for lang in ("lv", "en")]
    assert said[1]["detail"] == "VID does not vote on its own card."
    assert ("VID" in said[0]["detail"], said[0]["detail"] == said[1]["detail"]) == (True, False)


def test_stale_answer_has_the_current_revision(failing):
    assert caller_of(failing, "vid.pieteicejs").get("/fail/stale").json["current_revision"] == 7


def test_wrong_status_says_which_actions_fit(failing):
    assert caller_of(failing, "vid.pieteicejs").get("/fail/status").json["actions"] == ["recall"]


def test_problem_has_field_code_and_sentence(failing):
    [error] = caller_of(failing, "vid.pieteicejs", "en").get("/fail/invalid").json["errors"]
    assert error == {
        "field": "goal",
        "code": "too_short",
        "message": "Describe the goal in at least 50 characters (now 3)",
    }


def test_heading_of_an_error_page_has_no_full_stop(failing, person):
    heading = re.search("<h1[^>]*>(.*?)</h1>", person.get("/fail/413").text)
    assert heading
    assert not heading[1].endswith(".")


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 415, 422, 429])
def test_abort_has_a_page_and_a_problem(failing, person, status):
    caller = caller_of(failing, "vid.pieteicejs")
    answers = person.get(f"/fail/{status}"), caller.get(f"/fail/{status}")
    assert [answer.status_code for answer in answers] == [status, status]
    assert ("<h1" in answers[0].text, answers[1].json["status"]) == (True, status)


def test_what_is_refused_unread_says_when_to_come_back(failing, person):
    answers = [one.get("/fail/unread") for one in (person, caller_of(failing, "vid.pieteicejs", "en"))]
    assert [answer.headers["Retry-After"] for answer in answers] == ["121", "121"]
    assert "Mēģiniet vēlreiz pēc 3 minūtēm" in answers[0].text
    assert answers[1].json["detail"] == "Too many failed sign-ins. Try again in 3 minutes."


def test_busy_answer_says_when_to_come_back(person):
    assert person.get("/fail/busy").headers["Retry-After"] == "5"


def test_nul_in_a_parameter_of_the_api_is_422(failing):
    answer = caller_of(failing, "vid.pieteicejs").get("/institutions/?q=a%00b")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "q")


def in_production(*command, **more):
    given = {"VIRSIS_ENV": "production", "VIRSIS_DATABASE_URL": "sqlite:////nowhere/x.db", **more}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("VIRSIS_")}
    command = [sys.executable, *command]
    return subprocess.run(
        command, cwd=ROOT, env={**kept, **given}, capture_output=True, text=True, check=False
    )


def test_production_does_not_serve_without_a_secret(tmp_path):
    url = {"VIRSIS_DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}"}
    served = in_production("-c", "import run", **url)
    assert (served.returncode, "VIRSIS_SECRET_KEY" in served.stderr) == (3, True)  # see run.py
    served = in_production("-m", "flask", "--app", "run", "serve", **url)
    assert (served.returncode, "VIRSIS_SECRET_KEY" in served.stderr) == (1, True)


def test_commands_need_no_secret_in_production(tmp_path):
    url = {"VIRSIS_DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}"}
    done = in_production("-m", "flask", "--app", "run", "setup", **url)
    assert (done.returncode, done.stdout) == (0, "The database is ready.\n")
