"""The databases that are measured: a fresh SQLite file and a fresh PostgreSQL from pip."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.helpers.postgresql import postgresql_server


def databases(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and address of each, one after the other; what an earlier run left is removed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield "sqlite", f"sqlite:///{(folder / 'virsis.db').resolve()}"
    with postgresql_server() as server:
        server.execute("CREATE DATABASE bench")
        yield "pg", server.url("bench")
    shutil.rmtree(folder, ignore_errors=True)
