"""What an institution says of each of its systems that need a resource which is to end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.liquidation.words import ConsumerAnswer
from rules.refusals import Problem
from rules.ruleset import Source
from rules.text import nfc
from rules.vocabulary import APPROVING, Choice, ProblemCode

FIELD = "consumers"
_FACT = f"{Source.consumer}:"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumerGiven:
    """The answer for one system, as it comes in; `until`: it must not end before."""

    resource: str
    answer: ConsumerAnswer | None = None
    until: date | None = None
    comment: str = ""

    @property
    def record(self) -> dict[str, str | None]:
        """Return it as a vote keeps it."""
        return {
            "resource": nfc(self.resource),
            "answer": self.answer.value if self.answer else None,
            "date": self.until.isoformat() if self.until else None,
            "comment": self.comment.strip(),
        }


def systems(reasons: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the codes of the systems because of which an institution is asked, by the reasons kept."""
    facts = (one["fact"] for one in reasons)
    return tuple(dict.fromkeys(fact.removeprefix(_FACT) for fact in facts if fact.startswith(_FACT)))


def answered(
    asked: Sequence[str], choice: Choice, given: Iterable[ConsumerGiven]
) -> list[dict[str, str | None]]:
    """Return the answers that a vote keeps; whom nothing concerns says it of each of its systems."""
    if choice is Choice.not_applicable:
        given = [ConsumerGiven(resource=one, answer=ConsumerAnswer.not_affected) for one in asked]
    by_code = {nfc(one.resource): one for one in given}
    return [by_code[one].record for one in asked if one in by_code]


def read(kept: Iterable[Mapping[str, Any]]) -> list[ConsumerGiven]:
    """Return what a vote has kept."""
    return [
        ConsumerGiven(
            resource=one["resource"],
            answer=ConsumerAnswer(one["answer"]),
            until=date.fromisoformat(one["date"]) if one["date"] else None,
            comment=one["comment"],
        )
        for one in kept
    ]


def shown(asked: Sequence[str], kept: Iterable[Mapping[str, Any]]) -> list[ConsumerGiven]:
    """Return each system with what its holder has said of it; without an answer so far."""
    by_code = {one.resource: one for one in read(kept)}
    return [by_code.get(one) or ConsumerGiven(resource=one) for one in asked]


def problems_of(
    asked: Sequence[str], choice: Choice, given: Sequence[ConsumerGiven], on: date
) -> Iterator[Problem]:
    """Yield what is wrong with the answers that come in with a vote on a day, by the code of the system."""
    if choice not in APPROVING:
        if given:
            yield Problem(FIELD, ProblemCode.not_needed)
        return
    codes = [nfc(one.resource) for one in given]
    for code in (one for one in asked if one not in codes):
        yield Problem(f"{FIELD}.{code}", ProblemCode.required, {"resource": code})
    for place, one in enumerate(given):
        if codes[place] not in asked:
            yield Problem(f"{FIELD}.{codes[place]}", ProblemCode.unknown, {"code": codes[place]})
        elif codes[place] in codes[:place]:
            yield Problem(f"{FIELD}.{codes[place]}", ProblemCode.invalid)
        else:
            yield from _problems_of_one(one, f"{FIELD}.{codes[place]}", on)


def _problems_of_one(one: ConsumerGiven, field: str, on: date) -> Iterator[Problem]:
    if one.answer is None:
        yield Problem(field, ProblemCode.required, {"resource": nfc(one.resource)})
    elif one.answer is not ConsumerAnswer.blocked_until:
        if one.until is not None:
            yield Problem(f"{field}.date", ProblemCode.not_needed)
    elif one.until is None:
        yield Problem(f"{field}.date", ProblemCode.required)
    elif one.until < on:
        yield Problem(f"{field}.date", ProblemCode.in_past, {"date": on})
