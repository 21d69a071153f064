"""`flask rules simulate` tries a draft on every card and changes none."""

import csv
import re

import pytest

from app.database import writing
from app.extensions import db
from app.visibility import seeing_everything
from models import Activity
from rules.ruleset.known import FOLDER
from tests.helpers.cards import draft, in_round

VDAA = """
[[rule]]
id = "vdaa"
asks = "VDAA"
fixed = false
basis = "pieņēmums"
lv = "VDAA saskaņo attīstīšanu"
en = "VDAA co-approves development"
when = { kind = ["development"] }
"""


@pytest.fixture
def file(tmp_path):
    """A draft: the rule set in force, and one rule more."""
    text = (FOLDER / "mk368-2023.toml").read_text(encoding="utf-8")
    told = tmp_path / "draft.toml"
    told.write_text(text.replace('"mk368-2023"', '"draft"', 1) + VDAA, encoding="utf-8")
    return told


@pytest.fixture
def with_cards(app):
    """One card in a round and one draft."""
    with app.app_context(), seeing_everything(), writing():
        in_round()
        draft()
        db.session.commit()
    return app


def simulate(app, *arguments):
    return app.test_cli_runner().invoke(args=["rules", "simulate", *map(str, arguments)])


def test_every_card_is_counted_sent_round_or_not(with_cards, file):
    said = simulate(with_cards, file)
    assert said.exit_code == 0
    assert said.stdout.splitlines()[:5] == [
        "draft instead of mk368-2023: 2 cards",
        "Co-approvers change on 2 cards (100%)",
        "Opinions: 2 added, 0 removed",
        "Co-approvers per card: 8.0 before, 9.0 after",
        "Cards left without any: 0",
    ]


def test_domains_without_an_architect_are_named_as_not_counted(with_cards):
    said = simulate(with_cards, FOLDER / "mk368-architect.toml").stdout
    assert re.search(r"\nNo institution of the architect is entered, so it is not counted: \w", said)


def test_cards_that_change_go_into_the_table(with_cards, file, tmp_path):
    simulate(with_cards, file, "--csv", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as told:
        rows = list(csv.DictReader(told))
    assert [(row["holder"], row["added"], row["removed"]) for row in rows] == [("VID", "VDAA", "")] * 2


@pytest.mark.parametrize("name", ["full", "missing/out.csv"])
def test_a_table_that_cannot_be_written_is_said_in_one_sentence(sqlite_app, file, tmp_path, name):
    (tmp_path / "full").symlink_to("/dev/full")  # every write fails: no space left
    said = simulate(sqlite_app, file, "--csv", tmp_path / name)
    assert said.exit_code == 1
    assert f"{name} cannot be written" in said.stderr


@pytest.mark.both_databases
def test_nothing_is_changed(with_cards, file):
    simulate(with_cards, file)
    with with_cards.app_context(), seeing_everything():
        versions = db.session.scalars(db.select(Activity.revision)).all()
        assert versions == [2, 1]


def test_no_cards_is_an_answer_too(app, file):
    assert simulate(app, file).stdout == "draft instead of mk368-2023: 0 cards\n"


def test_a_broken_draft_is_refused_by_file_rule_and_field(sqlite_app, file):
    file.write_text(file.read_text(encoding="utf-8").replace('asks = "VDAA"', 'asks = "NAV"'), "utf-8")
    said = simulate(sqlite_app, file)
    assert (said.exit_code, said.stdout) == (1, "")
    assert re.search(r"draft\.toml:\d+, rule vdaa, field asks", said.stderr)


def test_a_rule_set_to_compare_with_must_exist(sqlite_app, file):
    said = simulate(sqlite_app, file, "--against", "mk597")
    assert (said.exit_code, "There is no rule set mk597." in said.stderr) == (1, True)
