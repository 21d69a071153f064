"""Questions, objections and proposals of a round, each with the applicant's answers and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext

from models import Activity, Answer, Remark, Requirement, Round, Vote
from models.activity.card import SECTIONS
from rules.vocabulary import Choice, RemarkKind, RequirementState

State = tuple[str, str, str]  # tone, icon and word of a badge


@dataclass(frozen=True, slots=True)
class Written:
    """A remark, or (without one) what an institution wrote with its vote; `state` is its badge."""

    row: Requirement
    vote: Vote
    remark: Remark | None = None
    state: State | None = None

    @property
    def id(self) -> str:
        """Return the id under which the page shows it."""
        return f"remark-{self.remark.id}" if self.remark else f"vote-{self.vote.id}"

    @property
    def where(self) -> str:
        """Return number and title of the section of the card that it is about."""
        return _section_title(self.remark.section) if self.remark else ""


def written_in(turn: Round, running: bool) -> list[Written]:
    """Return what was written in a round, objections first, in the order of the sheet."""
    decision = turn.decision
    overruled = {one.requirement_id: one.reasoning for one in decision.resolutions} if decision else {}
    found = [
        one
        for row in turn.requirements
        for vote in row.votes
        for one in _of_vote(row, vote, running, overruled.get(row.id))
    ]
    order = {RemarkKind.objection: 0, None: 1, RemarkKind.proposal: 2}
    return sorted(found, key=lambda one: order[one.remark.kind if one.remark else None])


def to_answer(activity: Activity) -> list[tuple[str, int, Written]]:
    """Return what waits for the applicant, questions first: (field of the form, its value, what)."""
    current = activity.current_round
    found: list[tuple[str, int, Written]] = []
    for row in current.requirements if current else ():
        vote = row.vote_in_force
        if vote is None:
            continue
        if row.state is RequirementState.info_requested:
            found.append(("requirement_id", row.id, Written(row, vote)))
        open_remarks = (one for one in vote.remarks if not one.answers)
        found += [("remark_id", one.id, Written(row, vote, one)) for one in open_remarks]
    return sorted(found, key=lambda one: one[0] != "requirement_id")


def answers_given(activity: Activity) -> set[str]:
    """Return what the applicant has answered in this round already."""
    written = written_in(activity.current_round, running=True) if activity.current_round else []
    return {given.text for one in written for given in (one.remark or one.vote).answers}


def _of_vote(row: Requirement, vote: Vote, running: bool, overruled: str | None) -> Iterator[Written]:
    in_force = vote is row.vote_in_force
    if vote.comment:
        asked = vote.choice is Choice.need_info
        state = _state(vote.answers, in_force, running, None) if asked else None
        yield Written(row, vote, state=state)
    for remark in vote.remarks:
        against = overruled if remark.kind is RemarkKind.objection else None
        waits = remark.kind is RemarkKind.objection
        yield Written(row, vote, remark, _state(remark.answers, in_force, running, against, waits))


def _state(
    answers: list[Answer], in_force: bool, running: bool, overruled: str | None, waits: bool = True
) -> State | None:
    if not in_force:
        return "mute", "history", gettext("A later opinion stands instead")
    if overruled is not None:
        return "warn", "gavel", gettext("Overruled by the CAB head")
    if answers:
        return "ok", "check", gettext("The applicant has answered")
    if not running:
        return None
    said = gettext("Waits for the applicant's answer") if waits else gettext("Not answered yet")
    return "warn" if waits else "mute", "clock", said


def _section_title(name: str) -> str:
    group = name.split(".")[0]
    for section in SECTIONS:
        if any(one == name or one.split(".")[0] == group for one in section.fields):
            return f"{section.number}. {gettext(section.title)}"
    return name
