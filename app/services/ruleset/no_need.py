"""Kept answers that no co-approval was needed; who reads which is said by `app.visibility`."""

from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from app.extensions import db
from app.services import rights
from app.services.numbering import next_number
from app.services.ruleset import rule_sets
from models import Institution, NoNeed, User
from rules.completeness import TITLE_MAXIMUM, TITLE_MINIMUM
from rules.deadlines import day_of
from rules.facts import Actor
from rules.need import MAINTENANCE, need
from rules.refusals import Invalid, NotAllowed, NotFound, Problem, WrongStatus
from rules.ruleset import Text
from rules.search import index, meets, terms
from rules.text import N_, length
from rules.vocabulary import Kind, ProblemCode

SERIES = "NJ"
PAGE_SIZE = 25
TWICE = timedelta(minutes=1)  # the same answer sent again within this time is the same answer


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered, with known codes; `kind` is one of a card, or maintenance."""

    kind: str
    scope: dict[str, bool]
    holder: str = ""
    resource: str = ""
    used: tuple[str, ...] = field(default=())

    @property
    def is_certain(self) -> bool:
        """Whether what has been answered so far makes it a “yes”, whatever the rest would be."""
        return need(None if self.kind == MAINTENANCE else Kind(self.kind), self.scope).needed


@dataclass(frozen=True, slots=True)
class Total:
    """How many answers an institution kept in a year."""

    year: str
    institution: str
    name: Text
    count: int


def may_keep(actor: Actor) -> bool:
    """Whether this person keeps answers: anybody with an account at an institution."""
    return actor.institution_id is not None and actor.user_id is not None


def keep(answered: Answered, title: str, actor: Actor, at: datetime) -> NoNeed:
    """Keep a “no” under a number; the same sent twice in a row is kept once. The caller commits.

    A “yes” is refused, for it begins a card.
    """
    if actor.institution_id is None or actor.user_id is None:
        raise NotAllowed(N_("An answer is kept for an institution, and this account belongs to none."))
    rights.hold(actor)
    kind = None if answered.kind == MAINTENANCE else Kind(answered.kind)
    if need(kind, answered.scope).needed:
        raise WrongStatus(
            N_("With these answers the activity needs co-approval. Begin a card: there is no “no” to keep.")
        )
    _check_length(title)
    kept = NoNeed(
        institution_id=actor.institution_id,
        created_by_id=actor.user_id,
        created_at=at,
        title=title,
        answers={**asdict(answered), "used": list(answered.used)},
        rule_set=rule_sets.in_force(day_of(at)).id,
    )
    twin = _twin(kept)
    if twin is not None:
        return twin
    kept.number = next_number(at, SERIES)
    db.session.add(kept)
    db.session.flush()
    return kept


def _twin(kept: NoNeed) -> NoNeed | None:
    """Return what the first of two clicks has kept; the second waits for it."""
    db.session.execute(select(User.id).where(User.id == kept.created_by_id).with_for_update(key_share=True))
    recent = select(NoNeed).where(
        NoNeed.created_by_id == kept.created_by_id,
        NoNeed.created_at > kept.created_at - TWICE,
        NoNeed.title == kept.title,
    )
    return next((one for one in db.session.scalars(recent) if one.answers == kept.answers), None)


def named(number: str) -> NoNeed:
    """Return a kept answer; raise `NotFound` when it is not there or not visible: never told apart."""
    found = db.session.scalars(_select().where(NoNeed.number == number)).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such kept answer, or you cannot see it."))
    return found


def page(q: str, number: int) -> tuple[list[NoNeed], int]:
    """Return one page of what is looked for, newest first, and how many there are in all."""
    wanted = _matching(q)
    shown = wanted[number * PAGE_SIZE : (number + 1) * PAGE_SIZE]
    rows = db.session.scalars(_select().where(NoNeed.id.in_(shown)).order_by(NoNeed.id.desc()))
    return list(rows), len(wanted)


def totals(by: InstrumentedAttribute[str]) -> list[Total]:
    """Return the statistics, the newest year first, institutions in the order of a sort key."""
    year = func.substr(NoNeed.number, len(SERIES) + 2, 4)
    counted = select(year, Institution, func.count(NoNeed.id))
    grouped = counted.join(NoNeed.institution).group_by(year, Institution.id)
    rows = db.session.execute(grouped.order_by(year.desc(), by))
    return [Total(when, one.code, one.name, count) for when, one, count in rows]


def _matching(q: str) -> list[int]:
    """Return the ids whose number, title or institution meet every word.

    People keep these one by one: what somebody sees is few enough to be gone through here.
    """
    rows = select(NoNeed.id, NoNeed.number, NoNeed.title, Institution.code).join(NoNeed.institution)
    sought, found = terms(q), db.session.execute(rows.order_by(NoNeed.id.desc()))
    if q.strip() and not sought:
        return []
    return [key for key, *texts in found if all(meets(_kept(*texts), one, texts[0]) for one in sought)]


def _kept(number: str, title: str, institution: str) -> str:
    return index([title], code=institution, number=number)


def _select() -> Select[NoNeed]:
    return select(NoNeed).options(joinedload(NoNeed.institution), joinedload(NoNeed.created_by))


def _check_length(title: str) -> None:
    if not TITLE_MINIMUM <= length(title) <= TITLE_MAXIMUM:
        code = ProblemCode.too_short if length(title) < TITLE_MINIMUM else ProblemCode.too_long
        problem = Problem("title", code, {"minimum": TITLE_MINIMUM, "maximum": TITLE_MAXIMUM})
        raise Invalid(N_("Say what is planned."), (problem,))
