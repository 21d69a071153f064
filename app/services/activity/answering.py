"""The applicant's answers to questions and remarks. Nothing is overwritten: the last one counts."""

from datetime import datetime

from app.extensions import db
from app.services.activity.door import step
from app.services.activity.rounds import running
from app.services.checks import INVALID, empty_texts
from app.services.working_days import calendar
from models import Activity, Answer, Remark, Requirement
from rules.deadlines import day_of, extended
from rules.facts import Actor
from rules.refusals import Invalid, Problem
from rules.vocabulary import Action, Heed, ProblemCode, RequirementState


def answer(
    activity: Activity,
    actor: Actor,
    at: datetime,
    *,
    text: str,
    requirement_id: int | None = None,
    remark_id: int | None = None,
    resolution: Heed | None = None,
    seen: int | None = None,
) -> Answer:
    """Answer an open question (by requirement), or a remark of a vote in force, also again: `Invalid`."""
    with step(activity, Action.answer, actor, at, seen=seen) as done:
        row, remark = _addressed(activity, requirement_id, remark_id)
        problems = _problems(row, text, requirement_id, remark_id, resolution)
        if row is None or problems:
            raise Invalid(INVALID, tuple(problems))
        given = Answer(activity_id=activity.id, text=text.strip(), given_at=at, author_id=actor.user_id)
        given.vote, given.resolution = remark.vote if remark else row.votes[-1], resolution
        db.session.add(given)
        if remark is None:
            _restart_clock(row, at)
        else:
            remark.answers.append(given)
        done.comment, done.institution = text, row.institution.code
        done.data = {"institution": row.institution.code, "remark": remark.id if remark else None}
        done.data |= {"resolution": resolution.value} if resolution else {}
    return given


def _problems(
    row: Requirement | None,
    text: str,
    requirement_id: int | None,
    remark_id: int | None,
    resolution: Heed | None,
) -> list[Problem]:
    """Return what is wrong with an answer; `row` = whom it answers, if anybody."""
    found = empty_texts(text=text)
    if requirement_id is not None and remark_id is not None:
        return [Problem("remark_id", ProblemCode.not_needed), *found]
    if row is None:
        field = "requirement_id" if remark_id is None else "remark_id"
        missing = requirement_id is None and remark_id is None
        found.insert(0, Problem(field, ProblemCode.required if missing else ProblemCode.unknown))
    if remark_id is not None and resolution is None:
        found.append(Problem("resolution", ProblemCode.required))
    if requirement_id is not None and resolution is not None:
        found.append(Problem("resolution", ProblemCode.not_needed))
    return found


def _addressed(
    activity: Activity, requirement_id: int | None, remark_id: int | None
) -> tuple[Requirement | None, Remark | None]:
    """Return the requirement with an open question, or the remark of a vote in force, that is meant."""
    for row in running(activity).requirements:
        in_force = row.vote_in_force
        if in_force is None:
            continue
        if row.id == requirement_id and row.state is RequirementState.info_requested:
            return row, None
        for remark in in_force.remarks:
            if remark.id == remark_id:
                return row, remark
    return None, None


def _restart_clock(row: Requirement, at: datetime) -> None:
    """The clock stood from the question to the answer; the institution is asked again."""
    question_on = day_of(row.votes[-1].given_at)
    row.due_on = extended(row.due_on, question_on, day_of(at), calendar())
    row.state, row.choice = RequirementState.waiting, None
