"""A newcomer carries out every recipe, on a copy of the project, and needs nothing else."""

import os
import shutil
import sys

import pytest

from tests.architecture import recipes

CLAIMS = {
    "add-a-list-column": (
        "the column is drawn",
        "its cells say the word",
        "the filter narrows the list",
        "a chip says so",
        "a word that is none is no address",
    ),
    "add-a-mail": (
        "those meant are told, and nobody else",
        "the mail is written in Latvian",
        "the mail is written in English",
        "the inbox says it",
        "the outbox names it",
        "it is sent",
    ),
    "add-a-question": (
        "the form asks it in Latvian",
        "the form keeps the answer",
        "the activity's page shows it",
        "the API describes it",
        "the API gives it",
        "the API takes it",
        "a rule uses it",
        "the panel beside the form names whom it asks",
    ),
    "add-a-reference-table": (
        "the administrator finds it",
        "the form asks in Latvian",
        "a row is added and listed",
        "the same name twice is refused",
        "a row is corrected",
        "nobody else opens it",
        "nobody else writes",
        "visitors have to sign in",
    ),
    "add-a-rule-set": (
        "others do not come in",
        "the upload keeps it, inactive",
        "its page says the rule",
        "one administrator is not enough",
        "another one lets it begin",
        "from its day the new institution is asked",
        "until then it is not",
    ),
    "add-an-action": (
        "the button is offered to who may",
        "nobody else has it",
        "a page asks in Latvian",
        "others are refused",
        "another status refuses it",
        "it is taken, and said so",
        "the history says who did it",
        "those who are waited for get the mail",
        "the API describes it",
        "the API offers it to who may",
        "the API refuses others",
        "the API takes it",
    ),
    "add-an-area": (
        "its page opens in Latvian",
        "visitors have to sign in",
    ),
    "all of them": (
        "the catalogues have every sentence",
        "models and migrations agree",
        "the style is kept",
        "layers and areas keep to their floors",
    ),
}
EACH = [(recipe, claim) for recipe, claims in CLAIMS.items() for claim in claims]


@pytest.fixture(scope="module")
def said(sqlite, tmp_path_factory):
    """What the changed copy says of itself, line by line."""
    folder = tmp_path_factory.mktemp("newcomer")
    copy, database = recipes.copy_of_the_project(folder), folder / "virsis.db"
    shutil.copyfile(sqlite.template, database)
    environment = {
        **os.environ,
        "VIRSIS_DATABASE_URL": f"sqlite:///{database}",
        "VIRSIS_ENV": "test",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    recipes.carry_out(copy, environment)
    command = [sys.executable, "-m", "tests.architecture.probes", *CLAIMS]
    return recipes.run(command, copy, environment).splitlines()


def test_every_recipe_is_carried_out():
    assert sorted(set(CLAIMS) - {"all of them"}) == recipes.names()


@pytest.mark.parametrize(("recipe", "claim"), EACH, ids=[f"{recipe}: {claim}" for recipe, claim in EACH])
def test_recipe_needs_no_other_place(said, recipe, claim):
    assert f"yes: {recipe}: {claim}" in said, "\n".join(said)
