"""What somebody sees is counted along one index, by status, without reading the cards."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_COUNTED = ["status", "published_at", "round", "holder_id", "first_submitted_on"]


def upgrade() -> None:
    op.create_index("activity_counted", "activity", _COUNTED)
    op.drop_index("activity_seen", "activity")


def downgrade() -> None:
    op.create_index("activity_seen", "activity", ["round", "holder_id", "published_at"])
    op.drop_index("activity_counted", "activity")
