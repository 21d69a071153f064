"""Filling a database: reference data and the demo, each in one transaction."""

from flask import current_app

from app import clock
from app.seeds import demo, reference
from app.seeds.load import generated
from app.visibility import seeing_everything
from views.base.transaction import one_change


def load_reference_data() -> int:
    """Add the reference data that are missing; return how many rows."""
    with seeing_everything(), one_change():
        return reference.load_reference_data()


def load_demo() -> demo.Loaded:
    """Add the demo accounts and, where there is no activity yet, the demo activities.

    Raises `Refusal` in production.
    """
    with seeing_everything(), one_change():
        return demo.load_demo(clock.now(), current_app.config["ENV"])


def load_generated(count: int, seed: int) -> None:
    """Add so many generated activities to a loaded demo."""
    if count:
        with seeing_everything(), one_change():
            generated.load_generated(count, seed, clock.now())
