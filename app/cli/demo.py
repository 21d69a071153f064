"""`flask demo`: data for show, never in production."""

import click
from flask.cli import with_appcontext

from app.cli.refusing import needs_database, refusals_said
from app.cli.seed import load_demo, load_generated
from app.seeds.accounts import DEMO_PAROLE


@click.command()
@click.option("--activities", type=click.IntRange(min=0), default=0, help="So many generated ones besides.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed gives other ones.")
@with_appcontext
@needs_database
def demo(activities: int, seed: int) -> None:
    """Load demo accounts and activities into an empty system."""
    with refusals_said():
        loaded = load_demo()
        load_generated(activities, seed)
    click.echo(f"{loaded.accounts} accounts and {loaded.activities + activities} activities added.")
    click.echo(f"The password of every demo account: {DEMO_PAROLE}")
