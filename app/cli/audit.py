"""`flask audit …`: whether the record of events is whole."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.refusing import needs_database
from app.services.activity import audit as chains, proof_check
from app.visibility import seeing_everything


@click.group()
def audit() -> None:
    """Check the record of events."""


@audit.command()
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
@needs_database
def verify(file: Path | None) -> None:
    """Walk all chains of events, or compare the proof in FILE with the database; exit with 1 otherwise."""
    if file is not None:
        _compare(file)
        return
    with seeing_everything():
        events, breaks = chains.verify()
    for one in breaks:
        click.echo(f"{one.number}, event {one.seq}: {one.reason}")
    if breaks:
        raise click.ClickException(f"{len(breaks)} chains do not hold ({events} events read).")
    click.echo(f"All chains hold: {events} events.")


def _compare(file: Path) -> None:
    """Say where a proof is not what the database says."""
    with seeing_everything():
        number, differs = proof_check.compare(file)
    if differs:
        raise click.ClickException("The proof does not hold:\n" + "\n".join(differs))
    click.echo(f"The proof of {number} is what the database says.")
