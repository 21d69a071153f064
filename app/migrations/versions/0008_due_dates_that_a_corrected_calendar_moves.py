"""Corrections of the calendar have a trace of their own, and those whose due dates move are told."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MESSAGES = (
    "submitted",
    "returned",
    "opinion_asked",
    "opened",
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
)
ACTIONS = (
    "signed_in",
    "signed_out",
    "sign_in_failed",
    "sign_in_delayed",
    "sessions_ended",
    "created",
    "changed",
    "roles_changed",
    "closed",
    "reopened",
    "pseudonymised",
    "work_handed_over",
    "invited",
    "reset_asked",
    "password_set",
    "link_refused",
    "second_factor_set",
    "second_factor_removed",
    "second_factor_failed",
    "recovery_code_used",
    "identity_linked",
    "identity_refused",
    "administrator_asked",
    "administrator_approved",
    "administrator_refused",
    "substitution_set",
    "substitution_ended",
    "key_created",
    "key_revoked",
    "key_refused",
    "exported",
    "downloaded",
    "refused",
)


def upgrade() -> None:
    _allow("notification", "message", "notification_message", (*MESSAGES, "due_moved"))
    _allow("account_event", "action", "account_event_action", (*ACTIONS, "calendar_changed"))


def downgrade() -> None:
    """Forget the messages. Traces cannot be deleted, so what they may say stays allowed."""
    op.execute(sa.text("DELETE FROM notification WHERE message = 'due_moved'"))
    _allow("notification", "message", "notification_message", MESSAGES)


def _allow(table: str, column: str, name: str, words: tuple[str, ...]) -> None:
    allowed = ", ".join(f"'{one}'" for one in words)
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(name, type_="check")
        batch_op.create_check_constraint(name, f"{column} IN ({allowed})")
