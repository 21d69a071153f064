"""A draft rule set that asks one more than the one in force, and cards to try it on."""

from app.clock import now
from app.services import rule_sets
from rules.rulesets import FOLDER
from tests.services.cards import actor, draft, in_round

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
