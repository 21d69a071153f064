"""When work touches running systems, and when nobody may work on them."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

EFFECTS = ("none", "degraded", "unavailable")
MESSAGES = ("window_changed", "window_collides")


def upgrade() -> None:
    effect = sa.Enum(
        *EFFECTS, name="work_window_effect", native_enum=False, create_constraint=True, length=40
    )
    op.create_table(
        "work_window",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        *_span(),
        sa.Column("effect", effect, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("collision_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name="work_window_ends_later"),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name="work_window_activity"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_work_window_activity_id", "work_window", ["activity_id"])
    op.create_index("work_window_in_time", "work_window", ["ends_at", "starts_at"])
    op.create_table(
        "blackout",
        sa.Column("resource_id", sa.Integer(), nullable=True),
        *_span(),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name="blackout_ends_later"),
        sa.CheckConstraint("reason <> ''", name="blackout_says_why"),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name="blackout_resource"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_blackout_resource_id", "blackout", ["resource_id"])
    op.create_index("blackout_in_time", "blackout", ["ends_at", "starts_at"])
    _allow((*_allowed(), *MESSAGES))


def downgrade() -> None:
    """Forget windows and blackouts, and the messages about them."""
    words = ", ".join(f"'{one}'" for one in MESSAGES)
    op.execute(sa.text(f"DELETE FROM notification WHERE message IN ({words})"))  # noqa: S608  (words of ours)
    _allow(tuple(one for one in _allowed() if one not in MESSAGES))
    op.drop_table("blackout")
    op.drop_table("work_window")


def _span() -> tuple[sa.Column[object], ...]:
    return tuple(
        sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("starts_at", "ends_at")
    )


def _allowed() -> tuple[str, ...]:
    """Return the messages that the database knows."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("notification")
    text = next(one["sqltext"] for one in checks if one["name"] == "notification_message")
    return tuple(re.findall(r"'(\w+)'", text))


def _allow(words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{one}'" for one in words)
    with op.batch_alter_table("notification") as batch_op:
        batch_op.drop_constraint("notification_message", type_="check")
        batch_op.create_check_constraint("notification_message", f"message IN ({listed})")
