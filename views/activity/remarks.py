"""Questions, objections and proposals of a round, each with the applicant's answers and what became of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from app.services.activity.remarks import remarks_of
from models import Activity, Answer, Remark, Requirement, Round, Vote
from models.activity.card import SECTIONS
from rules.vocabulary import Choice, RemarkKind, RemarkState, RequirementState, Status
from views.words.labels import label

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
    def by(self) -> str:
        """Return the code of who wrote it."""
        return self.vote.institution.code

    @property
    def where(self) -> str:
        """Return number and title of the section of the card that it is about."""
        return _section_title(self.remark.section) if self.remark else ""

    @property
    def answers(self) -> list[Answer]:
        """Return the applicant's answers, of which the last one counts."""
        return (self.remark or self.vote).answers

    @property
    def key(self) -> str:
        """Return how the form for an answer names it: once it is answered it is another thing to answer."""
        if self.remark is None:
            return f"requirement_id.{self.row.id}"
        return f"remark_id.{self.remark.id}.{len(self.answers)}"


def written_in(activity: Activity, turn: Round) -> list[Written]:
    """Return what was written in a round, objections first, in the order of the sheet."""
    last = turn is activity.current_round
    states = {one.remark.id: _badge(one.remark, one.state, last) for one in remarks_of(activity)}
    running = last and turn.closed_at is None
    found = [
        one for row in turn.requirements for vote in row.votes for one in _of(row, vote, states, running)
    ]
    order = {RemarkKind.objection: 0, None: 1, RemarkKind.proposal: 2}
    return sorted(found, key=lambda one: order[one.remark.kind if one.remark else None])


def answerable(activity: Activity) -> list[Written]:
    """Return what the applicant may answer now, open questions first: all but old ones, also again."""
    current = activity.current_round
    asked: list[Written] = []
    remarked: list[Written] = []
    for row in current.requirements if current else ():
        vote = row.vote_in_force
        if vote is None:
            continue
        if row.state is RequirementState.info_requested and activity.status is Status.in_approval:
            asked.append(Written(row, vote))
        remarked += [Written(row, vote, one) for one in vote.remarks]
    return [*asked, *remarked]


def waits(what: Written) -> bool:
    """Whether nobody has answered it yet."""
    return what.remark is None or not what.answers


def answers_given(activity: Activity) -> set[str]:
    """Return what the applicant has answered in this round already."""
    rows = activity.current_round.requirements if activity.current_round else ()
    votes = [vote for row in rows for vote in (*row.votes, row.vote_in_force) if vote]
    said = [answers for vote in votes for answers in (vote.answers, *(one.answers for one in vote.remarks))]
    return {given.text for answers in said for given in answers}


def _of(row: Requirement, vote: Vote, states: Mapping[int, State | None], running: bool) -> Iterator[Written]:
    if vote.comment:
        asked = vote.choice is Choice.need_info
        yield Written(row, vote, state=_of_question(row, vote, running) if asked else None)
    for remark in vote.remarks:
        yield Written(row, vote, remark, states[remark.id])


def _of_question(row: Requirement, vote: Vote, running: bool) -> State | None:
    if vote is not row.vote_in_force:
        return "mute", "history", label(RemarkState.superseded)
    if vote.answers:
        return "ok", "check", label(RemarkState.answered)
    return ("warn", "clock", gettext("Waits for the applicant's answer")) if running else None


_LOOK = {
    RemarkState.open: ("mute", "clock"),
    RemarkState.answered: ("ok", "check"),
    RemarkState.withdrawn: ("ok", "circle-check"),
    RemarkState.superseded: ("mute", "history"),
    RemarkState.overruled: ("warn", "gavel"),
    RemarkState.obligation: ("warn", "list-check"),
}


def _badge(remark: Remark, state: RemarkState, last: bool) -> State:
    if state is RemarkState.open and remark.kind is RemarkKind.objection and last:
        return "warn", "clock", gettext("Waits for the applicant's answer")
    return *_LOOK[state], label(state)


def _section_title(name: str) -> str:
    group = name.split(".")[0]
    for section in SECTIONS:
        if any(one == name or one.split(".")[0] == group for one in section.fields):
            return f"{section.number}. {gettext(section.title)}"
    return name
