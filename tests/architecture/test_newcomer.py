"""A newcomer adds a question to the card by the recipe, on a copy of the project, and by nothing else."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT

RECIPE = ROOT / "docs" / "recipes" / "add-a-question.md"
BLOCK = re.compile(r"^```(diff|toml|sh)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEFT_OUT = shutil.ignore_patterns(".*", "var", "__pycache__", "node_modules", "screens")
WORDS = {"make i18n": [sys.executable, "scripts/catalogues.py", "update"]}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What the changed copy says of its new question, line by line."""
    folder = tmp_path_factory.mktemp("newcomer")
    copy = folder / "project"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    environment = {
        **os.environ,
        "VIRSIS_DATABASE_URL": f"sqlite:///{folder / 'virsis.db'}",
        "VIRSIS_ENV": "test",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    run([sys.executable, "-m", "flask", "--app", "run", "setup"], copy, environment)
    for kind, path, text in BLOCK.findall(RECIPE.read_text(encoding="utf-8")):
        if kind == "sh":
            for command in text.strip().splitlines():
                run(words_of(command), copy, environment)
        else:
            apply(kind, copy / path, text)
    return run([sys.executable, "-m", "tests.architecture.newcomer_probe"], copy, environment).splitlines()


def apply(kind, file, text):
    content = file.read_text(encoding="utf-8")
    if kind == "toml":
        file.write_text(content + text, encoding="utf-8")
        return
    lines = text.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] != "+")
    assert content.count(old) == 1, f"{file} has not this place once:\n{old}"
    new = "".join(line[1:] for line in lines if line[0] != "-")
    file.write_text(content.replace(old, new), encoding="utf-8")


def words_of(command):
    if command in WORDS:
        return WORDS[command]
    _flask, *rest = re.findall(r'"([^"]*)"|(\S+)', command)
    return [sys.executable, "-m", "flask", *(quoted or plain for quoted, plain in rest)]


def run(command, folder, environment):
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize(
    "claim",
    [
        "the form asks it in Latvian",
        "the form keeps the answer",
        "the activity's page shows it",
        "the API describes it",
        "the API gives it",
        "the API takes it",
        "a rule uses it",
        "the panel beside the form names whom it asks",
        "the catalogues have its sentences",
        "models and migrations agree",
    ],
)
def test_new_question_needs_no_other_place(said, claim):
    assert f"yes: {claim}" in said
