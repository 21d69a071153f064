"""Answers of the questionnaire that somebody kept: this activity needed no co-approval, and why."""

from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.columns import UtcDateTime, refers
from models.registry import Institution


class NoNeed(Model):
    """A kept “no” with its number; `answers` as they stood in the address. Never changed."""

    __tablename__ = "no_need"
    __table_args__ = (
        CheckConstraint("title <> ''", name="no_need_says_what"),
        Index("no_need_institution", "institution_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    institution_id: Mapped[int] = refers("institution", "no_need_of_institution")
    created_by_id: Mapped[int] = refers("ab_user", "no_need_author")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    title: Mapped[str] = mapped_column(Text)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    rule_set: Mapped[str] = mapped_column(String(80))

    institution: Mapped[Institution] = relationship()
    created_by: Mapped[User] = relationship()
