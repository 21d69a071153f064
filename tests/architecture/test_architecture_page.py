"""docs/architecture.md shows the picture that the contracts keep, and a place for every area."""

import tomllib

import pytest

from scripts import check_size
from tests.architecture.sources import ROOT

PAGE = " ".join((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").split())
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
LAYERS = [
    one for one in CONTRACTS["contracts"] if one["type"] == "layers" and one.get("containers") != ["app"]
]
AREAS = sorted(
    {
        file.parent.name
        for layer in ("models", "app/services", "views")
        for file in (ROOT / layer).glob("*/__init__.py")
    }
)


@pytest.mark.parametrize("contract", LAYERS, ids=lambda contract: contract["name"])
def test_page_shows_the_floors_of_the_contract(contract):
    floors = [floor.replace(" | ", ", ").replace(" : ", ", ") for floor in contract["layers"]]
    assert " → ".join(floors) in PAGE


@pytest.mark.parametrize("area", AREAS)
def test_page_names_the_folder_of_every_area(area):
    assert f"`{area}/`" in PAGE or f"/{area}/`" in PAGE


def test_page_says_the_sizes_that_are_checked():
    said = f"never above {check_size.FUNCTION}, Python files up to {check_size.FILE}, templates up to "
    assert f"{said}{check_size.TEMPLATE} lines, lines up to {check_size.LINE}" in PAGE


@pytest.mark.parametrize("recipe", sorted((ROOT / "docs" / "recipes").glob("*.md")), ids=lambda one: one.stem)
def test_page_leads_to_every_recipe(recipe):
    assert f"(recipes/{recipe.name})" in PAGE
