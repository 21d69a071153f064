"""The rule sets that exist and from when each holds: shipped ones, uploaded ones, and the days decided."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Date, cast, literal, null, select, union_all

from app.database import one_by_one
from app.extensions import db
from app.services import rights
from app.services.registry.facts import registry
from app.services.ruleset.obstacles import asks_architects, obstacles
from models import KeptRuleSet, RuleSetDecision, RuleSetStart
from rules.deadlines import day_of
from rules.facts import Actor
from rules.golden import refuse_unless_passed
from rules.refusals import Invalid, NotAllowed, NotFound, Problem, WrongStatus
from rules.ruleset import RuleSet, known as rulesets
from rules.ruleset.known import RuleSetRefused, RuleSets
from rules.ruleset.toml_reading import with_line
from rules.ruleset.toml_table import LONGEST_TEXT
from rules.text import N_, length
from rules.vocabulary import ProblemCode, Role

SUBJECT = "rule sets"  # whoever changes them waits for the one who is changing them
LARGEST = 200_000  # characters of an uploaded file
_Kept = tuple[str, str, str]  # code, file name, text
_Start = tuple[str, date]


def known() -> RuleSets:
    """Return every rule set with the day from which it holds; those without one are inactive."""
    return _put_together(*_dated())


def in_force(on: date) -> RuleSet:
    """Return the rule set of a day; a `Refusal` when there is none."""
    return known().in_force(on)


def upload(text: str, file: str, actor: Actor, at: datetime) -> KeptRuleSet:
    """Keep a draft that the rules can carry out; `RuleSetRefused` names file, line, rule and field.

    So it does for an id that exists and for golden cases that are missing or do not pass.
    """
    _take_turn(actor)
    if len(text) > LARGEST:
        raise Invalid(_TOO_LONG, (Problem("file", ProblemCode.too_long, {"most": LARGEST}),), most=LARGEST)
    everything = registry()
    draft = rulesets.parse(text, file, everything.institutions, everything.architects)
    try:
        if draft.id in {one.id for one in known().sets}:
            raise RuleSetRefused(_TAKEN, file=file, rule="-", field="id", id=draft.id)
        refuse_unless_passed(draft, everything)
    except RuleSetRefused as refused:
        raise with_line(refused, text) from None
    kept = KeptRuleSet(
        code=draft.id, file_name=file[:200], text=text, uploaded_at=at, uploaded_by_id=actor.user_id
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def propose(code: str, valid_from: date | None, actor: Actor, at: datetime) -> RuleSetStart:
    """Propose from which day an inactive rule set holds; another administrator has to approve it.

    Raises `Invalid` for no day, and for one that is past or taken, `WrongStatus` for a set that cannot begin.
    """
    _take_turn(actor)
    if any(one.code == code for one in waiting()):
        raise WrongStatus(N_("A start of %(rule_set)s is proposed already and waits."), rule_set=code)
    if valid_from is None:
        raise Invalid("", (Problem("valid_from", ProblemCode.required),))
    if valid_from <= day_of(at):
        raise Invalid(_LATER, (Problem("valid_from", ProblemCode.in_past),))
    _check_start(code, valid_from, day_of(at))
    start = RuleSetStart(code=code, valid_from=valid_from, proposed_at=at, proposed_by_id=actor.user_id)
    db.session.add(start)
    db.session.flush()
    return start


def approve(start_id: int, actor: Actor, at: datetime) -> RuleSetStart:
    """Let the rule set hold from the day proposed; never by the one who proposed it."""
    start = _open_start(start_id, actor)
    if start.proposed_by_id == actor.user_id:
        raise NotAllowed(N_("You proposed this yourself. Another system administrator has to approve it."))
    if start.valid_from <= day_of(at):
        raise WrongStatus(_PAST, date=start.valid_from)
    _check_start(start.code, start.valid_from, day_of(at))
    return _decide(start, actor, at, approved=True)


def refuse(start_id: int, actor: Actor, at: datetime, reason: str) -> RuleSetStart:
    """Turn a proposal down, with a reason; who proposed it may take it back in the same way."""
    start = _open_start(start_id, actor)
    if not 0 < length(reason.strip()) <= LONGEST_TEXT:
        raise Invalid(_WHY, (Problem("reason", ProblemCode.invalid),), most=LONGEST_TEXT)
    return _decide(start, actor, at, approved=False, reason=reason.strip())


def text_of(code: str) -> str:
    """Return the text of a rule set as it was uploaded or came with the system."""
    kept = db.session.scalars(select(KeptRuleSet.text).where(KeptRuleSet.code == code)).one_or_none()
    return kept if kept is not None else rulesets.shipped_text(known().get(code).id)


def waiting() -> list[RuleSetStart]:
    """Return the proposals that nobody has decided on, oldest first."""
    undecided = ~select(RuleSetDecision).where(RuleSetDecision.start_id == RuleSetStart.id).exists()
    return list(db.session.scalars(select(RuleSetStart).where(undecided).order_by(RuleSetStart.id)))


def waiting_for(actor: Actor) -> int:
    """Return how many proposals wait for this administrator: not the own ones."""
    return sum(one.proposed_by_id != actor.user_id for one in waiting())


def asking_architects() -> tuple[str, ...]:
    """Return the inactive rule sets that ask the chief architects of the domains."""
    inactive = (one for one in known().sets if one.valid_from is None)
    return tuple(one.id for one in inactive if asks_architects(one))


def _check_start(code: str, valid_from: date, on: date) -> None:
    """Raise what speaks against this rule set holding from this day, decided on another."""
    rule_set = _named(code)
    if rule_set.valid_from is not None:
        raise WrongStatus(_HOLDS, rule_set=code, date=rule_set.valid_from)
    for obstacle in obstacles(rule_set):
        raise obstacle
    if rule_set.valid_to is not None and rule_set.valid_to < valid_from:
        wrong = Problem("valid_from", ProblemCode.invalid)
        raise Invalid(_ENDS, (wrong,), rule_set=code, end=rule_set.valid_to)
    known().starting(code, valid_from, on)


def _named(code: str) -> RuleSet:
    found = next((one for one in known().sets if one.id == code), None)
    if found is None:
        raise NotFound(N_("There is no rule set %(rule_set)s."), rule_set=code)
    return found


def _open_start(start_id: int, actor: Actor) -> RuleSetStart:
    """Return a proposal to decide on; whoever decides on any waits for the one who is deciding."""
    _take_turn(actor)
    every = db.session.scalars(select(RuleSetStart))
    start = next((one for one in every if one.id == start_id), None)
    if start is None:
        raise NotFound(N_("There is no such proposal."))
    db.session.refresh(start, ["decision"])
    if start.decision is not None:
        raise WrongStatus(N_("This proposal has been decided on already."))
    return start


def _decide(
    start: RuleSetStart, actor: Actor, at: datetime, *, approved: bool, reason: str = ""
) -> RuleSetStart:
    start.decision = RuleSetDecision(
        approved=approved, reason=reason, decided_at=at, decided_by_id=actor.user_id
    )
    db.session.flush()
    return start


def only_admin(actor: Actor) -> None:
    """Raise `NotAllowed` for anybody who does not look after the rule sets."""
    if not actor.has(Role.admin):
        raise NotAllowed(N_("Only a system administrator looks after the rule sets."))


def _take_turn(actor: Actor) -> None:
    only_admin(actor)
    one_by_one(db.session(), SUBJECT)
    rights.check(actor)


def _dated() -> tuple[tuple[_Kept, ...], tuple[_Start, ...]]:
    """Return what was uploaded and which days were approved, in one query: every preview asks for it."""
    rows = db.session.execute(_uploaded_and_approved()).all()
    uploaded = tuple((code, file, text) for _, code, file, text, day in rows if day is None)
    return uploaded, tuple((code, day) for _, code, _, _, day in rows if day is not None)


@lru_cache(maxsize=1)
def _uploaded_and_approved() -> Any:
    no_day, no_text = cast(null(), Date), literal("")
    approved = RuleSetStart.decision.has(RuleSetDecision.approved.is_(True))
    kept = select(KeptRuleSet.id, KeptRuleSet.code, KeptRuleSet.file_name, KeptRuleSet.text, no_day)
    starts = select(RuleSetStart.id, RuleSetStart.code, no_text, no_text, RuleSetStart.valid_from)
    return union_all(kept, starts.where(approved)).order_by("id")


@lru_cache(maxsize=8)
def _put_together(kept: tuple[_Kept, ...], starts: tuple[_Start, ...]) -> RuleSets:
    """Parse once what the database holds; the institutions were checked when it came in."""
    begins = dict(starts)
    uploaded = (replace(rulesets.parse(text, file), valid_from=None) for _code, file, text in kept)
    every: Iterable[RuleSet] = (*rulesets.shipped().sets, *uploaded)
    return RuleSets.of(replace(one, valid_from=begins.get(one.id, one.valid_from)) for one in every)


_TAKEN = N_(
    "%(file)s, rule %(rule)s, field %(field)s: there is a rule set %(id)s already. Give the draft an id of "
    "its own."
)
_TOO_LONG = N_("The file is too long: at most %(most)s characters.")
_ENDS = N_("%(rule_set)s ends on %(end)s, as its text says. Choose an earlier day.")
_LATER = N_("A rule set begins tomorrow at the earliest.")
_WHY = N_("Write the reason, in at most %(most)s characters.")
_PAST = N_("The day proposed, %(date)s, has come. Refuse this and propose a later one.")
_HOLDS = N_("%(rule_set)s holds from %(date)s already. What comes after it is another rule set.")
