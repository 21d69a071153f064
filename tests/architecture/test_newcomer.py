"""A newcomer carries out every recipe, on a copy of the project, and needs nothing else."""

import os
import shutil
import sys

import pytest

from tests.architecture import recipes

CLAIMS = {
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
    "all of them": (
        "the catalogues have every sentence",
        "models and migrations agree",
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
