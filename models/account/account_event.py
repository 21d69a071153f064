"""Traces of accounts: who came in, failed, changed what, took what out."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.columns import Numbered, UtcDateTime, refers, words
from models.registry import Institution
from rules.account.access import AccountAction


class AccountEvent(Numbered):
    """One trace, append-only. It names accounts by id and networks instead of addresses: no personal data.

    `institution_id` = whose user administrators read it; empty = the system administrators only.
    """

    __table_args__ = (
        Index("account_event_institution", "institution_id", "id"),
        Index("account_event_account", "account_id", "id"),
    )

    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    action: Mapped[AccountAction] = mapped_column(words(AccountAction, "account_event_action"))
    actor_id: Mapped[int | None] = refers("ab_user", "account_event_actor")
    account_id: Mapped[int | None] = refers("ab_user", "account_event_subject")
    institution_id: Mapped[int | None] = refers("institution", "account_event_of_institution")
    network: Mapped[str] = mapped_column(String(45), default="")
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    actor: Mapped[User | None] = relationship(foreign_keys=[actor_id])
    account: Mapped[User | None] = relationship(foreign_keys=[account_id])
    institution: Mapped[Institution | None] = relationship()
