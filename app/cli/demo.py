"""`flask demo`: data for show, never in production."""

import click
from flask.cli import with_appcontext

from app.cli.refusing import refusals_said
from app.cli.seed import load_demo
from app.seeds.accounts import DEMO_PAROLE


@click.command()
@with_appcontext
def demo() -> None:
    """Load demo accounts and activities into an empty system."""
    with refusals_said():
        loaded = load_demo()
    click.echo(f"{loaded.accounts} accounts and {loaded.activities} activities added.")
    click.echo(f"The password of every demo account: {DEMO_PAROLE}")
