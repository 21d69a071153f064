"""The last card of the same resource: what it answers may be taken over into a card that is being written."""

from collections.abc import Collection, Iterator

from sqlalchemy import select

from app.extensions import db
from models import Activity, ActivityPrinciple, Resource


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
    """Yield each answer of a card: the start of its fields' names, and what stands in them.

    Of suggestions only decisions on those `offered` now.
    """
    for one in card.principles:
        if one.answer is not None:
            yield f"principles.{one.code}", {"answer": one.answer.value, "explanation": one.explanation}
    for row in card.suggestions:
        if row.accepted is not None and row.resource.code in offered:
            said = {"accepted": str(row.accepted).lower(), "reason": row.reason}
            yield f"suggestions.{row.resource.code}", said
