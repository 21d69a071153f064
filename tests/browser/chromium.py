"""Find the Chromium that the browser tests drive; as a command: is there one?"""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

# The one without windows first: it opens a page in half the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
SHELL = "chromium_headless_shell-*/chrome-*/*headless[_-]shell"  # sorts behind chromium-*, so it is preferred
MISSING = "There is no Chromium here. Install it with: make browser"


def find() -> str | None:
    """Return the path of a Chromium: the system's own, else the newest that Playwright has fetched."""
    system = next(filter(None, map(shutil.which, NAMES)), None)
    return system or max(_fetched_by_playwright(), default=None)


def launch_args() -> dict[str, Any]:
    """Return what Playwright needs to start it; without one, skip, or fail where CI=true."""
    path = find()
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(MISSING)
    # Chromium's sandbox refuses to work for root, which is what containers are.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": path, "args": sandbox}


def _fetched_by_playwright() -> list[str]:
    cache = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    found = [*Path(cache).glob("chromium-*/chrome-linux*/chrome"), *Path(cache).glob(SHELL)]
    return [str(path) for path in found]


if __name__ == "__main__":
    sys.exit(None if find() else MISSING)
