"""`flask audit …`: whether the record of events is whole."""

import click
from flask.cli import with_appcontext

from app.cli.refusing import needs_database
from app.services.activity import audit as chains
from app.visibility import seeing_everything


@click.group()
def audit() -> None:
    """Check the record of events."""


@audit.command()
@with_appcontext
@needs_database
def verify() -> None:
    """Walk all chains of events; exit with 1 where one does not hold."""
    with seeing_everything():
        events, breaks = chains.verify()
    for one in breaks:
        click.echo(f"{one.number}, event {one.seq}: {one.reason}")
    if breaks:
        raise click.ClickException(f"{len(breaks)} chains do not hold ({events} events read).")
    click.echo(f"All chains hold: {events} events.")
