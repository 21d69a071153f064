"""A draft rule set that asks one more than the one in force, and cards to try it on."""

from app.clock import now
from app.extensions import db
from app.services.ruleset import rule_sets, simulations
from models import User
from models.account.people import ADMIN_ROLE, actor_of
from rules.facts import Actor
from rules.ruleset.known import FOLDER
from rules.simulation import SimulationState
from tests.helpers.cards import actor, draft, in_round

HEAD = (FOLDER / "mk368-2023.toml").read_text(encoding="utf-8").partition("[[case]]")[0]
DRAFT = (
    HEAD.replace('"mk368-2023"', '"draft"', 1)
    + """
[[rule]]
id = "vdaa"
asks = "VDAA"
fixed = false
basis = "pieņēmums"
lv = "VDAA saskaņo attīstīšanu"
en = "VDAA co-approves development"
when = { kind = ["development"] }

[[case]]
title = "LNB izveido jaunu resursu"
card = { kind = "creation", holder = "LNB" }
asked = ["VARAM", "KM", "AiM", "CSP", "DVI", "LPS"]
"""
)


def put(others=0):
    """Keep the draft rule set, a card in a round, a draft card and `others` more; the caller commits."""
    rule_sets.upload(DRAFT, "draft.toml", actor("admin"), now())
    cards = [in_round(), draft()]
    return cards + [draft(title=f"Cita kartīte {place}") for place in range(others)]


def put_and_simulate(others=0):
    """The same, and a simulation of the draft that is done."""
    put(others)
    simulations.ask("draft", "", actor("admin"), now())
    db.session.commit()
    simulations.work()


def simulation() -> str:
    """Return the key of a simulation of the draft that is done; the first call makes both."""
    found = simulations.of("draft")
    if not found:
        admin = _admin()
        rule_sets.upload(DRAFT, "draft.toml", admin, now())
        found = [simulations.ask("draft", "", admin, now())]
        db.session.commit()
        simulations.work()
    return str(found[0].id)


def under_way() -> str:
    """Return the key of a simulation that is half way; nobody goes on with it."""
    found = simulations.of("mk368-architect")
    if not found:
        found = [simulations.ask("mk368-architect", "", _admin(), now())]
        found[0].state, found[0].beat_at = SimulationState.running, now()
        found[0].done, found[0].total = 47_000, 100_000
        db.session.commit()
    return str(found[0].id)


def _admin() -> Actor:
    return actor_of(db.session.query(User).filter(User.roles.any(name=ADMIN_ROLE)).first())
