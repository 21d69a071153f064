"""`flask serve`: database, demo data, web server and worker, from one command (`make run`)."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from textwrap import wrap

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from app.cli.demo import load_demo
from app.cli.refusing import faults_said
from app.cli.setup import prepare_database
from app.cli.worker import run_worker
from app.database import writing
from app.extensions import db
from app.security import production
from app.seeds.accounts import DEMO_PAROLE
from app.visibility import seeing_everything
from models import User
from rules.reading import whole

THREADS = 8
KEEP_ALIVE = 75  # seconds: longer than a proxy keeps idle connections (nginx: 60), or it meets a closed one


@click.command()
@with_appcontext
def serve() -> None:
    """Start everything; Ctrl-C stops everything."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    refused = production.unfit(app.config)
    if refused:
        raise click.ClickException(refused)
    _find_port_free(_host(app), _port(app.config["PORT"]))
    with faults_said():
        prepare_database()
    if app.config["ENV"] == "demo":
        _load_demo_once()
    welcome = _welcome(app)
    db.session.remove()
    db.engine.dispose()  # no connection may be shared by two processes
    with _worker():
        Server(app, welcome).run()


class Server(BaseApplication):
    """Gunicorn with the application that is already loaded."""

    def __init__(self, app: Flask, welcome: str) -> None:
        self.app, self.welcome = app, welcome
        super().__init__()

    def load_config(self) -> None:
        """Listen on this machine only, unless in production."""
        settings = {
            "bind": f"{_host(self.app)}:{self.app.config['PORT']}",
            "workers": 2,
            "threads": THREADS,
            "worker_class": "gthread",
            "preload_app": True,
            "timeout": 60,
            "keepalive": KEEP_ALIVE,
            "loglevel": "warning",
            "when_ready": lambda _arbiter: click.echo(self.welcome),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application."""
        return self.app


def _host(app: Flask) -> str:
    return "0.0.0.0" if app.config["ENV"] == "production" else "127.0.0.1"  # noqa: S104  (behind its proxy)


def _port(text: str) -> int:
    port = whole(text, 1, 65_535)
    if port is None:
        raise click.ClickException(f"PORT={text} is no port: give a number from 1 to 65535.")
    return port


def _find_port_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise click.ClickException(
                f"Port {port} is taken. Take another one: PORT={port + 1} make run"
            ) from problem


def _load_demo_once() -> None:
    """Fill a fresh database only: nobody's own data are touched."""
    with writing(), seeing_everything():
        fresh = db.session.scalar(select(User.id).limit(1)) is None
        db.session.rollback()
        if fresh:
            click.echo("Loading the demonstration data …", err=True)
            load_demo()


def _welcome(app: Flask) -> str:
    lines = [f"VIRSIS: {app.config['BASE_URL']}", "Ctrl-C stops everything."]
    if app.config["ENV"] == "demo":
        names = ", ".join(db.session.scalars(select(User.username).order_by(User.username)))
        told = [f"Demo accounts, all with the password {DEMO_PAROLE}:", *wrap(names, 100), ""]
        lines = [*told, *lines]
    return "\n".join(lines)


@contextmanager
def _worker() -> Iterator[None]:
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        run_worker(parent)
        os._exit(0)
    try:
        yield
    finally:
        with suppress(ProcessLookupError, ChildProcessError):  # Ctrl-C reached it before us
            os.kill(child, signal.SIGTERM)
            os.waitpid(child, 0)
