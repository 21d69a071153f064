"""PostgreSQL of our own for the benchmarks, kept from run to run: that of pip, or one that is installed."""

import os
import subprocess
from pathlib import Path

from tests.helpers.postgresql import Server

# As a small production server; only the disk is not waited for, because it is not what is measured.
_SETTINGS = (
    "shared_buffers=512MB",
    "effective_cache_size=4GB",
    "maintenance_work_mem=512MB",
    "max_wal_size=8GB",
    "max_connections=100",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
)


class Cluster(Server):
    """A server whose data stay; `programs` is the folder of another PostgreSQL than the one of pip."""

    def __init__(self, folder: Path, programs: Path | None = None) -> None:
        super().__init__(folder.resolve())
        self._programs = programs

    def __enter__(self) -> "Cluster":
        if not (self._data / "PG_VERSION").exists():
            self.start()
            self.stop()
        try:
            self.stop()  # one that a killed run left
        except subprocess.CalledProcessError:
            (self._data / "postmaster.pid").unlink()  # of a machine that was switched off
        settings = " ".join(f"-c {setting}" for setting in _SETTINGS)
        self._run("pg_ctl", "start", "-w", "-l", self._log, "-o", f"-k {self.folder} -h '' {settings}")
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    @property
    def process(self) -> int:
        """The process above all others of the server."""
        return int((self._data / "postmaster.pid").read_text().split()[0])

    def _run(self, program: str, *arguments: object) -> None:
        if self._programs is None:
            super()._run(program, *arguments)
            return
        command = [self._programs / program, *map(str, arguments), "-D", self._data]
        user = "nobody" if os.geteuid() == 0 else None
        subprocess.run(command, check=True, capture_output=True, user=user, cwd=self.folder)


def installed_with_jit() -> Path | None:
    """Return the programs of a PostgreSQL of this system that can compile queries, the newest."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/lib/llvmjit.so"), key=lambda one: one.parts[-3])
    return found[-1].parents[1] / "bin" if found else None
