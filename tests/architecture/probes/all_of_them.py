"""What holds whichever recipe is carried out: catalogues, migrations, floors, style."""

import subprocess
import sys
from contextlib import redirect_stdout
from io import StringIO

from flask_migrate import check
from importlinter.cli import lint_imports

from scripts import catalogues


def look(app, tell):
    """Ask the tools that `make lint` and the tests ask."""
    tell("the catalogues have every sentence", not catalogues.problems())
    tell("models and migrations agree", _agree(app))
    tell("the style is kept", _ruff("check") and _ruff("format", "--check"))
    with redirect_stdout(StringIO()):
        broken = lint_imports(no_cache=True)
    tell("layers and areas keep to their floors", not broken)


def _agree(app):
    with app.app_context():
        try:
            check()
        except SystemExit:
            return False
    return True


def _ruff(*task):
    return subprocess.run([sys.executable, "-m", "ruff", *task], capture_output=True).returncode == 0
