"""`flask daily`: what is due on a day, where no worker does it, or to look at another day."""

import json
from datetime import date, datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from app import clock
from app.cli.refusing import needs_database, refusals_said
from app.services import daily as days
from app.visibility import seeing_everything
from rules.dates import YEARS
from views.base.transaction import one_change


def _day(_context: click.Context, _option: click.Parameter, typed: datetime | None) -> date | None:
    if typed is not None and typed.year not in YEARS:
        raise click.BadParameter(f"Give a year from {YEARS[0]} to {YEARS[-1]}.")
    return typed.date() if typed else None


@click.command()
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_day,
    help="The day (YYYY-MM-DD); today when absent, and always in production.",
)
@with_appcontext
@needs_database
def daily(on: date | None) -> None:
    """Remind, tell what is overdue and write digests; a day that was run says nothing more."""
    day = on or clock.today()
    with refusals_said():
        days.check_day(day, clock.today(), current_app.config["ENV"])
        with seeing_everything(), one_change():
            counts = days.run(day, clock.now())
    click.echo(json.dumps(counts, separators=(",", ":")))
