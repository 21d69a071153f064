"""What a decision weighs: each objection beside the applicant's answers and the text as it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.services.activity.revisions import seen
from models import Activity, Remark, Vote
from models.activity.content import content
from rules.vocabulary import Choice
from views.base import current_actor
from views.card.words import field_name, field_text
from views.words.diff import Pieces, merged


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A remark of a vote that objects; `text`: its field now, with what changed since `Objection.since`."""

    remark: Remark
    field: str
    text: Pieces

    @property
    def changed(self) -> bool:
        """Whether the field has changed."""
        return any(kind != "same" for kind, _text in self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A vote in force that objects; `since`: the revision with which the card is compared, 0 = none."""

    vote: Vote
    since: int
    cases: list[Case]


def standing(activity: Activity) -> list[Vote]:
    """Return the votes in force that object, in the order of the sheet."""
    rows = activity.current_round.requirements if activity.current_round else []
    votes = [row.vote_in_force for row in rows]
    return [vote for vote in votes if vote is not None and vote.choice is Choice.object]


def objections(activity: Activity) -> list[Objection]:
    """Return what stands against the card, each beside what has become of its text."""
    votes = standing(activity)
    revisions = {one.number: one.content for one in seen(activity, current_actor())} if votes else {}
    return [_objection(activity, vote, revisions) for vote in votes]


def _objection(activity: Activity, vote: Vote, revisions: Mapping[int, dict[str, Any]]) -> Objection:
    now, since = content(activity), _since(activity, vote)
    before = revisions.get(since, now)
    return Objection(
        vote=vote,
        since=since if since in revisions else 0,
        cases=[
            Case(remark=one, field=field_name(one.section), text=_compared(one.section, before, now))
            for one in vote.remarks
        ],
    )


def _compared(field: str, before: dict[str, Any], now: dict[str, Any]) -> Pieces:
    return merged(field_text(field, before), field_text(field, now))


def _since(activity: Activity, vote: Vote) -> int:
    """Return the revision that the institution had read before this one, or that of the round before."""
    return max((one for one in _earlier(activity, vote) if one < activity.revision), default=0)


def _earlier(activity: Activity, vote: Vote) -> Iterator[int]:
    yield vote.revision
    for turn in activity.rounds:
        yield turn.revision
        yield from (
            one.revision
            for row in turn.requirements
            for one in row.votes
            if one.institution_id == vote.institution_id
        )
