"""Commands on a database without tables, or without a database: one sentence on stderr, never a traceback."""

import json
from pathlib import Path

import pytest

from tests.conftest import let_go, make_app

pytestmark = pytest.mark.both_databases

ROOT = Path(__file__).parents[2]
DRAFT = str(ROOT / "rules/rulesets/mk368-architect.toml")
NO_TABLES = "Error: The database has no tables yet. Run 'flask --app run setup' first.\n"
NEEDY = {
    "audit verify": ["audit", "verify"],
    "demo": ["demo"],
    "worker": ["worker"],
    "daily": ["daily"],
    "rules simulate": ["rules", "simulate", DRAFT],
    "admin invite": ["admin", "invite", "--email", "a@b.example"],
    "admin reset-factor": ["admin", "reset-factor", "--email", "a@b.example"],
    "user-admin invite": ["user-admin", "invite", "--institution", "VID", "--email", "a@b.example"],
}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path, tmp_path_factory):
    """An application whose database has no tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        url = request.getfixturevalue("postgresql").server.url("postgres")
    app = make_app(url, tmp_path_factory)
    yield app
    let_go(app)


@pytest.fixture
def unreachable(tmp_path_factory):
    """An application whose database does not answer."""
    return make_app("postgresql+psycopg://virsis:secret@127.0.0.1:1/virsis", tmp_path_factory)


def run(app, *words):
    return app.test_cli_runner().invoke(args=list(words))


@pytest.mark.parametrize("words", NEEDY.values(), ids=NEEDY)
def test_command_that_needs_tables_says_so(empty, words):
    said = run(empty, *words)
    assert (said.exit_code, said.stdout, said.stderr) == (1, "", NO_TABLES)


def test_rules_answer_from_the_files_of_the_project(empty, tmp_path):
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"holder": "VID", "kind": "development"}), encoding="utf-8")
    said = [
        run(empty, *words)
        for words in (
            ["rules", "list"],
            ["rules", "evaluate", str(facts)],
            ["rules", "due", "2026-01-05", "--days", "5"],
        )
    ]
    assert [one.exit_code for one in said] == [0, 0, 0]
    assert said[2].stdout == "2026-01-12\n"


@pytest.mark.parametrize("words", [*NEEDY.values(), ["setup"]], ids=[*NEEDY, "setup"])
def test_database_that_cannot_be_reached_is_said_without_the_password(unreachable, words):
    said = run(unreachable, *words)
    assert said.stderr.startswith("Error: The database cannot be used: connection failed")
    assert (said.exit_code, said.stdout, said.stderr.count("\n"), "secret" in said.stderr) == (
        1,
        "",
        1,
        False,
    )


@pytest.mark.parametrize("url", ["nonsense", "oracle://x", "foo://x"])
def test_address_of_no_database_is_said(url, tmp_path_factory):
    with pytest.raises(SystemExit, match="VIRSIS_DATABASE_URL is no address of a SQLite or PostgreSQL"):
        make_app(url, tmp_path_factory)
