"""The commands of the project: `flask --app run …`; answers on stdout, everything else on stderr."""

from flask import Flask

from app.cli.setup import setup
from app.cli.serve import serve


def register(app: Flask) -> None:
    """Add the commands to an application."""
    for command in (setup, serve):
        app.cli.add_command(command)
