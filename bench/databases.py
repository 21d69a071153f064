"""The databases that are measured: a fresh SQLite file and a fresh PostgreSQL from pip, behind its wall."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.helpers.postgresql import postgresql_server

ROLE = "virsis_bench"


@dataclass(frozen=True, slots=True)
class Measured:
    """A database: its kind, who owns it, as whom the web connects, its name where it runs apart."""

    kind: str
    owner: str
    web: str
    database: str = ""

    def megabytes(self) -> float:
        """Return how much room it takes."""
        if not self.database:
            return Path(self.owner.removeprefix("sqlite:///")).stat().st_size / 1e6
        with create_engine(self.owner).connect() as connection:
            found = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        return int(found) / 1e6


def databases(folder: Path, kinds: tuple[str, ...]) -> Iterator[Measured]:
    """Yield one after the other; what an earlier run left is removed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if "sqlite" in kinds:
        file = f"sqlite:///{(folder / 'virsis.db').resolve()}"
        yield Measured("sqlite", file, file)
    if "pg" in kinds:
        with postgresql_server() as server:
            server.execute("CREATE DATABASE bench")
            yield Measured("pg", server.url("bench"), server.url("bench", ROLE), "bench")
    shutil.rmtree(folder, ignore_errors=True)
