"""The proof of a decision that was built: by its SHA-256 the file is kept beside the database."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.columns import Numbered, UtcDateTime, refers


class Proof(Numbered):
    """A ZIP that was built once; `chain` is the hash of the last event in it. Never changed."""

    __table_args__ = (UniqueConstraint("activity_id", name="proof_once"),)

    activity_id: Mapped[int] = refers("activity", "proof_activity")
    sha256: Mapped[str] = mapped_column(String(64))
    chain: Mapped[str] = mapped_column(String(64))
    built_at: Mapped[datetime] = mapped_column(UtcDateTime)
