"""What was changed in the registry, field by field: only added to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.columns import Numbered, UtcDateTime, refers, words
from rules.registry_vocabulary import ChangeSource


class ResourceChange(Numbered):
    """One field of a resource, before and after; `code` of a new one, `dependency` of a step with one."""

    resource_id: Mapped[int] = mapped_column(index=True)  # which may be deleted, its history stays
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = refers("ab_user", "resource_change_by")
    source: Mapped[ChangeSource] = mapped_column(words(ChangeSource, "resource_change_source"))
    field: Mapped[str] = mapped_column(String(40))
    before: Mapped[Any] = mapped_column(JSON, nullable=True)
    after: Mapped[Any] = mapped_column(JSON, nullable=True)

    actor: Mapped[User | None] = relationship()
