"""What is recorded of an invented activity: its events, and the decision."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from app.seeds.load.lives import Life, Turn
from app.services.activity import audit
from models import Event
from rules.deadlines import day_of
from rules.vocabulary import Action, Choice, Outcome, Role, Status

Row = tuple[str, dict[str, Any]]  # with the name of its table
Staff = dict[tuple[str | None, Role], int | None]

COMMENTS = {
    Action.return_: "Lūdzu, precizējiet mērķi un izmaksas.",
    Action.withdraw: "Darbs šogad vairs nav plānots.",
    Action.decide: "Atzinumi termiņā nav saņemti. Lēmums pieņemts pēc kartītes satura.",
    Action.complete: "Darbs ir pabeigts, un lietotāji ar to strādā.",
}
_TOLD = ("action", "actor_id", "at", "from_status", "to_status", "data", "comment")
_CAB_HEAD = ("VARAM", Role.cab_head)


@dataclass(frozen=True, slots=True)
class Asked:
    """The round of an invented activity: whom it asks, and the votes so far by institution."""

    round_id: int
    rule_set: str
    institutions: tuple[str, ...]
    votes: dict[str, dict[str, Any]] = field(default_factory=dict)


def history(life: Life, asked: Asked | None, staff: Staff) -> Iterator[Row]:
    """Yield the rows with the names of their tables."""
    previous = audit.FIRST
    for seq, told in enumerate(_events(life, asked, staff), start=1):
        row = {"activity_id": life.id, "seq": seq, "on_behalf_of_id": None, "previous_hash": previous}
        row |= dict(zip(_TOLD, told, strict=True))
        previous = row["hash"] = audit.digest(life.number, cast(Event, SimpleNamespace(**row)))
        yield "event", row
    if asked and (turn := life.turns.get(Action.decide)):
        yield "decision", _decision(life, turn, asked, staff[_CAB_HEAD])


def _events(life: Life, asked: Asked | None, staff: Staff) -> Iterator[tuple[Any, ...]]:
    """Yield what the events tell, in the order of `_TOLD`."""
    author, opened = staff[life.holder, Role.applicant], Status.in_approval
    yield audit.CREATE, author, life.begun, None, Status.draft, {"revision": 1}, ""
    for action, turn in life.turns.items():
        actor, said, comment = staff[_who(life, action)], _data(life, turn, asked), COMMENTS.get(action, "")
        yield action.value, actor, turn.at, turn.source, turn.target, said, comment
    for code, vote in asked.votes.items() if asked else ():
        said = {"institution": code, "choice": Choice.approve.value, "vote": 1}
        yield Action.vote.value, vote["voter_id"], vote["given_at"], opened, opened, said, ""


def _who(life: Life, action: Action) -> tuple[str, Role]:
    if action in {Action.close_round, Action.decide}:
        return _CAB_HEAD
    controls = action in {Action.return_, Action.forward}
    return life.holder, Role.change_controller if controls else Role.applicant


def _data(life: Life, turn: Turn, asked: Asked | None) -> dict[str, Any]:
    """What the use case of the same name records."""
    if turn.action is Action.forward and asked:
        return {"round": 1, "rule_set": asked.rule_set}
    if turn.action is Action.close_round and asked:
        return {"not_answered": list(asked.institutions)}
    if turn.action is Action.decide:
        return {"outcome": _outcome(turn).value, "overruled": {}}
    if turn.action is Action.start:
        return {"actual_start": day_of(turn.at).isoformat()}
    if turn.action is Action.complete:
        return {"actual_end": day_of(turn.at).isoformat(), "actual_cost_eur": str(life.card["budget_eur"])}
    return {}


def _decision(life: Life, turn: Turn, asked: Asked, head: int | None) -> dict[str, Any]:
    return {
        "activity_id": life.id,
        "round_id": asked.round_id,
        "outcome": _outcome(turn),
        "reasoning": COMMENTS[Action.decide],
        "decided_by_id": head,
        "decided_at": turn.at,
    }


def _outcome(turn: Turn) -> Outcome:
    return Outcome.reject if turn.target is Status.rejected else Outcome.approve
