"""Documents and discussion of an activity, and the messages about them."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

MESSAGES = (
    "submitted",
    "returned",
    "opinion_asked",
    "opened",
    "carried_over",
    "no_longer_asked",
    "info_requested",
    "remark",
    "answered",
    "round_closed",
    "decided",
    "overruled",
    "withdrawn",
    "started",
    "completed",
    "reminder",
    "overdue",
    "nobody_to_vote",
    "invitation",
    "password_reset",
    "password_changed",
    "administrator_asked",
    "administrator_approved",
    "administrator_refused",
    "substitution_set",
    "substitution_ended",
    "work_handed_over",
    "due_moved",
)
ADDED = ("attached", "commented", "mentioned", "replied", "noted")


def upgrade() -> None:
    _attachments()
    _comments()
    _allow((*MESSAGES, *ADDED))


def downgrade() -> None:
    """Forget the messages with what they tell of."""
    told = ", ".join(f"'{one}'" for one in ADDED)
    op.execute(sa.text(f"DELETE FROM notification WHERE message IN ({told})"))  # noqa: S608  (words of ours)
    _allow(MESSAGES)
    op.drop_table("comment_mention")
    op.drop_table("comment")
    op.drop_table("attachment")


def _attachments() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        _to("activity", "activity_id", "attachment_activity"),
        _to("institution", "institution_id", "attachment_institution"),
        _word("visibility", "attachment_visibility", "shared", "internal"),
        sa.Column("title", sa.String(length=250), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("attachment", "replaces_id", "attachment_replaces", nullable=True),
        _word("scan", "attachment_scan", "none", "pending", "clean", "infected"),
        _to("ab_user", "added_by_id", "attachment_added_by"),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        _to("ab_user", "withdrawn_by_id", "attachment_withdrawn_by", nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=False),
        sa.CheckConstraint("size > 0", name="attachment_not_empty"),
        sa.CheckConstraint("title <> ''", name="attachment_has_title"),
        sa.CheckConstraint("(version = 1) = (replaces_id IS NULL)", name="attachment_version_replaces"),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="attachment_withdrawn_by_somebody"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("replaces_id", name="attachment_replaced_once"),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("attachment_of_activity", ["activity_id", "visibility", "institution_id"])
        batch_op.create_index(batch_op.f("ix_attachment_sha256"), ["sha256"])


def _comments() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        _to("activity", "activity_id", "comment_activity"),
        _to("institution", "institution_id", "comment_institution"),
        _word("visibility", "comment_visibility", "shared", "internal"),
        sa.Column("text", sa.Text(), nullable=True),
        _to("comment", "reply_to_id", "comment_reply_to", nullable=True),
        _to("ab_user", "author_id", "comment_author"),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(text IS NULL) = (withdrawn_at IS NOT NULL)", name="comment_text_until_withdrawn"
        ),
        sa.CheckConstraint("text <> ''", name="comment_says_something"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index("comment_of_activity", ["activity_id", "visibility", "institution_id"])
        batch_op.create_index(batch_op.f("ix_comment_reply_to_id"), ["reply_to_id"])
    op.create_table(
        "comment_mention",
        sa.Column("id", sa.Integer(), nullable=False),
        _to("comment", "comment_id", "mention_comment"),
        _to("institution", "institution_id", "mention_institution", nullable=True),
        _to("ab_user", "person_id", "mention_person", nullable=True),
        sa.CheckConstraint("(institution_id IS NULL) <> (person_id IS NULL)", name="mention_names_one"),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("comment_mention", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_mention_comment_id"), ["comment_id"])


def _to(table: str, column: str, name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(column, sa.Integer(), sa.ForeignKey(f"{table}.id", name=name), nullable=nullable)


def _word(column: str, name: str, *words: str) -> sa.Column[str]:
    kept = sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(column, kept, nullable=False)


def _allow(words: tuple[str, ...]) -> None:
    allowed = ", ".join(f"'{one}'" for one in words)
    with op.batch_alter_table("notification") as batch_op:
        batch_op.drop_constraint("notification_message", type_="check")
        batch_op.create_check_constraint("notification_message", f"message IN ({allowed})")
