"""A table of transitions serves any thing that stands somewhere, not only activities."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

import pytest

from rules.facts import Actor
from rules.flow import Flow, Transition
from rules.refusals import NotAllowed, WrongStatus


class Stand(StrEnum):
    new = auto()
    open = auto()
    closed = auto()


class Deed(StrEnum):
    take = auto()
    close = auto()
    reopen = auto()


@dataclass(frozen=True)
class Request:
    """A thing of another kind."""

    status: Stand
    worker: str = "anna"
    urgent: bool = False


def worker(facts: Request, actor: Actor) -> bool:
    return actor.username == facts.worker


def anybody(_facts: Request, _actor: Actor) -> bool:
    return True


def not_urgent(facts: Request, _actor: Actor, _on: date) -> WrongStatus | None:
    return WrongStatus("An urgent request is not closed.") if facts.urgent else None


FLOW = Flow(
    (
        Transition(Deed.close, (Stand.open,), Stand.closed, worker, "Only %(who)s closes it.", (not_urgent,)),
        Transition(Deed.take, (Stand.new,), Stand.open, worker, "Only %(who)s takes it."),
        Transition(Deed.reopen, (Stand.closed,), Stand.open, anybody, ""),
    ),
    Deed,
    lambda facts: {"who": facts.worker},
    lambda facts, deed, fitting: WrongStatus(
        "No %(deed)s in %(status)s.", fitting, deed=deed, status=facts.status
    ),
)
DAY, ANNA, OTHER = date(2026, 10, 12), Actor(username="anna"), Actor(username="juris")


def test_the_row_that_allows_an_action_says_where_it_leads():
    assert FLOW.check(Request(Stand.new), Deed.take, ANNA, DAY).target is Stand.open


@pytest.mark.parametrize("status", Stand)
def test_whoever_may_not_is_told_who_may_whatever_the_status(status):
    with pytest.raises(NotAllowed, match="Only anna closes it"):
        FLOW.check(Request(status), Deed.close, OTHER, DAY)


def test_an_action_that_does_not_fit_names_those_that_do_in_the_words_of_the_thing():
    with pytest.raises(WrongStatus, match="No take in open") as refused:
        FLOW.check(Request(Stand.open), Deed.take, ANNA, DAY)
    assert refused.value.fitting == (Deed.close,)


def test_a_guard_refuses_what_status_and_person_allow():
    with pytest.raises(WrongStatus, match="An urgent request"):
        FLOW.check(Request(Stand.open, urgent=True), Deed.close, ANNA, DAY)


@pytest.mark.parametrize(
    ("facts", "actor", "deeds"),
    [
        (Request(Stand.new), ANNA, (Deed.take,)),
        (Request(Stand.open), ANNA, (Deed.close,)),
        (Request(Stand.open, urgent=True), ANNA, ()),
        (Request(Stand.closed), OTHER, (Deed.reopen,)),
        (Request(Stand.new), OTHER, ()),
    ],
)
def test_what_is_offered_is_what_the_table_allows(facts, actor, deeds):
    assert FLOW.offered(facts, actor, DAY) == deeds
