"""Looks at the changed copy from every side, recipe by recipe; run inside it by test_newcomer."""

import sys
from importlib import import_module
from traceback import format_exc

from app.factory import create_app

app = create_app(SECRET_KEY="0123456789abcdef" * 4, TESTING=True)

for recipe in sys.argv[1:]:

    def tell(claim: str, true: object, recipe: str = recipe) -> None:
        """Say whether a claim holds."""
        sys.stdout.write(f"{'yes' if true else 'no'}: {recipe}: {claim}\n")

    try:
        import_module(f"tests.architecture.probes.{recipe.replace('-', '_').replace(' ', '_')}").look(
            app, tell
        )
    except Exception:  # the other recipes are looked at all the same
        sys.stdout.write(f"{recipe} ends early: {format_exc()}\n")
