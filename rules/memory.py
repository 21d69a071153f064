"""What the next round remembers of earlier ones: whose vote is carried over, who is asked again and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rules.changes import changed_of, changes
from rules.requirements import Requirement
from rules.vocabulary import Choice

OBJECTED, QUESTION, SILENT, FIXED = "object", "need_info", "not_answered", "fixed"
FIELD, REASON = "field:", "reason:"  # before the name of a field; before rule and fact
CARRIED = frozenset({Choice.approve, Choice.approve_with_proposals, Choice.not_applicable})


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenVote:
    """The vote in force of an institution in the latest round in which it was asked.

    `round`, `content` and `reasons` are those of the moment when it was *given*: a vote that was carried
    over before is compared with its own round. `content` = the card then; `reasons` = (rule, fact).
    """

    round: int
    choice: Choice
    content: Mapping[str, Any]
    reasons: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What becomes of a requirement when its round opens.

    `carried_from` = the round of the vote that stays in force. `again_because`: empty when it is carried
    over or asked for the first time.
    """

    carried_from: int | None = None
    again_because: tuple[str, ...] = ()


def fate(now: Requirement, content: Mapping[str, Any], asked_before: bool, vote: GivenVote | None) -> Fate:
    """Return whether an institution's earlier vote stays in force for the card as it is now.

    `asked_before` = in any earlier round; `vote` = what it said in the latest of them, if anything.
    A vote counts for the institution that gave it: its successor has not been asked before.
    """
    if not asked_before:
        return Fate()
    if vote is None:
        return Fate(again_because=(SILENT,))
    if vote.choice not in CARRIED:
        return Fate(again_because=(OBJECTED if vote.choice is Choice.object else QUESTION,))
    because = tuple(_grounds(now, content, vote))
    return Fate(again_because=because) if because else Fate(carried_from=vote.round)


def _grounds(now: Requirement, content: Mapping[str, Any], vote: GivenVote) -> Iterable[str]:
    if vote.choice is Choice.not_applicable and now.fixed:
        yield FIXED
    for name in changed_of(now.watches, changes(vote.content, content)):
        yield f"{FIELD}{name}"
    for reason in now.reasons:
        if (reason.rule, reason.fact) not in vote.reasons:
            yield f"{REASON}{reason.rule}:{reason.fact}"
