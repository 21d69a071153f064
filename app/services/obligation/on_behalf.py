"""In whose name somebody verifies an obligation: the record shows for whom a substitute acted."""

from dataclasses import replace
from datetime import datetime

from app.services.activity import on_behalf
from app.services.activity.on_behalf import Name
from app.visibility import seeing_everything
from models import Obligation, Substitution
from rules.deadlines import day_of
from rules.facts import Actor
from rules.obligation.steps import role_of
from rules.obligation.words import ObligationStep
from rules.refusals import Problem
from rules.vocabulary import ProblemCode


def acting_for(
    obligation: Obligation, step: ObligationStep, actor: Actor, at: datetime
) -> list[Substitution]:
    """Return the substitutions in which the actor may take this step, the one that began first at the top."""
    with seeing_everything():
        role = role_of(obligation.facts(), step)
    if role is None or not actor.has(role):
        return []
    return [one for one in on_behalf.in_force(actor, day_of(at)) if one.role is role]


def in_whose_name(
    obligation: Obligation,
    step: ObligationStep,
    actor: Actor,
    at: datetime,
    chosen: str | Name | None = Name.by_default,
) -> tuple[Actor, tuple[Problem, ...]]:
    """Return the actor with the person on whose behalf the step is recorded, and what is wrong with that.

    `chosen`: a user name; None = the own name; not said = the person whose substitution began first.
    """
    if chosen is None:
        return actor, ()
    people = [one.principal for one in acting_for(obligation, step, actor, at)]
    named = next((one for one in people if chosen in (Name.by_default, one.username)), None)
    if named is None:
        unknown = Problem("on_behalf_of", ProblemCode.unknown)
        return actor, () if chosen is Name.by_default else (unknown,)
    return replace(actor, on_behalf_of=named.username, on_behalf_of_id=named.id), ()
