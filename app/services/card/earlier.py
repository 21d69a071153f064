"""The last card of the same resource: what it answers may be taken over into a card that is being written."""

from collections.abc import Collection, Iterator

from sqlalchemy import select

from app.extensions import db
from models import Activity, ActivityPrinciple, Resource
from models.activity.card import NO_UNLESS_SAID


def earlier_card(card: Activity, resource: str) -> Activity | None:
    """Return the institution's newest card of this resource that answers a principle; None when none does."""
    if not resource:
        return None
    alike = (
        select(Activity)
        .join(Resource, Resource.id == Activity.resource_id)
        .where(Resource.code == resource, Activity.holder_id == card.holder.id)
        .where(Activity.principles.any(ActivityPrinciple.answer.is_not(None)))
    )
    before = alike.where(Activity.number < card.number) if card.number else alike
    return db.session.scalars(before.order_by(Activity.number.desc()).limit(1)).first()


def answers_of(card: Activity, offered: Collection[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each answer of a card: its name, and what stands in its fields.

    Of suggestions only decisions on those `offered` now. Whether personal data are processed is asked anew.
    """
    for question in NO_UNLESS_SAID:
        said = getattr(card, question)
        if said is not None:
            yield question, {question: str(said).lower()}
    for one in card.principles:
        name = f"principles.{one.code}"
        if one.answer is not None:
            yield name, {f"{name}.answer": one.answer.value, f"{name}.explanation": one.explanation}
    for row in card.suggestions:
        name = f"suggestions.{row.resource.code}"
        if row.accepted is not None and row.resource.code in offered:
            yield name, {f"{name}.accepted": str(row.accepted).lower(), f"{name}.reason": row.reason}
