"""`flask desk …`: what the desk reckons, without a browser."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal, DecimalException

import click
from flask.cli import with_appcontext

from app.cli.rules import kept_calendar
from rules.dates import YEARS
from rules.desk.service_time import RIGA, Span, due as due_at
from rules.registry_vocabulary import ServiceHours

MOST_HOURS = 100_000


class Moment(click.ParamType[datetime]):
    """A moment as ISO 8601 has it; without an offset it is the time in Riga."""

    name = "moment"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return it, aware."""
        if isinstance(value, datetime):
            return value
        try:
            read = datetime.fromisoformat(str(value))
        except ValueError as odd:
            self.fail(f"{value!r} is no moment: {odd}", param, ctx)
        if read.year not in YEARS:
            self.fail(f"{value!r} is no moment from {YEARS[0]} to {YEARS[-1]}.", param, ctx)
        if read.tzinfo is not None:
            return read
        found = read.replace(tzinfo=RIGA).astimezone(UTC)
        if found.astimezone(RIGA).replace(tzinfo=None) != read:
            self.fail(f"{value!r} is no moment: the clocks are put forward.", param, ctx)
        return found


class Hours(click.ParamType[timedelta]):
    """So many hours; a decimal may be given."""

    name = "hours"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Return them, to the second."""
        if isinstance(value, timedelta):
            return value
        try:
            hours = Decimal(str(value))
        except DecimalException:
            self.fail(f"{value!r} is no number.", param, ctx)
        if not (hours.is_finite() and 0 <= hours <= MOST_HOURS):
            self.fail(f"{value!r} is not from 0 to {MOST_HOURS}.", param, ctx)
        return timedelta(seconds=round(hours * 3600))


class Stop(click.ParamType[Span]):
    """A span during which a clock stood still: FROM/TO."""

    name = "from/to"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Span:
        """Return both moments."""
        since, slash, upto = str(value).partition("/")
        span = MOMENT.convert(since, param, ctx), MOMENT.convert(upto, param, ctx) if slash else None
        if span[1] is None or span[1] < span[0]:
            self.fail(f"{value!r} is no span: write FROM/TO, TO not before FROM.", param, ctx)
        return span[0], span[1]


MOMENT = Moment()


@click.group()
def desk() -> None:
    """Ask the desk."""


@desk.command()
@click.argument("start", type=MOMENT)
@click.option("--hours", type=Hours(), required=True, help="So many hours of service time.")
@click.option(
    "--service-hours",
    "by",
    type=click.Choice([one.value for one in ServiceHours]),
    default=ServiceHours.office.value,
    show_default=True,
    help="When the resource is looked after.",
)
@click.option("--stop", "stops", type=Stop(), multiple=True, help="While the clock stood still; repeatable.")
@with_appcontext
def due(start: datetime, hours: timedelta, by: str, stops: tuple[Span, ...]) -> None:
    """Print the moment by which so much service time has passed since START."""
    try:
        end = due_at(start, hours, ServiceHours(by), kept_calendar(), stops)
    except OverflowError as error:
        raise click.ClickException("That moment is later than the calendar can tell.") from error
    click.echo(end.astimezone(RIGA).isoformat(timespec="seconds"))
