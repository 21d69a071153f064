"""How a command refuses: one sentence on stderr, exit code 1."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.extensions import db
from rules import reading
from rules.problem_sentences import sentence
from rules.refusals import Invalid, Problem, Refusal

P = ParamSpec("P")
R = TypeVar("R")
NO_TABLES = "The database has no tables yet. Run 'flask --app run setup' first."


def needs_database(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command say in one sentence that there is no database with tables to work on."""

    @wraps(command)
    def run(*words: P.args, **options: P.kwargs) -> R:
        with faults_said():
            if not inspect(db.engine).has_table("activity"):
                raise click.ClickException(NO_TABLES)
            return command(*words, **options)

    return run


@contextmanager
def faults_said() -> Iterator[None]:
    """Turn what the database refuses, or that it cannot be reached, into the end of the command."""
    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        said = str(error.orig).partition("\n")[0]
        raise click.ClickException(f"The database cannot be used: {said}") from error


@contextmanager
def refusals_said() -> Iterator[None]:
    """Turn what rules and services refuse into the end of the command."""
    try:
        yield
    except Refusal as refusal:
        problems = refusal.problems if isinstance(refusal, Invalid) else ()
        lines = [str(refusal), *(f"  {_line(problem)}" for problem in problems)]
        raise click.ClickException("\n".join(lines)) from refusal


def one_line(_context: click.Context, _option: click.Parameter, typed: str) -> str:
    """Read an option as a form reads a line."""
    try:
        return reading.line(typed)
    except reading.Unreadable as odd:
        raise click.ClickException(str(odd)) from odd


def _line(problem: Problem) -> str:
    told = sentence(problem) % problem.values
    code = problem.values.get("code")
    return f"{problem.field or 'file'}: {told}" + (f" ({code})" if code else "")
