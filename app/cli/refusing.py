"""How a command refuses: one sentence on stderr, exit code 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from rules.problem_sentences import sentence
from rules.refusals import Invalid, Problem, Refusal


@contextmanager
def refusals_said() -> Iterator[None]:
    """Turn what rules and services refuse into the end of the command."""
    try:
        yield
    except Refusal as refusal:
        problems = refusal.problems if isinstance(refusal, Invalid) else ()
        lines = [str(refusal), *(f"  {_line(problem)}" for problem in problems)]
        raise click.ClickException("\n".join(lines)) from refusal


def _line(problem: Problem) -> str:
    told = sentence(problem) % problem.values
    code = problem.values.get("code")
    return f"{problem.field or 'file'}: {told}" + (f" ({code})" if code else "")
