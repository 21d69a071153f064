"""The worker is a process of its own that finds what stands in the outbox, and stops when told to."""

import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from app import jobs
from app.clock import today
from app.extensions import db
from app.queue import open_queue, queue_answers
from models import Requirement
from rules.vocabulary import Choice
from tests.architecture.sources import ROOT
from tests.helpers.cards import ASKED, in_round, submitted, vote
from tests.helpers.waiting import PATIENCE, eventually

PROGRAM = """
import sys
from pathlib import Path
from app.cli.worker import run_worker
from app.factory import create_app

url, host, port, folder = sys.argv[1:]
app = create_app(
    ENV="test", SECRET_KEY="x" * 40, SQLALCHEMY_DATABASE_URI=url, MAIL_SERVER=host, MAIL_PORT=int(port),
    VAR=Path(folder), QUEUE_FILE=Path(folder) / "queue.db",
)
with app.app_context():
    run_worker()
"""


@pytest.fixture
def worker(app, server, tmp_path):
    """A worker on the database of the test, sending to the server of the test."""
    arguments = [app.config["SQLALCHEMY_DATABASE_URI"], server.host, str(server.port), str(tmp_path)]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *arguments], cwd=ROOT, stdout=log, stderr=log
        )
    yield process
    process.kill()
    process.wait(PATIENCE)


@pytest.mark.both_databases
def test_what_is_committed_arrives_without_anybody_calling_the_worker(inside, worker, server):
    submitted()
    db.session.commit()
    _arrives(server)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_stops_when_told_to(inside, worker, server, number):
    submitted()
    db.session.commit()
    _arrives(server)
    worker.send_signal(number)
    assert worker.wait(PATIENCE) == 0


@pytest.mark.parametrize(
    ("moment", "is_time"),
    [
        (datetime(2026, 1, 15, 5, 0, tzinfo=UTC), True),  # seven in Riga in winter
        (datetime(2026, 7, 15, 4, 0, tzinfo=UTC), True),  # seven in Riga in summer
        (datetime(2026, 7, 15, 3, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 15, 4, 1, tzinfo=UTC), False),
    ],
)
def test_reminders_begin_at_seven_in_riga(moment, is_time):
    assert jobs._in_riga(range(7, 20))(moment.replace(tzinfo=None)) is is_time


@pytest.fixture
def asked(inside):
    """A card about which eight institutions are asked and have to answer today; one of them has."""
    activity = in_round()
    for one in activity.current_round.requirements:
        one.due_on = today()
    vote(activity, "DVI")
    db.session.commit()
    return activity


def test_reminders_are_said_once_however_often_the_task_runs(inside, asked):
    counts = [jobs.do_daily(inside)["reminders"] for _ in range(2)]
    assert counts == [len(ASKED) - 1, 0]


def test_the_nightly_check_of_an_untouched_database_reports_nothing(inside, asked):
    assert jobs.check_rounds(inside) == []


def test_the_nightly_check_reports_what_was_changed_past_the_use_cases(inside, asked, caplog):
    db.session.execute(update(Requirement).where(Requirement.position == 1).values(choice=Choice.object))
    db.session.commit()
    found = f"{asked.number}, round 1, VARAM: stored waiting object, votes say waiting -"
    assert jobs.check_rounds(inside) == [found]
    assert f"Round check: {found}" in caplog.messages


def test_the_queue_answers(sqlite_app):
    with sqlite_app.app_context():
        assert queue_answers()


def test_a_queue_that_cannot_be_opened_does_not_answer(sqlite_app, tmp_path):
    before = sqlite_app.config["QUEUE_FILE"]
    sqlite_app.config["QUEUE_FILE"] = tmp_path / "missing" / "queue.db"
    try:
        with sqlite_app.app_context():
            assert not queue_answers()
    finally:
        sqlite_app.config["QUEUE_FILE"] = before


def test_redis_is_used_where_it_is_named(tmp_path):
    queue = open_queue({"REDIS_URL": "redis://127.0.0.1:6379/0", "QUEUE_FILE": tmp_path / "queue.db"})
    assert type(queue).__name__ == "RedisHuey"


def _arrives(server):
    eventually(lambda: server.to("vid.kontrolieris"), lambda: [letter["To"] for letter in server.letters])
