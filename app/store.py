"""Where the contents of files lie, beside the database: each once, called by its SHA-256."""

import os
from collections.abc import Container
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import IO, Any, BinaryIO

from flask import current_app

LEFT_AFTER = timedelta(hours=24)  # what came in and is older was left by a process that ended


def incoming() -> IO[bytes]:
    """Return a file for what is being sent; it is gone once it is closed."""
    return NamedTemporaryFile(dir=_folder("incoming"), prefix="sent-")


def keep(sha256: str, content: BinaryIO) -> None:
    """Keep a content; one that is there already is the same."""
    place = _place(sha256)
    if place.exists():
        return
    place.parent.mkdir(mode=0o700, exist_ok=True)
    content.seek(0)
    with NamedTemporaryFile(dir=_folder("incoming"), prefix="kept-", delete=False) as part:
        copyfileobj(content, part)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(place)  # whole or not at all


def opened(sha256: str) -> BinaryIO | None:
    """Open a content for reading; None where it is not, or no longer, kept."""
    try:
        return _place(sha256).open("rb")
    except FileNotFoundError:
        return None


def sweep(used: Container[str], at: datetime) -> int:
    """Delete the contents that are not used and what was left half sent; return how many files went."""
    contents = (one for one in _folder("contents").glob("*/*") if one.name not in used)
    left = (one for one in _folder("incoming").iterdir() if _is_left(one, at))
    gone = [*contents, *left]
    for one in gone:
        one.unlink(missing_ok=True)
    return len(gone)


def _is_left(file: Path, at: datetime) -> bool:
    try:
        return file.stat().st_mtime < (at - LEFT_AFTER).timestamp()
    except FileNotFoundError:
        return False  # its process has closed it meanwhile


def _place(sha256: str) -> Path:
    return _folder("contents") / sha256[:2] / sha256


def _folder(name: str) -> Path:
    var: Any = current_app.config["VAR"]
    folder = Path(var) / "files" / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
