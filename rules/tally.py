"""What the votes of a round amount to; nothing here is ever stored."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rules.facts import RequirementFacts
from rules.vocabulary import OPEN_STATES, Choice, RequirementState


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The votes in force. Institutions are codes, in the order of the approval sheet."""

    asked: int
    counts: Mapping[Choice, int]  # every choice, 0 included
    objections: tuple[str, ...]  # their vote in force is `object`
    questions: tuple[str, ...]  # they wait for the applicant's answer
    unanswered: tuple[str, ...]  # no answer yet, or none when the round was closed

    @property
    def answered(self) -> int:
        """How many have answered; a question is no answer."""
        return self.asked - len(self.unanswered)

    @property
    def undisputed(self) -> bool:
        """Whether all have answered and nobody objects."""
        return self.asked > 0 and not (self.unanswered or self.objections)


def tally(requirements: Iterable[RequirementFacts]) -> Tally:
    """Count the votes in force of one round."""
    rows = tuple(requirements)
    counts = Counter(row.choice for row in rows if row.choice is not None)
    return Tally(
        asked=len(rows),
        counts={choice: counts[choice] for choice in Choice},
        objections=tuple(row.institution for row in rows if row.choice == Choice.object),
        questions=tuple(row.institution for row in rows if row.open_question),
        unanswered=tuple(
            row.institution for row in rows if row.state in {*OPEN_STATES, RequirementState.not_answered}
        ),
    )


def round_complete(requirements: Iterable[RequirementFacts]) -> bool:
    """Whether nobody is left to answer, so that the round closes by itself."""
    return all(row.state not in OPEN_STATES for row in requirements)
