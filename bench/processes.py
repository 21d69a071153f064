"""How much CPU processes have used, as the operating system counts it."""

import os
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path

_TICK_NS = 1_000_000_000 // os.sysconf("SC_CLK_TCK")


def cpu_ns(roots: Iterable[int]) -> int:
    """Return nanoseconds of CPU of these processes and all below them, finished ones left out."""
    return sum(_of_process(pid) for root in roots for pid in family(root))


def settled(cpu: Callable[[], int], patience: float = 0.25) -> int:
    """Return the CPU once it has stopped growing: an answer is often sent before the work is over."""
    end, before, quiet = time.monotonic() + patience, cpu(), 0
    while quiet < 2 and time.monotonic() < end:
        time.sleep(0.002)
        now = cpu()
        quiet, before = quiet + 1 if now == before else 0, now
    return before


def drift(roots: tuple[int, ...]) -> float:
    """Return the CPU that these processes use while nobody asks, as a share of the time."""
    shares = []
    for _ in range(5):
        begun, since = cpu_ns(roots), time.perf_counter()
        time.sleep(0.1)
        shares.append((cpu_ns(roots) - begun) / 1e9 / (time.perf_counter() - since))
    return statistics.median(shares)


def family(root: int) -> list[int]:
    """Return a process and all below it."""
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        for told in _read_all(f"/proc/{pid}/task", "children"):
            waiting += map(int, told.split())
    return found


def memory_mb(root: int) -> float:
    """Return the memory of the largest process below this one."""
    sizes = [_read(Path(f"/proc/{pid}/status")) for pid in family(root)[1:]]
    lines = [line.split() for told in sizes for line in told.splitlines() if line.startswith("VmRSS")]
    return max((int(line[1]) / 1024 for line in lines), default=0.0)


def _of_process(pid: int) -> int:
    exact = [int(told.split()[0]) for told in _read_all(f"/proc/{pid}/task", "schedstat")]
    return sum(exact) if exact else _in_ticks(pid)


def _in_ticks(pid: int) -> int:
    """Where the kernel keeps no exact times: hundredths of a second."""
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * _TICK_NS if fields else 0


def _read_all(folder: str, name: str) -> list[str]:
    try:
        tasks = os.listdir(folder)
    except OSError:
        return []
    return [told for task in tasks if (told := _read(Path(folder, task, name)))]


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""  # it has ended meanwhile
