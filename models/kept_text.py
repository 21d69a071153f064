"""What somebody has typed and not sent yet: one row per person and form."""

from datetime import datetime
from typing import Any

from flask_appbuilder import Model
from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.columns import UtcDateTime


class KeptText(Model):
    """The fields of one form as typed; `key` says which: `activities.5.votes`."""

    __tablename__ = "kept_text"
    __table_args__ = (UniqueConstraint("user_id", "kept_key", name="kept_text_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id", name="kept_text_user"))
    key: Mapped[str] = mapped_column("kept_key", String(120))
    fields: Mapped[dict[str, Any]] = mapped_column("kept_fields", JSON)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
