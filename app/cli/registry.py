"""`flask export …` and `flask import …`: the registry as files."""

import csv
import dataclasses
import json
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from io import StringIO
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from app import clock
from app.cli.refusing import needs_database
from app.services.registry import sheets
from app.visibility import seeing_everything
from rules.facts import SYSTEM
from rules.problem_sentences import sentence
from rules.sheet.columns import SHEETS
from rules.sheet.difference import Change, Difference
from rules.sheet.file import Refused
from views.base.spreadsheet import xlsx
from views.base.transaction import one_change

NAME = click.Choice(tuple(SHEETS))
PATH = click.Path(dir_okay=False, path_type=Path)
DEMO = "Demonstration data"


@click.command("export")
@click.argument("name", type=NAME)
@click.option("--format", "kind", type=click.Choice(("csv", "xlsx")), default="csv", show_default=True)
@click.option("--excel", is_flag=True, help="CSV as Excel likes it: with a byte order mark and semicolons.")
@click.option("--out", type=PATH, help="Write to this file instead of stdout.")
@with_appcontext
@needs_database
def export(name: str, kind: str, excel: bool, out: Path | None) -> None:
    """Print a table of the registry: institutions, resources or dependencies."""
    heads, rows = sheets.exported(name)
    above = [DEMO] if current_app.config["ENV"] == "demo" else []
    content = xlsx(above, heads, rows) if kind == "xlsx" else _csv(above, heads, rows, excel)
    if out is None:
        click.echo(content, nl=False)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}.") from error


@click.command("import")
@click.argument("name", type=NAME)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "write", is_flag=True, help="Change the registry; otherwise it is only compared.")
@click.option("--skip-refused", "skip", is_flag=True, help="Leave out rows that are refused.")
@click.option("--json", "as_json", is_flag=True, help="Print the difference as JSON.")
@with_appcontext
@needs_database
def import_(name: str, file: Path, write: bool, skip: bool, as_json: bool) -> None:
    """Compare FILE with the registry and say what it would change; exit with 1 while a row is refused."""
    most = sheets.MOST_MEGABYTES * 1_000_000
    with file.open("rb") as opened:
        content = opened.read(most + 1)
    with seeing_everything(), one_change() if write else nullcontext():
        if write:
            found, applied = sheets.bring_in(name, content, SYSTEM, clock.now(), skip_refused=skip)
        else:
            found, applied = sheets.compare(name, content, skip_refused=skip), False
    click.echo(_json(found, applied) if as_json else "\n".join(_lines(found, applied)))
    if found.unusable or (found.refused and not skip):
        raise click.exceptions.Exit(1)


def _csv(above: Sequence[str], heads: Sequence[str], rows: Sequence[Sequence[str]], excel: bool) -> bytes:
    written = StringIO()
    writer = csv.writer(written, delimiter=";" if excel else ",", lineterminator="\n")
    writer.writerows([[one] for one in above])
    writer.writerow(heads)
    writer.writerows(rows)
    return written.getvalue().encode("utf-8-sig" if excel else "utf-8")


def _json(found: Difference, applied: bool) -> str:
    told: dict[str, Any] = {
        "new": list(found.new),
        "changed": [
            {"key": one.key, "field": one.field, "before": one.before or None, "after": one.after or None}
            for one in found.changed
        ],
        "unchanged": found.unchanged,
        "missing": found.missing,
        "refused": [
            {
                "row": one.row,
                "column": one.problem.field,
                "code": one.problem.code.value,
                "message": _message(one),
            }
            for one in found.refused
        ],
        "applied": applied,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _lines(found: Difference, applied: bool) -> Iterator[str]:
    yield from (f"+ {key}" for key in found.new)
    yield from (f"~ {_changed(one)}" for one in found.changed)
    yield from (f"? {key}: not in the file, stays as it is" for key in found.missing)
    for one in found.refused:
        yield f"! row {one.row}, {one.problem.field or 'whole row'}: {_message(one)}"
    if not (found.new or found.changed or found.refused):
        yield "No changes."
        return
    changed = len({one.key for one in found.changed})
    counts = f"{len(found.new)} new, {changed} changed, {found.unchanged} unchanged"
    yield f"{counts}, {len(found.missing)} missing, {len(found.refused)} problems."
    yield "Written." if applied else "Nothing was written."


def _changed(one: Change) -> str:
    return f"{one.key}, {one.field}: {one.before or '–'} → {one.after or '–'}"


def _message(one: Refused) -> str:
    """Return the sentence of the code: those of a field of this name are about cards."""
    problem = dataclasses.replace(one.problem, field="")
    return sentence(problem) % problem.values
