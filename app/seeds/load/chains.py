"""The events of one invented activity, each with the hash over the one before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from app.services.activity import audit
from models import Event
from rules.vocabulary import Status


@dataclass(slots=True, kw_only=True)
class Link:
    """What an event tells; the same names as its table."""

    activity_id: int
    seq: int
    at: datetime
    actor_id: int | None
    action: str
    from_status: Status | None
    to_status: Status
    comment: str
    data: dict[str, Any]
    previous_hash: str
    on_behalf_of_id: int | None = None
    hash: str = ""


class Chain:
    """Events in their order; the first is the creation."""

    def __init__(self, activity_id: int, number: str) -> None:
        self._activity_id, self._number = activity_id, number
        self._links: list[Link] = []

    def append(
        self,
        action: str,
        actor_id: int | None,
        at: datetime,
        source: Status | None,
        target: Status,
        comment: str = "",
        data: dict[str, Any] | None = None,
    ) -> None:
        """Append the next event."""
        link = Link(
            activity_id=self._activity_id,
            seq=len(self._links) + 1,
            at=at,
            actor_id=actor_id,
            action=str(action),
            from_status=source,
            to_status=target,
            comment=comment,
            data=data or {},
            previous_hash=self._links[-1].hash if self._links else audit.FIRST,
        )
        link.hash = audit.digest(self._number, cast(Event, link))
        self._links.append(link)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of the table."""
        return ({name: getattr(link, name) for name in Link.__slots__} for link in self._links)
