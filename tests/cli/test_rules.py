"""`flask rules …` answers on stdout, and refuses with a sentence."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from app.database import writing
from app.extensions import db
from app.services.ruleset import rule_sets
from rules.ruleset.known import FOLDER
from tests.helpers.cards import actor
from tests.helpers.people import caller_of

ROOT = Path(__file__).parents[2]

# holder, kind, main resource, used resources, institutions named as affected → asked, codes of notes
CASES = {
    "1": ("VID", "development", "EDS", ["FPR"], [], "VARAM FM AiM CSP KM DVI LPS PMLP", []),
    "2": ("VDAA", "development", "VPM", [], [], "VARAM AiM CSP KM DVI LPS", []),
    "3": (
        "CSP",
        "development",
        "ISDAVS",
        ["VIIS"],
        [],
        "VARAM EM AiM KM DVI LPS IZM",
        ["own_activity"],
    ),
    "4": (
        "Rīga",
        "development",
        "RDVIS",
        ["FPR", "NĪVKIS"],
        ["LPS"],
        "VARAM AiM CSP KM DVI LPS PMLP VZD",
        ["no_sector_ministry"],
    ),
    "5": ("LNB", "creation", None, [], [], "VARAM KM AiM CSP DVI LPS", []),
    "6": ("IeM IC", "liquidation", "IIIS", [], [], "VARAM IeM AiM CSP KM DVI LPS", ["own_resource"]),
    "7": (
        "PMLP",
        "liquidation",
        "FPR",
        [],
        [],
        "VARAM IeM AiM CSP KM DVI LPS BVKB CSDD IZM IeM+IC LDVC NVA Rīga VID VSAA",
        ["own_resource"],
    ),
}


def facts(holder, kind, resource, used=(), named=()):
    """What `rules evaluate` reads."""
    lists = {"used_resources": list(used), "affected_resources": [], "affected_institutions": list(named)}
    told = {"kind": kind, "holder": holder, "resource": resource, "domain": None, "personal_data": True}
    return json.dumps({**told, **lists}, ensure_ascii=False)


def flask(*arguments, database="sqlite:////nowhere/at/all.db", text=None):
    """Run the real command in a process of its own."""
    environment = {**os.environ, "VIRSIS_DATABASE_URL": database, "VIRSIS_ENV": "test"}
    command = [sys.executable, "-m", "flask", "--app", "run", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, input=text, capture_output=True, text=True)


@pytest.mark.parametrize("case", CASES)
def test_evaluate_names_exactly_those_who_are_asked(sqlite_app, case):
    *told, asked, notes = CASES[case]
    said = sqlite_app.test_cli_runner().invoke(args=["rules", "evaluate", "-"], input=facts(*told))
    answer = json.loads(said.stdout)
    assert [one["institution"].replace(" ", "+") for one in answer["requirements"]] == asked.split()
    assert [one["code"] for one in answer["notes"]] == notes


def test_evaluate_needs_no_database(tmp_path):
    file = tmp_path / "facts.json"
    file.write_text(facts("VID", "development", "EDS", ["FPR"]), encoding="utf-8")
    said = flask("rules", "evaluate", str(file), database=f"sqlite:///{tmp_path / 'empty.db'}")
    answer = json.loads(said.stdout)
    assert answer["rule_set"] == "mk368-2023"
    assert answer["requirements"][-1]["institution"] == "PMLP"


@pytest.mark.both_databases
def test_evaluate_looks_at_the_registry_of_the_database(app):
    from app.extensions import db
    from models import Institution, Resource

    with app.app_context():
        fpr = db.session.query(Resource).filter_by(code="FPR").one()
        fpr.holder = db.session.query(Institution).filter_by(code="UR").one()
        db.session.commit()
    told = facts("VID", "development", "EDS", ["FPR"])
    said = app.test_cli_runner().invoke(args=["rules", "evaluate", "-"], input=told)
    assert json.loads(said.stdout)["requirements"][-1]["institution"] == "UR"


def test_evaluate_and_the_preview_of_the_api_answer_the_same_but_for_the_due_date(app):
    told = facts("Rīga", "development", "RDVIS", ["FPR", "NĪVKIS"])
    said = app.test_cli_runner().invoke(args=["rules", "evaluate", "-"], input=told)
    answer = caller_of(app, "vid.pieteicejs").post("/requirements/preview", json.loads(told)).json
    assert answer.pop("due_on")
    assert answer == json.loads(said.stdout)


def test_evaluate_names_every_problem_and_prints_nothing_on_stdout(sqlite_app):
    told = '{"kind": "improve", "holder": "NAV", "used_resources": ["FPR", "NAV"], "more": 1}'
    said = sqlite_app.test_cli_runner().invoke(args=["rules", "evaluate", "-"], input=told)
    assert (said.exit_code, said.stdout) == (1, "")
    problems = [line.strip().split(":")[0] for line in said.stderr.splitlines()[1:]]
    assert problems == ["more", "kind", "holder", "used_resources.1"]


@pytest.mark.parametrize("told", ["{", "[]", '"VID"', "null", "[" * 100_000])
def test_evaluate_refuses_what_is_no_card(sqlite_app, told):
    said = sqlite_app.test_cli_runner().invoke(args=["rules", "evaluate", "-"], input=told)
    assert (said.exit_code, said.stdout, said.stderr.startswith("Error: ")) == (1, "", True)


def test_evaluate_reads_a_file_with_a_byte_order_mark_too(sqlite_app, tmp_path):
    card = tmp_path / "card.json"
    card.write_text('{"kind": "creation", "holder": "LNB"}', encoding="utf-8-sig")
    said = sqlite_app.test_cli_runner().invoke(args=["rules", "evaluate", str(card)])
    assert json.loads(said.stdout)["requirements"][1]["institution"] == "KM", said.stderr


def test_evaluate_before_the_first_rule_set_says_when_it_starts(sqlite_app):
    told = facts("VID", "development", "EDS")
    arguments = ["rules", "evaluate", "-", "--on", "2023-07-11"]
    said = sqlite_app.test_cli_runner().invoke(args=arguments, input=told)
    assert said.exit_code == 1
    assert "mk368-2023, starts on 2023-07-12" in said.stderr


def test_due_counts_latvian_working_days_without_a_database(tmp_path):
    said = flask("rules", "due", "2025-06-16", "--days", "10", database=f"sqlite:///{tmp_path / 'empty.db'}")
    assert (said.returncode, said.stdout) == (0, "2025-07-02\n")


def test_a_day_later_than_any_calendar_is_refused_with_a_sentence(sqlite_app):
    said = sqlite_app.test_cli_runner().invoke(args=["rules", "due", "9999-12-31", "--days", "1"])
    assert said.exit_code == 1
    assert said.stderr == "Error: That day is later than the calendar can tell.\n"


def test_due_follows_a_day_set_by_hand(app):
    from datetime import date

    from app.extensions import db
    from models import CalendarOverride

    with app.app_context():
        db.session.add(CalendarOverride(day=date(2025, 6, 17), working=False, source="Tests"))
        db.session.commit()
    said = app.test_cli_runner().invoke(args=["rules", "due", "2025-06-16", "--days", "10"])
    assert said.stdout == "2025-07-03\n"


def test_list_marks_the_rule_set_in_force(sqlite_app):
    said = sqlite_app.test_cli_runner().invoke(args=["rules", "list"])
    assert said.stdout.split()[:2] == ["*", "mk368-2023"]
    assert "mk368-architect" in said.stdout


def test_uploaded_sets_and_decided_days_are_listed_and_followed(inside):
    start = clock.today() + timedelta(days=20)
    text = (FOLDER / "mk368-2023.toml").read_text(encoding="utf-8").replace('"mk368-2023"', '"draft"', 1)
    with writing():
        rule_sets.upload(text, "draft.toml", actor("admin"), clock.now())
        proposed = rule_sets.propose("draft", start, actor("admin"), clock.now())
        rule_sets.approve(proposed.id, actor("admin2"), clock.now())
        db.session.commit()
    run = inside.test_cli_runner().invoke
    listed = {line.split()[0]: line for line in run(args=["rules", "list"]).stdout.splitlines()}
    assert start.isoformat() in listed["draft"]
    told = facts("VID", "development", "EDS")
    days = (start - timedelta(days=1), start)
    answers = [run(args=["rules", "evaluate", "-", "--on", on.isoformat()], input=told) for on in days]
    followed = [json.loads(one.stdout)["rule_set"] for one in answers]
    assert followed == ["mk368-2023", "draft"]
