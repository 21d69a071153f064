"""What others rely on stays as it was: addresses, the described API, the tables."""

import json
from pathlib import Path

from tests.architecture.interface import described, routes, tables

# What was added to an enumeration since: whoever relies on the others is not disturbed.
ADDED = {"ambiguous": "a form asks which of two readings is meant"}
KEPT = json.loads((Path(__file__).parent / "interface.json").read_text(encoding="utf-8"))


def test_every_address_is_still_there_and_no_other(sqlite_app):
    assert routes(sqlite_app) == KEPT["routes"]


def test_api_takes_and_answers_what_it_did(sqlite_app):
    assert _without_additions(json.loads(json.dumps(described(sqlite_app)))) == KEPT["api"]


def test_tables_are_the_same(sqlite_app):
    assert json.loads(json.dumps(tables(sqlite_app))) == KEPT["tables"]


def _without_additions(described):
    """The description without the words that were added to its enumerations."""
    if isinstance(described, list):
        return [_without_additions(one) for one in described]
    if not isinstance(described, dict):
        return described
    kept = {name: _without_additions(one) for name, one in described.items()}
    if isinstance(kept.get("enum"), list):
        kept["enum"] = [word for word in kept["enum"] if word not in ADDED]
    return kept
