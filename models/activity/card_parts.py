"""Parts of the card that are rows of their own: lists, answers on principles, registry suggestions."""

from flask_appbuilder import Model
from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.columns import Numbered, refers, words
from models.registry import Resource
from rules.vocabulary import PrincipleAnswer, ResourceUse


def _listed(name: str, to: str) -> Table:
    return Table(
        name,
        Model.metadata,
        Column("activity_id", ForeignKey("activity.id", name=f"{name}_activity"), primary_key=True),
        Column(f"{to}_id", ForeignKey(f"{to}.id", name=f"{name}_{to}"), primary_key=True, index=True),
    )


used_resource = _listed("activity_used_resource", "resource")
affected_resource = _listed("activity_affected_resource", "resource")
affected_institution = _listed("activity_affected_institution", "institution")


class ActivityPrinciple(Numbered):
    """How far a card meets one principle of its list, and how."""

    __table_args__ = (UniqueConstraint("activity_id", "code", name="activity_principle_once"),)

    activity_id: Mapped[int] = refers("activity", "activity_principle_activity")
    code: Mapped[str] = mapped_column(String(10))
    answer: Mapped[PrincipleAnswer | None] = mapped_column(words(PrincipleAnswer, "principle_answer"))
    explanation: Mapped[str] = mapped_column(Text, default="")


class ActivitySuggestion(Numbered):
    """A dependency that the registry proposes to list; `accepted` None = undecided."""

    __table_args__ = (
        UniqueConstraint("activity_id", "resource_id", name="activity_suggestion_once"),
        CheckConstraint("reason = '' OR accepted IS NOT NULL", name="activity_suggestion_reason"),
    )

    activity_id: Mapped[int] = refers("activity", "activity_suggestion_activity")
    resource_id: Mapped[int] = refers("resource", "activity_suggestion_resource")
    use: Mapped[ResourceUse] = mapped_column("use_as", words(ResourceUse, "suggestion_use"))
    accepted: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    resource: Mapped[Resource] = relationship()
