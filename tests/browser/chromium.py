"""Find the Chromium that the browser tests drive; as a command: is there one, with `--shell` the fast one?"""

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "There is no Chromium here. Install it with: make browser"


def find() -> str | None:
    """Return the path of a Chromium: the shell if there is one, else the system's own or a fetched one."""
    return shell() or _first_of(NAMES) or _fetched("chromium-*/chrome-linux*/chrome")


def shell() -> str | None:
    """Return the path of the Chromium without windows: it takes a third of the work for the same pages."""
    fetched = "chromium_headless_shell-*/chrome-*/*headless[_-]shell"
    return _first_of(["chromium-headless-shell"]) or _fetched(fetched)


def launch_args() -> dict[str, Any]:
    """Return what Playwright needs to start it; without one, skip, or fail where CI=true."""
    path = find()
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)
    # Chromium's sandbox refuses to work for root, which is what containers are.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": path, "args": sandbox}


def _first_of(names: Iterable[str]) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)


def _fetched(pattern: str) -> str | None:
    """Return the newest of those that Playwright has fetched."""
    cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    return max(map(str, Path(cache).glob(pattern)), default=None)


if __name__ == "__main__":
    wanted = shell if "--shell" in sys.argv else find
    sys.exit(None if wanted() else MISSING)
