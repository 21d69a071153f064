"""The commands of the project: `flask --app run …`; answers on stdout, everything else on stderr."""

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.cli.audit import audit
from app.cli.daily import daily
from app.cli.demo import demo
from app.cli.desk import desk
from app.cli.invite import admin, user_admin
from app.cli.registry import export, import_
from app.cli.rules import rules
from app.cli.serve import serve
from app.cli.setup import setup
from app.cli.worker import worker


@click.command()
@with_appcontext
def version() -> None:
    """Print the version."""
    click.echo(current_app.config["VERSION"])


COMMANDS = (
    *(setup, serve, worker, daily, demo, rules, desk, export, import_),
    *(audit, admin, user_admin, version),
)


def register(app: Flask) -> None:
    """Add the commands to an application."""
    for command in COMMANDS:
        app.cli.add_command(command)
