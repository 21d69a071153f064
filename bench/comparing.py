"""Requests of several candidates in turn: CPU of web and database, wall time, bytes."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.browser import Answer, Refused
from bench.processes import cpu_ns, settled


@dataclass(frozen=True, slots=True)
class Limits:
    """How often a request is repeated: until its median is known this well, or one of these is reached."""

    least: int = 11
    most: int = 61
    seconds: float = 6.0
    sure: float = 0.03  # half of the 95 % interval of the median, as a share of it
    warm: int = 30  # requests before the first that counts: each worker has prepared its statements by then


@dataclass(slots=True)
class Candidate:
    """Something that is asked: the request, what is done before each (not measured), its processes.

    The first of them is that of the server, those of the database follow.
    """

    name: str
    ask: Callable[[], Answer]
    processes: tuple[int, ...]
    before: Callable[[], object] = lambda: None
    drift: float = 0.0  # CPU that its processes use while nobody asks, as a share of the time
    cpu: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    bytes: int = 0
    failed: str = ""

    def once(self) -> None:
        """Ask once and note what it cost; a failure is noted, and it is asked no more."""
        try:
            self.before()
            begun, stored, since = settled(self._used), self._stored(), time.perf_counter()
            answer = self.ask()
            used, lasted = settled(self._used) - begun, time.perf_counter() - since
            self.database.append((self._stored() - stored) / 1e6)
        except (Refused, OSError) as problem:
            self.failed = str(problem) or type(problem).__name__
            return
        self.cpu.append(max(used / 1e6 - self.drift * lasted * 1000, 0.0))
        self.wall.append(answer.ms)
        self.bytes = answer.bytes

    def warm(self, limits: Limits) -> None:
        """Ask so often that nothing is done for the first time any more; a slow one is asked less often."""
        end = time.monotonic() + limits.seconds / 2
        try:
            for place in range(limits.warm):
                self.before()
                self.ask()
                if place and time.monotonic() > end:
                    break
        except (Refused, OSError) as problem:
            self.failed = str(problem) or type(problem).__name__

    def known(self, limits: Limits) -> bool:
        """Whether the median of the CPU is known well enough."""
        return len(self.cpu) >= limits.least and _doubt(self.cpu) <= limits.sure

    def figures(self) -> dict[str, float | int | str]:
        """Return what has been found out, in milliseconds."""
        if self.failed or not self.cpu:
            return {"failed": self.failed or "nothing was measured"}
        walls = sorted(self.wall)
        return {
            "cpu_ms": round(statistics.median(self.cpu), 2),
            "database_ms": round(statistics.median(self.database), 2),
            "doubt": round(_doubt(self.cpu), 3),
            "wall_p50_ms": round(statistics.median(walls), 1),
            "wall_p95_ms": round(walls[min(int(len(walls) * 0.95), len(walls) - 1)], 1),
            "bytes": self.bytes,
            "requests": len(walls),
        }

    def _used(self) -> int:
        return cpu_ns(self.processes)

    def _stored(self) -> int:
        return cpu_ns(self.processes[1:])


def compare(candidates: Sequence[Candidate], limits: Limits) -> dict[str, dict[str, float | int | str]]:
    """Ask them in turn, request by request, until all are known or the time is over; return the figures."""
    for one in candidates:
        one.warm(limits)
    end = time.monotonic() + limits.seconds
    for place in range(limits.most):
        asked = [one for one in candidates if not one.failed]
        done = all(one.known(limits) for one in asked)
        if done or (place >= 3 and time.monotonic() > end):
            break
        for one in asked:
            one.once()
    return {one.name: one.figures() for one in candidates}


def _doubt(values: list[float]) -> float:
    """Return half of the 95 % interval of the median as a share of it (from the order of the values)."""
    ordered, number = sorted(values), len(values)
    reach = max(int(0.98 * number**0.5), 1)
    low, high = max(number // 2 - reach, 0), min(number // 2 + reach, number - 1)
    middle = ordered[number // 2]
    return (ordered[high] - ordered[low]) / 2 / middle if middle else 1.0
