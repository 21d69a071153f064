"""Simulations are calculated by the worker from their rows; cancelled, abandoned and failed ones, too."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.database import writing
from app.extensions import db
from app.services.ruleset import rule_sets, simulation_changes, simulations
from app.services.ruleset.simulation_changes import Wanted
from app.services.ruleset.simulation_run import outcomes
from app.visibility import looking_as
from models import Activity, Notification, Simulation, SimulationChange
from rules.facts import Actor
from rules.refusals import Invalid, NotAllowed, NotFound, WrongStatus
from rules.simulation import SimulationState
from tests.helpers.cards import actor

pytestmark = pytest.mark.stage("five_to_simulate")


@pytest.fixture
def cards(inside, monkeypatch):
    """Five cards that the draft changes, two in a batch."""
    monkeypatch.setattr(simulations, "BATCH", 2)
    return list(db.session.scalars(select(Activity).order_by(Activity.id)))


def ask(code="draft", against="", user="admin"):
    """Ask for a simulation and return its key."""
    with writing():
        key = simulations.ask(code, against, actor(user), clock.now()).id
        db.session.commit()
    return key


def cancel(key):
    with writing():
        simulations.cancel(key, actor("admin"), clock.now())
        db.session.commit()


def read(key):
    db.session.rollback()
    db.session.expire_all()
    return db.session.get(Simulation, key)


def changes(key):
    db.session.rollback()
    counted = select(func.count()).select_from(SimulationChange)
    return db.session.scalar(counted.where(SimulationChange.simulation_id == key))


def test_what_is_asked_for_is_calculated(cards):
    key = ask()
    assert simulations.work() is True
    done = read(key)
    assert (done.state, done.against, done.done, done.total) == (SimulationState.done, "mk368-2023", 5, 5)
    assert [done.result[name] for name in ("changed", "added", "removed", "left_without")] == [5, 5, 0, 0]
    assert [clock.today().year, "VDAA", 0, 5, 0] in done.result["load"]


def test_every_card_that_changes_is_kept(cards):
    key = ask()
    simulations.work()
    found = simulation_changes.page(key, Wanted(), 0)
    assert [one.number for one in found] == sorted((card.number for card in cards), reverse=True)
    assert {(one.holder, one.added, one.removed, one.before, one.after) for one in found} == {
        ("VID", ("VDAA",), (), 8, 9)
    }


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(added="VDAA"), 5),
        (Wanted(added="VDA"), 0),
        (Wanted(removed="VDAA"), 0),
        (Wanted(holder="VID"), 5),
        (Wanted(year=2020), 0),
        (Wanted(text="cita kartite 2"), 1),
        (Wanted(text="100%"), 0),
    ],
)
def test_filters_narrow_what_is_found(cards, wanted, count):
    key = ask()
    simulations.work()
    assert simulation_changes.count(key, wanted) == count
    assert len(list(simulation_changes.every(key, wanted))) == count


@pytest.mark.both_databases
def test_everything_is_read_in_pieces(cards, monkeypatch):
    monkeypatch.setattr(simulation_changes, "READ_AT_ONCE", 2)
    key = ask()
    simulations.work()
    assert len({one.number for one in simulation_changes.every(key, Wanted())}) == 5


def test_nothing_is_to_do_when_nobody_asked(cards):
    assert simulations.work() is False


@pytest.mark.both_databases
def test_progress_is_written_while_it_goes_on(cards):
    key, seen = ask(), []

    def look():
        now = read(key)
        seen.append((now.state, now.done, now.total))
        return False

    simulations.work(look)
    assert seen == [(SimulationState.running, done, 5) for done in (2, 4, 5)]


@pytest.mark.both_databases
def test_others_write_while_it_is_calculated(cards):
    key, kept = ask(), []

    def write():
        with writing():
            db.session.get(Activity, cards[0].id).budget_eur = 1
            db.session.commit()
        kept.append(True)
        return False

    simulations.work(write)
    assert (len(kept), read(key).state) == (3, SimulationState.done)


@pytest.mark.both_databases
def test_one_cancelled_stops_at_the_next_batch_and_keeps_no_cards(cards):
    key, looks = ask(), []

    def cancel_once():
        if not looks:
            cancel(key)
        looks.append(True)
        return False

    simulations.work(cancel_once)
    assert (read(key).state, len(looks), changes(key)) == (SimulationState.cancelled, 1, 0)


def test_one_that_has_ended_cannot_be_cancelled(cards):
    key = ask()
    simulations.work()
    with pytest.raises(WrongStatus):
        cancel(key)


@pytest.mark.both_databases
def test_two_clicks_lead_to_one_simulation(cards):
    assert ask() == ask(user="admin2")
    assert simulations.work() is True
    assert simulations.work() is False


def test_after_the_end_another_one_may_be_asked_for(cards):
    first = ask()
    simulations.work()
    assert ask() != first


def test_a_worker_that_is_told_to_stop_leaves_it_to_the_next(cards):
    key = ask()
    simulations.work(lambda: True)
    assert read(key).state is SimulationState.queued
    simulations.work()
    assert (read(key).state, read(key).attempt, changes(key)) == (SimulationState.done, 2, 5)


def _killed():
    raise SystemExit


@pytest.mark.both_databases
def test_an_abandoned_one_is_taken_up_again_from_the_start(cards):
    key = ask()
    with pytest.raises(SystemExit):
        simulations.work(_killed)
    assert (read(key).state, simulations.work()) == (SimulationState.running, False)
    with clock.at(clock.now() + simulations.ABANDONED * 2):
        assert simulations.work() is True
    assert (read(key).state, changes(key)) == (SimulationState.done, 5)


@pytest.mark.both_databases
def test_a_worker_that_was_given_up_writes_no_more(cards):
    key, looks = ask(), []

    def be_overtaken():
        looks.append(True)
        if len(looks) == 1:
            with clock.at(clock.now() + timedelta(hours=1)):
                simulations.work()
        return False

    simulations.work(be_overtaken)
    assert (len(looks), read(key).attempt, changes(key)) == (1, 2, 5)


def test_a_fault_is_said_and_the_worker_goes_on(cards, monkeypatch):
    key = ask()
    with monkeypatch.context() as broken:
        broken.setattr(simulations, "_change", lambda *_: 1 / 0)
        simulations.work()
    failed = read(key)
    assert (failed.state, failed.error["values"]) == (
        SimulationState.failed,
        {"fault": "ZeroDivisionError: division by zero"},
    )
    ask()
    assert simulations.work() is True


def test_a_rule_set_that_is_gone_is_said(cards):
    key = ask()
    with writing():
        db.session.get(Simulation, key).against = "mk597"
        db.session.commit()
    simulations.work()
    assert read(key).error == {"key": "There is no rule set %(rule_set)s.", "values": {"rule_set": "mk597"}}


def test_no_card_is_changed_and_nobody_is_told(cards):
    def state():
        db.session.rollback()
        told = db.session.scalar(select(func.count()).select_from(Notification))
        return told, db.session.execute(select(Activity.id, Activity.revision, Activity.version)).all()

    before = state()
    ask()
    simulations.work()
    assert state() == before


def test_only_a_system_administrator_asks(cards):
    with pytest.raises(NotAllowed):
        ask(user="varam.vaditajs")


@pytest.mark.parametrize(
    ("code", "against", "refusal"),
    [("mk597", "", NotFound), ("mk368-2023", "", Invalid), ("draft", "draft", Invalid)],
)
def test_two_different_rule_sets_are_needed(cards, code, against, refusal):
    with pytest.raises(refusal):
        ask(code, against)


@pytest.mark.stage("in_round")
@pytest.mark.both_databases
def test_nobody_sees_more_while_cards_are_being_judged(inside):
    rules = rule_sets.in_force(clock.today())
    with looking_as(Actor(username="")):
        judged = outcomes(rules, rules)
        assert next(judged).after
        assert db.session.scalars(select(Activity)).all() == []
