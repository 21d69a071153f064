"""`flask worker`: carries out what was queued and what is due: mail, reminders, rounds to close."""

import os
import threading
import time

import click
from flask.cli import with_appcontext


@click.command()
@with_appcontext
def worker() -> None:
    """Work until stopped."""
    run_worker()


def run_worker(parent: int | None = None) -> None:
    """Run the queue's consumer in this process; end when the parent, if one is named, is gone."""
    from app.jobs import huey

    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    consumer = huey.create_consumer(workers=1, periodic=True, check_worker_health=True)
    consumer.run()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(2)
    os._exit(1)
