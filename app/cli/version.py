"""`flask version`: which release this is."""

import click
from flask import current_app
from flask.cli import with_appcontext


@click.command()
@with_appcontext
def version() -> None:
    """Print the version."""
    click.echo(current_app.config["VERSION"])
