"""`flask rules simulate`: what a draft rule set would ask of every card, before anybody decides on it."""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import IO

import click
from flask.cli import with_appcontext

from app import clock
from app.cli.refusing import needs_database, refusals_said
from app.services.registry.facts import registry
from app.services.ruleset import obstacles as rule_set_obstacles, rule_sets, simulation_run
from rules.ruleset import RuleSet, known as rulesets
from rules.ruleset.toml_reading import decoded
from rules.simulation import Outcome, Summary
from rules.text import not_a_formula

COLUMNS = ("number", "year", "holder", "domain", "added", "removed", "before", "after")


@click.command()
@click.argument("draft", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--csv", "out", type=click.Path(dir_okay=False), help="The cards that change go here.")
@click.option("--against", help="The rule set to compare with; the one in force today when absent.")
@with_appcontext
@needs_database
def simulate(draft: Path, out: str | None, against: str | None) -> None:
    """Print what the rule set in DRAFT (TOML) would change on all cards. Nothing is changed by it."""
    with refusals_said():
        known = rule_sets.known()
        before = known.get(against) if against else known.in_force(clock.today())
        known_now, text = registry(), decoded(draft.read_bytes(), draft.name)
        after = rulesets.parse(text, draft.name, known_now.institutions, known_now.architects)
    began = perf_counter()
    with _opened(out) as file:
        counted = _count(before, after, file)
    took = perf_counter() - began
    for line in _report(before, after, counted):
        click.echo(line)
    if unasked := rule_set_obstacles.unasked_domains(after):
        names = ", ".join(one.en for one in unasked)
        click.echo(f"No institution of the architect is entered, so it is not counted: {names}")
    if counted.cards:
        click.echo(f"{took:.1f} s, {took / counted.cards * 1e6:.0f} µs per card")


@contextmanager
def _opened(out: str | None) -> Iterator[IO[str] | None]:
    """Open the file that is asked for; end the command with one sentence where it cannot be written."""
    if out is None:
        yield None
        return
    try:
        with click.open_file(out, "w", encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}") from error


def _count(before: RuleSet, after: RuleSet, out: IO[str] | None) -> Summary:
    counted = Summary()
    writer = csv.writer(out) if out else None
    if writer:
        writer.writerow(COLUMNS)
    length = simulation_run.cards()
    with click.progressbar(simulation_run.outcomes(before, after), length=length, file=sys.stderr) as cards:
        for outcome in cards:
            counted.add(outcome)
            if writer and outcome.changed:
                writer.writerow(map(not_a_formula, _row(outcome)))
    return counted


def _row(outcome: Outcome) -> Iterator[str]:
    yield from (outcome.number, str(outcome.year), outcome.holder, outcome.domain or "")
    for codes in (outcome.added, outcome.removed, outcome.before, outcome.after):
        yield "; ".join(codes)


def _report(before: RuleSet, after: RuleSet, counted: Summary) -> Iterator[str]:
    yield f"{after.id} instead of {before.id}: {counted.cards} cards"
    if not counted.cards:
        return
    yield f"Co-approvers change on {counted.changed} cards ({counted.changed / counted.cards:.0%})"
    yield f"Opinions: {counted.added} added, {counted.removed} removed"
    means = [total / counted.cards for total in (counted.opinions_before, counted.opinions_after)]
    yield f"Co-approvers per card: {means[0]:.1f} before, {means[1]:.1f} after"
    yield f"Cards left without any: {counted.left_without}"
    yield f"{'year':<5} {'institution':<14} {'now':>8} {'added':>8} {'removed':>8}"
    for (year, code), load in sorted(counted.load.items()):
        if load.added or load.removed:
            yield f"{year:<5} {code:<14} {load.now:>8} {load.added:>8} {load.removed:>8}"
