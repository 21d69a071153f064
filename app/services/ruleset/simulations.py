"""Simulations that administrators ask for, and the worker's way through them: batch by batch."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, cast

from sqlalchemy import CursorResult, Select, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from app import clock
from app.database import writing
from app.extensions import db
from app.services.ruleset import obstacles as rule_set_obstacles, rule_sets, simulation_run
from models import Simulation, SimulationChange
from rules.facts import Actor
from rules.refusals import Invalid, NotFound, Refusal, WrongStatus
from rules.simulation import Outcome, SimulationState, Summary
from rules.text import N_

log = logging.getLogger(__name__)

BATCH = 1000  # cards between two signs of life
ABANDONED = timedelta(minutes=2)  # without a sign; then another worker begins again
OPEN = frozenset({SimulationState.queued, SimulationState.running})
FAULT = N_(
    "Calculating stopped at a fault: %(fault)s. Start it again; if it stops again, give this text to "
    "whoever runs the system."
)


def ask(code: str, against: str, actor: Actor, at: datetime) -> Simulation:
    """Queue a simulation of a rule set against another one; while one is open, return that one.

    Without `against` it is the one in force. Raises `NotFound`, and `Invalid` for a set against itself.
    """
    rule_sets.only_admin(actor)
    known = rule_sets.known()
    if code not in {one.id for one in known.sets}:
        raise NotFound(N_("There is no rule set %(rule_set)s."), rule_set=code)
    beside = known.get(against) if against else known.in_force(clock.today())
    if beside.id == code:
        raise Invalid(N_("Choose another rule set to compare with."))
    wanted = Simulation(code=code, against=beside.id, asked_at=at, asked_by_id=actor.user_id)
    try:
        with db.session.begin_nested():
            db.session.add(wanted)
    except IntegrityError:  # the index lets one be open for each rule set
        return db.session.scalars(_open().where(Simulation.code == code)).one()
    return wanted


def cancel(key: int, actor: Actor, at: datetime) -> Simulation:
    """End a simulation that is queued or running; the worker stops at its next batch."""
    rule_sets.only_admin(actor)
    asked = get(key)
    ended = update(Simulation).where(Simulation.id == key, Simulation.state.in_(OPEN))
    if not _rows(ended.values(state=SimulationState.cancelled, finished_at=at)):
        raise WrongStatus(N_("This simulation has ended already; there is nothing to cancel."))
    _forget_changes(key)
    db.session.refresh(asked)
    return asked


def get(key: int) -> Simulation:
    """Return a simulation; `NotFound` when there is none."""
    found = db.session.get(Simulation, key)
    if found is None:
        raise NotFound(N_("There is no such simulation."))
    return found


def of(code: str) -> list[Simulation]:
    """Return the simulations of a rule set, newest first."""
    mine = select(Simulation).where(Simulation.code == code)
    return list(db.session.scalars(mine.order_by(Simulation.id.desc())))


def work(stopped: Callable[[], bool] = lambda: False) -> bool:
    """Take up one simulation that waits or was abandoned; return whether there was one.

    Commits batch by batch. When `stopped`, it is put back into the queue for the next worker.
    """
    try:
        task = _claim(clock.now())
        if task is None:
            return False
        try:
            _calculate(task, stopped)
        except Refusal as refused:
            _fail(task, refused.key, {name: str(value) for name, value in refused.values.items()})
        except Exception as fault:
            log.exception("Simulation %s stopped", task.key)
            _fail(task, FAULT, {"fault": f"{type(fault).__name__}: {fault}"[:300]})
        return True
    finally:
        db.session.rollback()


@dataclass
class _Task:
    """A simulation in the hands of this worker."""

    key: int
    attempt: int
    code: str
    against: str
    unasked: int = 0  # domains without the institution of an architect whom it would ask
    done: int = 0
    counted: Summary = field(default_factory=Summary)
    holders: set[str] = field(default_factory=set)


def _claim(at: datetime) -> _Task | None:
    silent = or_(Simulation.state == SimulationState.queued, Simulation.beat_at < at - ABANDONED)
    found = db.session.scalars(_open().where(silent).order_by(Simulation.id)).first()
    if found is None:
        return None
    task = _Task(found.id, found.attempt + 1, found.code, found.against)
    before = found.attempt
    total = simulation_run.cards()
    db.session.rollback()
    begun = update(Simulation).where(Simulation.id == task.key, Simulation.state.in_(OPEN))
    values = {"state": SimulationState.running, "attempt": task.attempt, "beat_at": at}
    with writing():
        mine = _rows(begun.where(Simulation.attempt == before).values(**values, done=0, total=total))
        if mine:
            _forget_changes(task.key)
        db.session.commit()
    return task if mine else None


def _calculate(task: _Task, stopped: Callable[[], bool]) -> None:
    known = rule_sets.known()
    task.unasked = len(rule_set_obstacles.unasked_domains(known.get(task.code)))
    outcomes = simulation_run.outcomes(known.get(task.against), known.get(task.code))
    while batch := list(islice(outcomes, BATCH)):
        changes = [_change(task, one) for one in batch if one.changed]
        for one in batch:
            task.counted.add(one)
        task.holders.update(one["holder"] for one in changes)
        task.done += len(batch)
        if not _write(task, changes):
            return
        if stopped():
            _end(task, state=SimulationState.queued, beat_at=None)
            return
    _end(task, state=SimulationState.done, finished_at=clock.now(), result=_result(task), total=task.done)


def _write(task: _Task, changes: list[dict[str, Any]]) -> bool:
    """Keep what changes, in a transaction as short as that; False when it was cancelled or taken over."""
    db.session.rollback()  # nothing read is needed any more, and on SQLite a reader cannot begin to write
    with writing():
        mine = _rows(_own(task).values(done=task.done, beat_at=clock.now()))
        if mine and changes:
            db.session.execute(insert(SimulationChange), changes)
        db.session.commit()
    return mine


def _end(task: _Task, **values: Any) -> None:
    db.session.rollback()
    with writing():
        _rows(_own(task).values(**values))
        db.session.commit()


def _fail(task: _Task, key: str, values: dict[str, str]) -> None:
    told = {"key": key, "values": values}
    _end(task, state=SimulationState.failed, finished_at=clock.now(), error=told)


def _own(task: _Task) -> Any:
    running = update(Simulation).where(Simulation.id == task.key, Simulation.attempt == task.attempt)
    return running.where(Simulation.state == SimulationState.running)


def _change(task: _Task, one: Outcome) -> dict[str, Any]:
    return {
        "simulation_id": task.key,
        **{name: getattr(one, name) for name in ("number", "year", "holder", "domain")},
        "added": _between_bars(one.added),
        "removed": _between_bars(one.removed),
        "before": len(one.before),
        "after": len(one.after),
    }


def _between_bars(codes: Iterable[str]) -> str:
    return "".join(f"|{code}" for code in codes) + "|"


def _result(task: _Task) -> dict[str, Any]:
    """What `Summary` counts, as JSON: `load` as lines of year, institution, now, added, removed."""
    counted = task.counted
    plain = ("cards", "changed", "left_without", "opinions_before", "opinions_after", "added", "removed")
    lines = sorted(counted.load.items())
    return {
        **{name: getattr(counted, name) for name in plain},
        "load": [[year, code, one.now, one.added, one.removed] for (year, code), one in lines],
        "holders": sorted(task.holders),
        "unasked": task.unasked,
    }


def _open() -> Select[Simulation]:
    return select(Simulation).where(Simulation.state.in_(OPEN))


def _forget_changes(key: int) -> None:
    db.session.execute(delete(SimulationChange).where(SimulationChange.simulation_id == key))


def _rows(statement: Any) -> bool:
    """Carry an UPDATE out; return whether it found its row."""
    options = {"synchronize_session": False}
    return cast(CursorResult[Any], db.session.execute(statement, execution_options=options)).rowcount == 1
