"""`flask daily`: one line of JSON, once a day; another day than today not in production."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import today
from app.extensions import db
from models import Requirement
from tests.helpers.rounds import rows_of

pytestmark = pytest.mark.stage("in_round")
NOTHING = '{"reminders":0,"overdue":0,"digests":0,"obligations":0}\n'


def run(app, *words):
    return app.test_cli_runner().invoke(args=["daily", *words])


def last_day(app):
    with rows_of(app):
        return db.session.scalars(select(Requirement.due_on)).first()


@pytest.fixture
def in_production(sqlite_app):
    """An application that believes to be in production."""
    sqlite_app.config["ENV"] = "production"
    yield sqlite_app
    sqlite_app.config["ENV"] = "test"


@pytest.mark.both_databases
def test_it_prints_what_was_written_and_the_second_time_nothing(app):
    on = last_day(app).isoformat()
    said = [run(app, "--on", on) for _ in range(2)]
    assert [one.exit_code for one in said] == [0, 0]
    assert said[0].stdout == '{"reminders":8,"overdue":0,"digests":0,"obligations":0}\n'
    assert said[1].stdout == NOTHING


def test_behind_row_level_security_it_prints_the_same(walled_app):
    said = run(walled_app, "--on", last_day(walled_app).isoformat())
    assert json.loads(said.stdout)["reminders"] == 8


def test_without_a_day_it_is_today(sqlite_app):
    assert run(sqlite_app).stdout == NOTHING
    assert run(sqlite_app, "--on", today().isoformat()).stdout == NOTHING


@pytest.mark.parametrize("days", [-1, 1])
def test_in_production_another_day_is_refused(in_production, days):
    said = run(in_production, "--on", (today() + timedelta(days=days)).isoformat())
    assert (said.exit_code, said.stdout) == (1, "")
    assert re.match(r"Error: In production only today is run: \S+ is another day\.\n", said.stderr)


def test_in_production_today_is_run(in_production):
    assert run(in_production, "--on", today().isoformat()).stdout == NOTHING


@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "0001-01-01", "9999-12-31", ""])
def test_what_is_no_day_is_refused(sqlite_app, day):
    said = run(sqlite_app, "--on", day)
    assert (said.exit_code != 0, said.stdout) == (True, "")
