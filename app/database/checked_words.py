"""Lets Alembic see a new word: by itself it does not compare the CHECK that keeps a column to its words."""

import re
from collections.abc import Iterable
from functools import cache
from textwrap import wrap

from alembic.autogenerate import comparators, renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import AddConstraintOp, CreateCheckConstraintOp, DropConstraintOp, ModifyTableOps
from sqlalchemy import CheckConstraint, Column, Enum, MetaData, Table

LINE = 80  # characters of a condition in a migration
WORD = re.compile(r"'([^']*)'")


@cache
def install() -> None:
    """Let Alembic compare words, too; once, as it would run everything it is given."""
    comparators.dispatch_for("table")(compare)
    renderers.dispatch_for(CreateCheckConstraintOp, replace=True)(_in_lines)


def compare(
    context: AutogenContext,
    changes: ModifyTableOps,
    _schema: str | None,
    name: str,
    laid: Table | None,
    wanted: Table | None,
) -> None:
    """Lay the CHECK anew where the words of the model are not those of the database."""
    if laid is None or wanted is None:
        return
    checks = {one["name"]: one["sqltext"] for one in context.inspector.get_check_constraints(name)}
    for column, kind in ((one.name, one.type) for one in wanted.columns if isinstance(one.type, Enum)):
        known = WORD.findall(checks.get(kind.name, ""))
        if known and set(known) != set(kind.enums):
            changes.ops.append(DropConstraintOp.from_constraint(_check(name, column, kind, known)))
            changes.ops.append(AddConstraintOp.from_constraint(_check(name, column, kind, kind.enums)))


def _check(table: str, column: str, kind: Enum, words: Iterable[str]) -> CheckConstraint:
    allowed = ", ".join(f"'{word}'" for word in words)
    check = CheckConstraint(f"{column} IN ({allowed})", name=kind.name)
    Table(table, MetaData(), Column(column, kind), check)
    return check


def _in_lines(_context: AutogenContext, check: CreateCheckConstraintOp) -> str:
    condition = " ".join(map(repr, wrap(str(check.condition), LINE, drop_whitespace=False)))
    return f"batch_op.create_check_constraint({check.constraint_name!r}, {condition})"
