"""Those who need a resource answer for each of their systems; a liquidation shows in the registry."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ADDED = (
    ("resource", "status", "resource_status", ("being_liquidated",)),
    ("obligation", "source", "obligation_source", ("registry",)),
    ("notification", "message", "notification_message", ("liquidation_approved", "liquidation_completed")),
)
FIRST, LATER = "source = 'vote'", "source IN ('vote', 'registry')"


def upgrade() -> None:
    for table, column, name, words in ADDED:
        _allow(table, column, name, (*_allowed(table, name), *words))
    with op.batch_alter_table("vote") as batch_op:
        batch_op.add_column(sa.Column("consumers", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("vote") as batch_op:
        batch_op.alter_column("consumers", server_default=None)
    with op.batch_alter_table("obligation") as batch_op:
        batch_op.add_column(sa.Column("resource_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("obligation_resource", "resource", ["resource_id"], ["id"])
        batch_op.create_index("ix_obligation_resource_id", ["resource_id"])
    op.add_column("dependency", sa.Column("over_on", sa.Date(), nullable=True))
    _decided(LATER)
    op.execute(_MOVE.bindparams(was="active", now="being_liquidated"))


def downgrade() -> None:
    """Forget what is said of systems; what the registry itself asked for goes, too."""
    op.execute(sa.text("UPDATE resource SET status = 'active' WHERE status = 'being_liquidated'"))
    op.execute(sa.text(f"DELETE FROM obligation_report WHERE obligation_id IN ({_OF_REGISTRY})"))  # noqa: S608  (words of ours)
    op.execute(sa.text("DELETE FROM obligation WHERE source = 'registry'"))
    words = ", ".join(f"'{one}'" for one in ADDED[-1][-1])
    op.execute(sa.text(f"DELETE FROM notification WHERE message IN ({words})"))  # noqa: S608  (words of ours)
    _decided(FIRST)
    with op.batch_alter_table("obligation") as batch_op:
        batch_op.drop_index("ix_obligation_resource_id")
        batch_op.drop_constraint("obligation_resource", type_="foreignkey")
        batch_op.drop_column("resource_id")
    op.drop_column("dependency", "over_on")
    with op.batch_alter_table("vote") as batch_op:
        batch_op.drop_column("consumers")
    for table, column, name, added in ADDED:
        _allow(table, column, name, tuple(one for one in _allowed(table, name) if one not in added))


_OF_REGISTRY = "SELECT id FROM obligation WHERE source = 'registry'"
_MOVE = sa.text(
    "UPDATE resource SET status = :now WHERE status = :was AND id IN (SELECT resource_id FROM activity "
    "WHERE kind = 'liquidation' AND status IN ('approved', 'in_progress'))"
)


def _decided(those: str) -> None:
    """Say which obligations come from no decision."""
    with op.batch_alter_table("obligation") as batch_op:
        batch_op.drop_constraint("obligation_of_decision", type_="check")
        batch_op.create_check_constraint("obligation_of_decision", f"({those}) = (decision_id IS NULL)")


def _allowed(table: str, name: str) -> tuple[str, ...]:
    """Return the words that the database knows."""
    checks = sa.inspect(op.get_bind()).get_check_constraints(table)
    text = next(one["sqltext"] for one in checks if one["name"] == name)
    return tuple(re.findall(r"'(\w+)'", text))


def _allow(table: str, column: str, name: str, words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{one}'" for one in words)
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"{column} IN ({listed})")
