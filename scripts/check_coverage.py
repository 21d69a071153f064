"""Hold the floors of what the tests cover: so many of the branches of the rules, and of the use cases."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from coverage import Coverage

FLOORS = {"rules/": 95, "app/services/": 90}  # per cent of the branches


def main(*folders: str) -> int:
    """Print what is covered of these folders; return 1 when a floor is not reached."""
    files = _report()["files"]
    reached = {folder: _branches(files, folder) for folder in folders}
    for folder, (covered, count) in reached.items():
        part = 100 * covered / count if count else 0
        print(f"{folder:14} {covered} of {count} branches covered: {part:.1f} %, floor {FLOORS[folder]} %")
    low = [folder for folder, (covered, count) in reached.items() if 100 * covered < FLOORS[folder] * count]
    return 1 if low or not all(count for _, count in reached.values()) else 0


def _report() -> dict[str, Any]:
    measured = Coverage()
    measured.load()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "coverage.json"
        measured.json_report(outfile=str(file))
        return dict(json.loads(file.read_text(encoding="utf-8")))


def _branches(files: dict[str, Any], folder: str) -> tuple[int, int]:
    counted = [one["summary"] for name, one in files.items() if Path(name).as_posix().startswith(folder)]
    return sum(one["covered_branches"] for one in counted), sum(one["num_branches"] for one in counted)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
