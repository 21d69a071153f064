"""Real databases for tests: a template for each stage, shared by all processes, and a copy of our own."""

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.helpers.postgresql import Server
from tests.helpers.shared import Shared

FRESH = "fresh"  # the stage of a database that has been set up and has accounts, but no card


class Database:
    """Makes the template of a stage when it is first asked for, and copies it for each test."""

    def __init__(self, shared: Shared, own: str, fill: "Callable[[Database, str], None]") -> None:
        self.shared, self._own, self._fill = shared, own, fill

    @property
    def url(self) -> str:
        """The address of our own copy."""
        return self.url_of(self._own)

    def reset(self, stage: str = FRESH) -> None:
        """Copy the template of a stage over our own copy."""
        self.ready(stage)
        self.copy(stage, self._own)

    def ready(self, stage: str = FRESH) -> None:
        """Make the template of a stage, unless there is one."""
        self.shared.once(f"{type(self).__name__}-{stage}", lambda: self._make(stage))

    def _make(self, stage: str) -> None:
        if stage == FRESH:
            self.create(stage)
        else:
            self.ready()
            self.copy(FRESH, stage)
        self._fill(self, stage)

    def url_of(self, name: str) -> str:
        """Return the address of the template or copy of this name."""
        raise NotImplementedError

    def create(self, name: str) -> None:
        """Make an empty one."""
        raise NotImplementedError

    def copy(self, name: str, other: str) -> None:
        """Replace another by a copy; nobody is connected to either."""
        raise NotImplementedError


class SQLite(Database):
    """Files."""

    def url_of(self, name: str) -> str:
        return f"sqlite:///{self._file(name)}"

    def create(self, name: str) -> None:
        pass  # the first connection does

    def copy(self, name: str, other: str) -> None:
        for leftover in self.shared.folder.glob(f"{other}.db*"):
            leftover.unlink()
        shutil.copyfile(self._file(name), self._file(other))

    def _file(self, name: str) -> Path:
        return self.shared.folder / f"{name}.db"


class PostgreSQL(Database):
    """Databases of one server, which starts when the first of them is asked for."""

    @property
    def server(self) -> Server:
        return Server(self.shared.folder / "postgresql")

    def ready(self, stage: str = FRESH) -> None:
        self.shared.once("server", self.server.start)
        super().ready(stage)

    def url_of(self, name: str) -> str:
        return self.server.url(self.named(name))

    def create(self, name: str) -> None:
        self.server.execute(f"CREATE DATABASE {self.named(name)}")

    def copy(self, name: str, other: str) -> None:
        self.server.execute(f"DROP DATABASE IF EXISTS {self.named(other)} WITH (FORCE)")
        copied = f"{self.named(other)} TEMPLATE {self.named(name)} STRATEGY file_copy"
        self.server.execute(f"CREATE DATABASE {copied}")

    def named(self, name: str) -> str:
        """Return what the server calls the template or copy of this name."""
        return f"{type(self).__name__}_{name}".lower()


class AsPlainRole(PostgreSQL):
    """The same for a role that sees only what the viewer of its transaction may see."""

    ROLE = "virsis_web"

    @property
    def url(self) -> str:
        return self.server.url(self.named(self._own), self.ROLE)
