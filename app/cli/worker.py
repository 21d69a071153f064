"""`flask worker`: deliver mail, remind, check, until stopped."""

import logging
import os
import sys
import threading
import time

import click
from flask import current_app
from flask.cli import with_appcontext

from app import jobs
from app.cli.refusing import needs_database
from app.security import production


@click.command()
@with_appcontext
@needs_database
def worker() -> None:
    """Deliver mail and remind people, until stopped (Ctrl-C)."""
    refused = production.unfit_sender(current_app.config)
    if refused:
        raise click.ClickException(refused)
    run_worker()


def run_worker(parent: int | None = None) -> None:
    """Run the worker in this process; end when the parent, if one is named, is gone."""
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("huey").setLevel(logging.WARNING)
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    jobs.run_worker(current_app._get_current_object())  # type: ignore[attr-defined]


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(2)
    os._exit(1)
