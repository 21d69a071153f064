"""Wait for what another thread or process does; how long that takes is no claim of a test."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

PATIENCE, PAUSE = 60, 0.05  # seconds until a test gives up, and between two looks


def eventually(look: Callable[[], Any], otherwise: Callable[[], object]) -> Any:
    """Return what is found as soon as there is something; else fail, and say what there is `otherwise`."""
    end = monotonic() + PATIENCE
    while not (found := look()):
        assert monotonic() < end, otherwise()
        sleep(PAUSE)
    return found
