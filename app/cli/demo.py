"""`flask demo`: data for show, never in production."""

import click
from flask import current_app
from flask.cli import with_appcontext

from app import clock
from app.cli.refusing import needs_database, refusals_said
from app.seeds import demo as demo_data
from app.seeds.accounts import DEMO_PAROLE
from app.seeds.load.generated import load_generated
from app.visibility import seeing_everything
from views.base.transaction import one_change


@click.command()
@click.option("--activities", type=click.IntRange(min=0), default=0, help="So many generated ones besides.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed gives other ones.")
@with_appcontext
@needs_database
def demo(activities: int, seed: int) -> None:
    """Load demo accounts and activities into an empty system."""
    with refusals_said():
        loaded = load_demo()
        if activities:
            with seeing_everything(), one_change():
                load_generated(activities, seed, clock.now())
    click.echo(f"{loaded.accounts} accounts and {loaded.activities + activities} activities added.")
    click.echo(f"The password of every demo account: {DEMO_PAROLE}")


def load_demo() -> demo_data.Loaded:
    """Add the demo accounts and, where there is no activity yet, the demo activities.

    Raises `Refusal` in production.
    """
    with seeing_everything(), one_change():
        return demo_data.load_demo(clock.now(), current_app.config["ENV"])
