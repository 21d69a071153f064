"""The short questionnaire: yes with what makes it one, or no."""

import pytest

from rules.need import Need, need
from rules.vocabulary import Kind

NOTHING = {"new_system": False, "functionality": False, "others": False}


@pytest.mark.parametrize("kind", [Kind.creation, Kind.liquidation])
def test_every_creation_and_liquidation_is_co_approved(kind: Kind) -> None:
    assert need(kind, NOTHING) == Need(True, (), tuple(NOTHING))


def test_a_development_is_co_approved_because_of_what_it_brings() -> None:
    assert need(Kind.development, NOTHING | {"others": True}) == Need(
        True, ("others",), ("new_system", "functionality")
    )


@pytest.mark.parametrize("kind", [Kind.development, None])
def test_what_brings_nothing_of_it_is_not_co_approved(kind: Kind | None) -> None:
    assert not need(kind, NOTHING).needed


def test_maintenance_that_affects_others_is_co_approved() -> None:
    assert need(None, {"others": True}).needed
