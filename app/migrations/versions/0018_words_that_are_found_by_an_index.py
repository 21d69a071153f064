"""Words are found by one index over all texts of a card, on SQLite too; it is laid after the migration."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take away the index that knew only what everybody may know; the other one knows it, too."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX IF EXISTS activity_search_public_trigrams")


def downgrade() -> None:
    """Leave what has stood there before; the index that is missing then is laid by the next migration."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS virsis_found(text, text, text, integer), virsis_unheld()")
        return
    for moment in ("added", "changed", "removed"):
        op.execute(f"DROP TRIGGER IF EXISTS activity_trigrams_{moment}")
    op.execute("DROP TABLE IF EXISTS activity_trigrams")
