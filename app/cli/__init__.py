"""The commands of the project: `flask --app run …`; answers on stdout, everything else on stderr."""

from flask import Flask

from app.cli.audit import audit
from app.cli.demo import demo
from app.cli.invite import admin, user_admin
from app.cli.rules import rules
from app.cli.serve import serve
from app.cli.setup import setup
from app.cli.version import version
from app.cli.worker import worker

COMMANDS = (setup, serve, worker, demo, rules, audit, admin, user_admin, version)


def register(app: Flask) -> None:
    """Add the commands to an application."""
    for command in COMMANDS:
        app.cli.add_command(command)
