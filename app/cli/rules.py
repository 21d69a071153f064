"""`flask rules …`: what the rules say, without a browser."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import TextIO, TypeVar

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DatabaseError

from app import clock
from app.cli.refusing import refusals_said
from app.cli.simulate import simulate
from app.extensions import db
from app.seeds import files
from app.services import working_days
from app.services.registry.facts import registry as kept_registry
from app.services.ruleset import rule_sets
from rules import deadlines
from rules.registry import Registry, facts_from_json
from rules.requirements import evaluate
from rules.requirements_json import evaluation_json
from rules.ruleset import RuleSet, known as rulesets
from rules.ruleset.known import RuleSets

T = TypeVar("T")
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def rules() -> None:
    """Ask the rules."""


@rules.command("list")
@with_appcontext
def list_() -> None:
    """Print the rule sets, the one in force marked with *."""
    with refusals_said():
        sets = _rule_sets()
        current = sets.in_force(clock.today())
    for one in sets.sets:
        click.echo(f"{'*' if one is current else ' '} {one.id:<16} {_validity(one):<24} {one.title.en}")


@rules.command("evaluate")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--on", type=DAY, help="The day whose rule set counts (YYYY-MM-DD); today when absent.")
@with_appcontext
def evaluate_(file: TextIO, on: datetime | None) -> None:
    """Print who has to co-approve the card whose facts stand in FILE (JSON; - for stdin)."""
    with refusals_said():
        rule_set = _rule_sets().in_force(on.date() if on else clock.today())
        facts = facts_from_json(_read(file), _registry())
        answer = evaluation_json(evaluate(facts, rule_set), rule_set.valid_from)
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


@rules.command()
@click.argument("start", metavar="DATE", type=DAY)
@click.option("--days", type=click.IntRange(min=0), required=True, help="So many working days.")
@with_appcontext
def due(start: datetime, days: int) -> None:
    """Print the day that is so many working days after DATE."""
    try:
        end = deadlines.due(start.date(), days, kept_calendar())
    except OverflowError as error:
        raise click.ClickException("That day is later than the calendar can tell.") from error
    click.echo(end.isoformat())


rules.add_command(simulate)


def kept_calendar() -> working_days.WorkingDays:
    """Return the calendar with the days set by hand, where there is a database."""
    return _kept(working_days.calendar, lambda: working_days.WorkingDays({}))


def _read(file: TextIO) -> object:
    try:
        return json.loads(file.read().removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{file.name} is no JSON: {error}") from error


def _kept(ask: Callable[[], T], otherwise: Callable[[], T]) -> T:
    """Ask the database; the project's own files where there is none."""
    try:
        return ask()
    except DatabaseError:
        db.session.rollback()
        return otherwise()


def _rule_sets() -> RuleSets:
    return _kept(rule_sets.known, rulesets.shipped)


def _registry() -> Registry:
    found = _kept(kept_registry, files.registry)
    return found if found.institutions else files.registry()


def _validity(one: RuleSet) -> str:
    if one.valid_from is None:
        return "inactive"
    return f"{one.valid_from} – {one.valid_to or ''}".rstrip()
