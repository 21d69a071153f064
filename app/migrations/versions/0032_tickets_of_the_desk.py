"""Tickets of the desk: who asked, who works on it, what happened and what was said."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

STATUSES = ("new", "accepted", "in_progress", "waiting", "resolved", "closed", "cancelled", "duplicate")
LEVELS = ("high", "medium", "low")
CODES = (
    *("fixed", "fulfilled", "answered", "workaround"),
    *("refused", "not_reproducible", "not_ours", "no_answer"),
)
PARTS = ("ticket_opener", "ticket_institution", "ticket_event", "ticket_comment")


def upgrade() -> None:
    _ticket()
    _ticket_comment()
    _ticket_event()
    _ticket_institution()
    _ticket_opener()


def downgrade() -> None:
    for table in (*PARTS, "ticket"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for name in ("virsis_is_in_ticket", "virsis_opened_ticket"):
            op.execute(f"DROP FUNCTION IF EXISTS {name}(integer)")


def _ticket() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        _word("kind", "ticket_kind", "service_request", "incident", "problem"),
        _word("status", "ticket_status", *STATUSES),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        _to("resource", "resource_id", "ticket_resource"),
        _word("impact", "ticket_impact", *LEVELS),
        _word("urgency", "ticket_urgency", *LEVELS),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        _to("institution", "requester_institution_id", "ticket_requester_institution"),
        _to("ab_user", "requester_id", "ticket_requester"),
        _to("institution", "assignee_institution_id", "ticket_assignee_institution"),
        _to("ab_user", "assignee_id", "ticket_assignee", nullable=True),
        _word("waiting_for", "ticket_waiting_for", "requester", "third_party", "activity", nullable=True),
        sa.Column("major", sa.Boolean(), nullable=False),
        sa.Column("workaround", sa.Text(), nullable=True),
        sa.Column("resolution", sa.Text(), nullable=False),
        _word(
            "code",
            "ticket_code",
            "fixed",
            "fulfilled",
            "answered",
            "workaround",
            "refused",
            "not_reproducible",
            "not_ours",
            "no_answer",
            nullable=True,
        ),
        sa.Column("root_cause", sa.Text(), nullable=False),
        sa.Column("satisfaction", sa.Integer(), nullable=True),
        _to("ticket", "merged_into_id", "ticket_merged_into", nullable=True),
        sa.Column("answer_hours", sa.Integer(), nullable=True),
        sa.Column("resolve_hours", sa.Integer(), nullable=True),
        _word("service_hours", "ticket_service_hours", "office", "extended", "always"),
        sa.Column("reopens_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _moment("created_at"),
        _moment("updated_at"),
        sa.Column("search_text", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("(kind = 'problem') = (answer_hours IS NULL)", name="ticket_answer_hours"),
        sa.CheckConstraint("(kind = 'problem') = (resolve_hours IS NULL)", name="ticket_resolve_hours"),
        sa.CheckConstraint(
            "(status = 'duplicate') = (merged_into_id IS NOT NULL)", name="ticket_duplicate_of"
        ),
        sa.CheckConstraint("(status = 'waiting') = (waiting_for IS NOT NULL)", name="ticket_waits_for"),
        sa.CheckConstraint(
            "NOT major OR (kind = 'incident' AND NOT restricted)", name="ticket_major_incident"
        ),
        sa.CheckConstraint(
            "status NOT IN ('resolved', 'closed') OR code IS NOT NULL", name="ticket_code_given"
        ),
        sa.CheckConstraint(
            "workaround IS NULL OR (kind = 'problem' AND NOT restricted)", name="ticket_known_error"
        ),
        sa.CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="ticket_not_own_duplicate"),
        sa.CheckConstraint("satisfaction BETWEEN 1 AND 5", name="ticket_satisfaction_1_to_5"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number", name="ticket_number_once"),
    )
    op.create_index("ix_ticket_assignee_id", "ticket", ["assignee_id"])
    op.create_index("ix_ticket_merged_into_id", "ticket", ["merged_into_id"])
    op.create_index("ix_ticket_requester_id", "ticket", ["requester_id"])
    op.create_index("ix_ticket_resource_id", "ticket", ["resource_id"])
    op.create_index("ticket_asked", "ticket", ["requester_institution_id", "id"])
    op.create_index("ticket_worked_on", "ticket", ["assignee_institution_id", "status"])


def _ticket_comment() -> None:
    op.create_table(
        "ticket_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        _to("ticket", "ticket_id", "ticket_comment_ticket"),
        _to("institution", "institution_id", "ticket_comment_institution"),
        _to("ab_user", "author_id", "ticket_comment_author"),
        _word("visibility", "ticket_comment_visibility", "shared", "internal"),
        _word("source", "ticket_comment_source", "web", "api", "mail"),
        sa.Column("text", sa.Text(), nullable=False),
        _moment("written_at"),
        sa.CheckConstraint("text <> ''", name="ticket_comment_says_something"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ticket_comment_of", "ticket_comment", ["ticket_id", "visibility", "institution_id"])


def _ticket_event() -> None:
    packed = sa.JSON().with_variant(sa.LargeBinary(), "postgresql")
    digest = sa.String(length=64).with_variant(sa.LargeBinary(), "postgresql")
    op.create_table(
        "ticket_event",
        sa.Column("id", sa.Integer(), nullable=False),
        _to("ticket", "ticket_id", "ticket_event_ticket"),
        sa.Column("seq", sa.Integer(), nullable=False),
        _moment("at"),
        _to("ab_user", "actor_id", "ticket_event_actor", nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        _word("from_status", "ticket_event_from", *STATUSES, nullable=True),
        _word("to_status", "ticket_event_to", *STATUSES),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("data", packed, nullable=False),
        sa.Column("previous_hash", digest, nullable=False),
        sa.Column("hash", digest, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ticket_id", "seq", name="ticket_event_once"),
    )


def _ticket_institution() -> None:
    op.create_table(
        "ticket_institution",
        sa.Column("id", sa.Integer(), nullable=False),
        _to("ticket", "ticket_id", "ticket_institution_ticket"),
        _to("institution", "institution_id", "ticket_institution_institution"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ticket_id", "institution_id", name="ticket_institution_once"),
    )
    op.create_index("ix_ticket_institution_institution_id", "ticket_institution", ["institution_id"])


def _ticket_opener() -> None:
    op.create_table(
        "ticket_opener",
        sa.Column("id", sa.Integer(), nullable=False),
        _to("ticket", "ticket_id", "ticket_opener_ticket"),
        _to("ab_user", "person_id", "ticket_opener_person"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("ticket_id", "person_id", name="ticket_opener_once"),
    )
    op.create_index("ix_ticket_opener_person_id", "ticket_opener", ["person_id"])


def _to(table: str, column: str, name: str, *, nullable: bool = False) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(column, sa.Integer(), sa.ForeignKey(f"{table}.id", name=name), nullable=nullable)


def _moment(column: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(column, sa.DateTime(timezone=True), nullable=False)


def _word(column: str, name: str, *words: str, nullable: bool = False) -> sa.Column:  # type: ignore[type-arg]
    kind = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(column, kind, nullable=nullable)
