"""A small load: signed-in clients that ask for one page again and again."""

import http.client
import statistics
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """A server to be measured: where it listens, the page, and the cookie of a signed-in person."""

    name: str
    port: int
    path: str
    cookie: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Requests a second, and the middle time of one in milliseconds."""

    per_second: float
    p50_ms: float


def measure(site: Site, clients: int, seconds: float) -> Reading:
    """Ask with so many clients for so long; every answer must be 200."""
    times: list[float] = []
    end = time.perf_counter() + seconds
    threads = [threading.Thread(target=_ask, args=(site, end, times)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if not times:
        raise RuntimeError(f"{site.name} answered nothing")
    return Reading(len(times) / seconds, statistics.median(times) * 1000)


def _ask(site: Site, end: float, times: list[float]) -> None:
    headers = {"Cookie": site.cookie} if site.cookie else {}
    while time.perf_counter() < end:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
        began = time.perf_counter()
        connection.request("GET", site.path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{site.name} answered {answer.status}")
        times.append(time.perf_counter() - began)
        connection.close()
