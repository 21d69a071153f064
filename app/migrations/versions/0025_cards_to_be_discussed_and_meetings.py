"""Cards that are moved to those to be discussed, and meetings in which they are."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

ADDED = ("pulled", "meeting_invited", "meeting_moved", "meeting_cancelled")
STATUSES = ("planned", "invited", "running", "closed", "cancelled")
ACTIONS = ("edit", "invite", "start", "close", "cancel")


def upgrade() -> None:
    with op.batch_alter_table("approval_round") as batch_op:
        for column in ("pulled_by", "pulled_for"):
            batch_op.add_column(sa.Column(f"{column}_id", sa.Integer(), nullable=True))
            batch_op.create_foreign_key(f"round_{column}", "ab_user", [f"{column}_id"], ["id"])
    _allow((*_allowed(), *ADDED))
    _meetings()
    _agendas()
    _people()
    with op.batch_alter_table("decision") as batch_op:
        batch_op.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("decision_meeting", "meeting", ["meeting_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_decision_meeting_id"), ["meeting_id"])


def downgrade() -> None:
    """Forget meetings, and the messages with what they tell of."""
    with op.batch_alter_table("decision") as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_meeting_id"))
        batch_op.drop_constraint("decision_meeting", type_="foreignkey")
        batch_op.drop_column("meeting_id")
    for table in ("meeting_event", "meeting_guest", "meeting_item", "meeting"):
        op.drop_table(table)
    told = ", ".join(f"'{one}'" for one in ADDED)
    op.execute(sa.text(f"DELETE FROM notification WHERE message IN ({told})"))  # noqa: S608  (words of ours)
    _allow(tuple(one for one in _allowed() if one not in ADDED))
    with op.batch_alter_table("approval_round") as batch_op:
        for column in ("pulled_by", "pulled_for"):
            batch_op.drop_constraint(f"round_{column}", type_="foreignkey")
            batch_op.drop_column(f"{column}_id")


def _meetings() -> None:
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("place", sa.String(length=500), nullable=False),
        _moment("starts_at"),
        _moment("ends_at"),
        _word("status", "meeting_status", *STATUSES),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("agenda_size", sa.Integer(), nullable=False),
        _to("ab_user", "planned_by_id", "meeting_planned_by"),
        _moment("planned_at"),
        _to("ab_user", "led_by_id", "meeting_led_by", nullable=True),
        _moment("closed_at", nullable=True),
        sa.CheckConstraint("title <> ''", name="meeting_has_title"),
        sa.CheckConstraint("place <> ''", name="meeting_has_place"),
        sa.CheckConstraint("ends_at > starts_at", name="meeting_ends_after_start"),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)", name="meeting_closed_at_some_moment"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number", name="meeting_number_once"),
    )
    op.create_index("meeting_by_start", "meeting", ["starts_at"])


def _agendas() -> None:
    packed = sa.JSON().with_variant(sa.LargeBinary(), "postgresql")
    op.create_table(
        "meeting_item",
        sa.Column("id", sa.Integer(), nullable=False),
        _to("meeting", "meeting_id", "meeting_item_meeting"),
        _to("activity", "activity_id", "meeting_item_activity"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("record", packed, nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "activity_id", name="meeting_item_once"),
    )
    op.create_index("ix_meeting_item_activity_id", "meeting_item", ["activity_id"])


def _people() -> None:
    op.create_table(
        "meeting_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        _to("meeting", "meeting_id", "meeting_guest_meeting"),
        _to("ab_user", "person_id", "meeting_guest_person"),
        _to("institution", "institution_id", "meeting_guest_institution", nullable=True),
        sa.Column("represents", sa.String(length=300), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "person_id", name="meeting_guest_once"),
    )
    op.create_index("ix_meeting_guest_person_id", "meeting_guest", ["person_id"])
    op.create_table(
        "meeting_event",
        sa.Column("id", sa.Integer(), nullable=False),
        _to("meeting", "meeting_id", "meeting_event_meeting"),
        sa.Column("seq", sa.Integer(), nullable=False),
        _moment("at"),
        _to("ab_user", "actor_id", "meeting_event_actor"),
        _word("action", "meeting_event_action", *ACTIONS),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "seq", name="meeting_event_once"),
    )


def _to(table: str, column: str, name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(column, sa.Integer(), sa.ForeignKey(f"{table}.id", name=name), nullable=nullable)


def _moment(column: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(column, sa.DateTime(timezone=True), nullable=nullable)


def _word(column: str, name: str, *words: str) -> sa.Column[str]:
    kept = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(column, kept, nullable=False)


def _allowed() -> tuple[str, ...]:
    """Return the messages that the database knows."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("notification")
    text = next(one["sqltext"] for one in checks if one["name"] == "notification_message")
    return tuple(re.findall(r"'(\w+)'", text))


def _allow(words: tuple[str, ...]) -> None:
    allowed = ", ".join(f"'{one}'" for one in words)
    with op.batch_alter_table("notification") as batch_op:
        batch_op.drop_constraint("notification_message", type_="check")
        batch_op.create_check_constraint("notification_message", f"message IN ({allowed})")
