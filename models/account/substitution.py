"""Who stands in for whom, in which role, for which days."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account.people import User
from models.columns import Numbered, UtcDateTime, refers, words
from rules.vocabulary import Role


class Substitution(Numbered):
    """A person names somebody of the same institution and role; both days are included. Never deleted."""

    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="substitution_days_in_order"),
        CheckConstraint("principal_id <> substitute_id", name="substitution_of_another"),
        Index("substitution_substitute", "substitute_id", "until_on"),
        Index("substitution_principal", "principal_id", "until_on"),
    )

    principal_id: Mapped[int] = refers("ab_user", "substitution_principal_user")
    substitute_id: Mapped[int] = refers("ab_user", "substitution_substitute_user")
    role: Mapped[Role] = mapped_column(words(Role, "substitution_role"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = refers("ab_user", "substitution_author")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # before its time

    principal: Mapped[User] = relationship(foreign_keys=[principal_id])
    substitute: Mapped[User] = relationship(foreign_keys=[substitute_id])
