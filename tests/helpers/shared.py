"""What a run of the tests makes once for all its processes: who asks first makes it, the others wait."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = "/dev/shm"  # noqa: S108  (what is made in it gets a name of its own)
ROOM = 2**30  # bytes that must be free in memory for the data of the tests


class Shared:
    """A folder that the processes of one run have in common."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def once(self, name: str, make: Callable[[], None]) -> None:
        """Make what has this name, unless it is made already."""
        done = self.folder / f"{name}.done"
        with self._alone(name):
            if not done.exists():
                make()
                done.touch()

    @contextmanager
    def _alone(self, name: str) -> Iterator[None]:
        with (self.folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def folder_in_memory() -> str | None:
    """Return a folder in memory, where databases are copied ten times as fast; None where room is short."""
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if roomy else None
