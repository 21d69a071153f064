"""Reports of what was decided: how long it took, in which round, what was approved, what was remarked."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, or_, select

from app.extensions import db
from app.services.activity.search_turns import CARD
from app.services.report.look import Look
from app.visibility import may_read_texts
from models import Activity, Answer, Decision, Event, Institution, ObjectionResolution, Remark, Vote
from rules.deadlines import day_of
from rules.remark.state import RemarkFacts, state_of
from rules.report import median, p90
from rules.vocabulary import (
    Action,
    FundingSource,
    Heed,
    Kind,
    Outcome,
    RemarkKind,
    RemarkState,
    Status,
)

ROUNDS = ("1", "2", "3+")
_DECISION: Any = Decision.__table__.c
_EVENT: Any = Event.__table__.c
_VOTE: Any = Vote.__table__.c
_REMARK: Any = Remark.__table__.c
_ANSWER: Any = Answer.__table__.c


class Decided(NamedTuple):
    """A card that was approved or rejected: when, after how many working days, and what it says."""

    card: int
    on: date
    approved: bool
    status: Status
    round: int
    kind: Kind
    budget: Decimal
    source: FundingSource | None
    days: int | None  # from its first submission
    stopped: int  # while it was returned


class Made(NamedTuple):
    """A remark, and what has become of it."""

    card: int
    kind: RemarkKind
    section: str
    state: RemarkState
    heed: Heed | None


def months(look: Look) -> Mapping[str, Sequence[Decided]]:
    """Cards decided in the period, by month."""
    return _grouped(_all(look), lambda one: f"{one.on:%Y-%m}", look.period.months)


def of_time(rows: Sequence[Decided]) -> dict[str, Any]:
    """Median and p90 of working days from submission to decision; those of its stays in `returned`."""
    days = [one.days for one in rows if one.days is not None]
    return {
        "count": len(rows),
        "median": median(days),
        "p90": p90(days),
        "median_stopped": median(one.stopped for one in rows),
    }


def rounds(look: Look) -> Mapping[str, Sequence[Decided]]:
    """Cards decided in the period, by the number of their rounds."""
    return _grouped(_all(look), lambda one: ROUNDS[min(one.round, len(ROUNDS)) - 1])


def of_rounds(rows: Sequence[Decided]) -> dict[str, Any]:
    """How many."""
    return {"count": len(rows)}


def years(look: Look) -> Mapping[str, Sequence[Decided]]:
    """Cards approved in the period, but for those superseded, by year and kind."""
    kept = [one for one in _all(look) if one.approved and one.status is not Status.superseded]
    return _grouped(kept, lambda one: f"{one.on.year:04}/{one.kind}")


def of_years(rows: Sequence[Decided]) -> dict[str, Any]:
    """How many, how many of them are completed, and their budgets, also by source."""
    sources: dict[str, Decimal] = {}
    for one in rows:
        if one.source is not None:
            sources[one.source.value] = sources.get(one.source.value, Decimal()) + one.budget
    return {
        "count": len(rows),
        "completed": sum(one.status is Status.completed for one in rows),
        "budget_eur": f"{sum((one.budget for one in rows), Decimal()):.2f}",
        "sources": {name: f"{sources[name]:.2f}" for name in sorted(sources)},
    }


def remarks(look: Look) -> Mapping[str, Sequence[Made]]:
    """Remarks on cards decided in the period whose texts the reader reads, by institution."""
    found: dict[str, list[Made]] = {}
    for row in db.session.connection().execute(_remarks(look)):
        state = state_of(
            RemarkFacts(
                kind=row.kind, newer=row.newer, resolution=row.resolution, answered=bool(row.answered)
            )
        )
        found.setdefault(row.code, []).append(Made(row.card, row.kind, row.section, state, row.heed))
    return {code: found[code] for code in sorted(found)}


def of_remarks(rows: Sequence[Made]) -> dict[str, Any]:
    """How many of each kind, how the last answer follows them, what became of them, and to which fields."""
    kinds, heeds = Counter(one.kind for one in rows), Counter(one.heed for one in rows)
    states, sections = Counter(one.state for one in rows), Counter(one.section for one in rows)
    return {
        "objections": kinds[RemarkKind.objection],
        "proposals": kinds[RemarkKind.proposal],
        **{one.value: heeds[one] for one in Heed},
        **{
            one.value: states[one]
            for one in (RemarkState.overruled, RemarkState.obligation, RemarkState.withdrawn)
        },
        "sections": {name: sections[name] for name in sorted(sections)},
    }


def _all(look: Look) -> list[Decided]:
    """Return the cards decided in the period; asked of the database once for all reports of a page."""
    if look.decided is None:
        look.decided = _read(look)
    found: list[Decided] = look.decided
    return found


def _read(look: Look) -> list[Decided]:
    said = (CARD.status, CARD.round, CARD.kind, CARD.budget_eur, CARD.funding_source)
    rows = (
        db.session.connection().execute(_decided(look, _DECISION.decided_at, _DECISION.outcome, *said)).all()
    )
    submitted, stopped = _before(look)
    found = []
    for card, at, outcome, status, turn, kind, budget, source in rows:
        on, since = day_of(at), submitted.get(card)
        days = look.elapsed(since, on) if since else None
        approved, spent = outcome is Outcome.approve, Decimal(budget or 0)
        stays = stopped.get(card, 0)
        found.append(Decided(card, on, approved, status, turn, kind, spent, source, days, stays))
    return found


def _decided(look: Look, *columns: Any) -> Select[Any]:
    """Select the cards decided in the period: a decision that sends back is none."""
    return (
        select(CARD.id, *columns)
        .join_from(Decision.__table__, Activity.__table__, CARD.id == _DECISION.activity_id)
        .where(
            _DECISION.outcome != Outcome.return_,
            _DECISION.decided_at >= look.begins,
            _DECISION.decided_at < look.ends,
            *look.cards,
        )
    )


def _before(look: Look) -> tuple[Mapping[int, date], Mapping[int, int]]:
    """Return on which day each card was first submitted, and how many working days it was returned."""
    stay = or_(_EVENT.from_status == Status.returned, _EVENT.to_status == Status.returned)
    rows = select(_EVENT.activity_id, _EVENT.at, _EVENT.action, _EVENT.from_status, _EVENT.to_status).where(
        _EVENT.activity_id.in_(_decided(look)),
        or_(_EVENT.action == Action.submit, and_(_EVENT.from_status != _EVENT.to_status, stay)),
    )
    submitted: dict[int, date] = {}
    stopped: dict[int, int] = {}
    returned: dict[int, date] = {}
    for card, at, action, before, after in db.session.connection().execute(
        rows.order_by(_EVENT.activity_id, _EVENT.seq)
    ):
        day = day_of(at)
        if action == Action.submit:
            submitted.setdefault(card, day)
        if before is Status.returned:
            stopped[card] = stopped.get(card, 0) + look.elapsed(returned[card], day)
        if after is Status.returned:
            returned[card] = day
    return submitted, stopped


def _remarks(look: Look) -> Select[Any]:
    later, resolved = Vote.__table__.alias().c, ObjectionResolution.__table__.c
    newer = select(later.choice).where(
        later.activity_id == _VOTE.activity_id,
        later.institution_id == _VOTE.institution_id,
        later.id > _VOTE.id,
    )
    resolution = select(resolved.resolution).where(resolved.requirement_id == _VOTE.requirement_id)
    heed = select(_ANSWER.resolution).where(_ANSWER.remark_id == _REMARK.id)
    institution: Any = Institution.__table__.c
    return (
        select(
            CARD.id.label("card"),
            institution.code,
            _REMARK.kind,
            _REMARK.section,
            newer.order_by(later.id.desc()).limit(1).scalar_subquery().label("newer"),
            resolution.order_by(resolved.id.desc()).limit(1).scalar_subquery().label("resolution"),
            heed.order_by(_ANSWER.id.desc()).limit(1).scalar_subquery().label("heed"),
            exists().where(_ANSWER.remark_id == _REMARK.id).label("answered"),
        )
        .join_from(Remark.__table__, Vote.__table__, _VOTE.id == _REMARK.vote_id)
        .join(Activity.__table__, CARD.id == _REMARK.activity_id)
        .join(institution.id.table, institution.id == _VOTE.institution_id)
        .where(CARD.id.in_(_decided(look).correlate(None)), may_read_texts(look.reader, CARD))
        .where(*look.of_asked(_VOTE.institution_id))
    )


def _grouped(rows: Iterable[Decided], key: Any, keys: Sequence[str] = ()) -> Mapping[str, Sequence[Decided]]:
    found: dict[str, list[Decided]] = {one: [] for one in keys}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return {one: found[one] for one in sorted(found)}
