"""What others rely on stays as it was: addresses, the described API, the tables."""

import json
from pathlib import Path

from tests.architecture.interface import described, routes, tables

KEPT = json.loads((Path(__file__).parent / "interface.json").read_text(encoding="utf-8"))


def test_every_address_is_still_there_and_no_other(sqlite_app):
    assert routes(sqlite_app) == KEPT["routes"]


def test_api_takes_and_answers_what_it_did(sqlite_app):
    assert json.loads(json.dumps(described(sqlite_app))) == KEPT["api"]


def test_tables_are_the_same(sqlite_app):
    assert json.loads(json.dumps(tables(sqlite_app))) == KEPT["tables"]
