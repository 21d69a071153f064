"""What requests cost: CPU of the processes that answer them, web and database, and the time by the clock."""

import http.client
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
BATCH_SECONDS = 0.6  # the system counts CPU in hundredths of a second: shorter batches would say little
MOST_IN_BATCH = 200


@dataclass(frozen=True, slots=True)
class Site:
    """A server that is measured: its process, where it listens, the database whose sessions serve it."""

    name: str
    pid: int
    port: int
    database: str = ""  # empty where the database runs in the process itself


@dataclass(frozen=True, slots=True)
class Asking:
    """One request of one person, as it is sent again and again."""

    site: Site
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    method: str = "GET"
    bodies: Callable[[], tuple[str, str]] | None = None  # gives path and body of the next request

    def ask(self) -> int:
        """Send it once; return how many bytes came. Whatever is not a success is an error, never a figure."""
        path, body = self.bodies() if self.bodies else (self.path, None)
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=120)
        connection.request(self.method, path, body, dict(self.headers))
        answer = connection.getresponse()
        told = answer.read()
        connection.close()
        if answer.status not in (200, 201):
            raise RuntimeError(f"{self.site.name} {path} answered {answer.status}: {told[:200]!r}")
        return len(told)


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one request: milliseconds of CPU (the middle of the batches), by the clock, and bytes."""

    cpu_ms: float
    p50_ms: float
    p95_ms: float
    size: int


def alternately(askings: Sequence[Asking], rounds: int) -> list[Cost]:
    """Measure requests in turn, batch by batch, so that whatever else loads the machine loads all alike."""
    for one in askings:
        one.ask(), one.ask()  # the first answers load templates and prepare statements
    batches: list[list[float]] = [[] for _ in askings]
    clocks: list[list[float]] = [[] for _ in askings]
    sizes = [0] * len(askings)
    for _ in range(rounds):
        for place, one in enumerate(askings):
            cpu, times, sizes[place] = _batch(one)
            batches[place].append(cpu)
            clocks[place] += times
    return [
        Cost(round(statistics.median(cpu), 2), *_middle_and_most(times), size)
        for cpu, times, size in zip(batches, clocks, sizes, strict=True)
    ]


def _batch(one: Asking) -> tuple[float, list[float], int]:
    times: list[float] = []
    size, before, end = 0, cpu_of(one.site), time.perf_counter() + BATCH_SECONDS
    while len(times) < MOST_IN_BATCH and (time.perf_counter() < end or not times):
        begun = time.perf_counter()
        size = one.ask()
        times.append((time.perf_counter() - begun) * 1000)
    return (cpu_of(one.site) - before) * 1000 / len(times), times, size


def _middle_and_most(times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return round(statistics.median(ordered), 1), round(ordered[int(len(ordered) * 0.95)], 1)


def cpu_of(site: Site) -> float:
    """Return the seconds of CPU that the server, its children and its sessions in the database have used."""
    return sum(_seconds(pid) for pid in _processes(site))


def _processes(site: Site) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        own = int(folder.name) == site.pid or int(stat[1]) == site.pid
        session = command.startswith("postgres:") and f" {site.database} " in command
        if own or (site.database and session):
            found.append(int(folder.name))
    return found


def _seconds(pid: int) -> float:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(stat[11]) + int(stat[12])) / TICK
