"""The worker: mail, simulations and scans as soon as they are due, reminders by day, a check by night."""

import logging
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Thread

from flask import Flask
from huey import Huey

from app import clock
from app.database import writing
from app.extensions import db
from app.queue import open_queue
from app.services import daily, kept_texts
from app.services.activity import round_check
from app.services.document import upkeep
from app.services.mail import delivery
from app.services.ruleset import simulations
from app.visibility import seeing_everything

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0  # seconds between two looks into the outbox, for simulations and for files to scan
PATIENCE = 20  # seconds that a mail server may take for one answer


def run_worker(app: Flask) -> None:
    """Work until SIGTERM or SIGINT; what has begun is finished first. For the main thread of a process."""
    socket.setdefaulttimeout(PATIENCE)  # Flask-Mail has no setting for it
    stop = Event()
    mails = (lambda: deliver(app), stop, "Delivery was interrupted")
    simulating = (lambda: simulate(app, stop), stop, "Simulations were interrupted")
    scanning = (lambda: scan(app), stop, "Scanning was interrupted")
    threads = [
        Thread(target=_again, args=mails, name="postman", daemon=True),
        Thread(target=_again, args=simulating, name="simulations", daemon=True),
        Thread(target=_again, args=scanning, name="scanning", daemon=True),
    ]
    queue = open_queue(app.config)
    _plan(queue, app)
    sweep_files(app)  # what a process that was killed has left
    for one in threads:
        one.start()
    try:
        queue.create_consumer(workers=1, graceful_signal="TERM").run()
    finally:
        stop.set()
        for one in threads:
            one.join(PATIENCE)


def deliver(app: Flask) -> int:
    """Send what is due now; return how many messages went out."""
    with app.app_context():
        return delivery.deliver(clock.now())


def simulate(app: Flask, stop: Event) -> bool:
    """Calculate one simulation that waits or was abandoned; return whether there was one."""
    with app.app_context():
        return simulations.work(stop.is_set)


def scan(app: Flask) -> int:
    """Scan the files that came while the scanner was away; return how many."""
    with app.app_context():
        return upkeep.scan_waiting()


def sweep_files(app: Flask) -> int:
    """Delete the contents of files that nothing names any more; return how many."""
    with app.app_context(), writing():
        gone = upkeep.sweep(clock.now())
        db.session.commit()
    return gone


def do_daily(app: Flask) -> dict[str, int]:
    """Do what is due today, once; return how many messages of each sort were written."""
    with app.app_context(), writing():
        counts = daily.run(clock.today(), clock.now())
        db.session.commit()
    return counts


def forget_old_texts(app: Flask) -> int:
    """Take away what was kept of forms that nobody came back to; return how many."""
    with app.app_context(), seeing_everything(), writing():
        gone = kept_texts.forget_old(clock.now())
        db.session.commit()
    return gone


def check_rounds(app: Flask) -> list[str]:
    """Report in the log what open rounds say differently from their votes: always nothing."""
    with app.app_context():
        found = round_check.differences()
    for line in found:
        log.error("Round check: %s", line)
    log.info("Round check: %s differences", len(found))
    return found


def _plan(queue: Huey, app: Flask) -> None:
    """Say when what is done; what is due by day is begun hourly, so that a stop at seven loses none."""
    queue.periodic_task(_in_riga(range(7, 20)), name="daily")(lambda: do_daily(app))
    queue.periodic_task(_in_riga(range(3, 4)), name="check_rounds")(lambda: check_rounds(app))
    queue.periodic_task(_in_riga(range(4, 5)), name="forget_old_texts")(lambda: forget_old_texts(app))
    queue.periodic_task(_in_riga(range(5, 6)), name="sweep_files")(lambda: sweep_files(app))


def _in_riga(hours: range) -> Callable[[datetime], bool]:
    """On the hour, by the clock in Riga; Huey asks each minute, in UTC without saying so."""

    def due(moment: datetime) -> bool:
        local = moment.replace(tzinfo=UTC).astimezone(clock.RIGA)
        return local.hour in hours and local.minute == 0

    return due


def _again(work: Callable[[], object], stop: Event, trouble: str) -> None:
    while not stop.wait(LOOK_EVERY):
        try:
            work()
        except Exception:  # the database may be away for a while: the rows stay, and so does the worker
            log.exception(trouble)
