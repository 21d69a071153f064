"""Measure and print; write `var/bench.json`. Takes some minutes; never part of the tests."""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.databases import databases
from bench.load import Reading, Site, measure
from bench.queries import inside_the_list
from bench.rules_speed import evaluate_us
from bench.servers import ROOT, command, environment, running
from bench.worst_cases import compare_page_ms, visitor_body_ms

ACTIVITIES = 100_000
SECONDS = 4.0
ROUNDS = 3
CLIENTS = (1, 4)


def main(activities: int) -> None:
    """Fill both databases, measure the three servers in turn, print and write the ratios."""
    result: dict[str, float] = {"activities": activities, "evaluate_us": round(evaluate_us(), 1)}
    result["compare_page_ms"] = round(compare_page_ms(), 1)
    for name, url in databases(Path("var/bench")):
        say(f"{name}: {activities} activities")
        command(url, "setup")
        command(url, "demo", "--activities", str(activities))
        command(url, "rules", "simulate", str(ROOT / "rules" / "rulesets" / "mk368-architect.toml"))
        command_django(url)
        result["queries_list"], shares = inside_the_list(url)
        result[f"visitor_body_ms_{name}"] = round(visitor_body_ms(url), 1)
        with running(url) as sites:
            ratios = compare(sites)
        say("\n".join(["  one page of the list spends its time in", *shares]))
        result |= {f"list_vs_{other}_{name}": ratio for other, ratio in ratios.items()}
    target = ROOT / "var" / "bench.json"
    target.write_text(json.dumps(result, indent=2) + "\n")
    say(json.dumps(result, indent=2))


def command_django(url: str) -> None:
    """Let Django make its own tables in the measured database, in a process of its own."""
    code = "from bench.django_admin import prepare; prepare()"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(url), check=True)


def compare(sites: list[Site]) -> dict[str, float]:
    """Measure the sites in turn, several times; return ours over each other at most clients."""
    for site in sites:
        measure(site, 2, 1.0)  # warm
    ratios: dict[str, float] = {}
    for clients in CLIENTS:
        readings: dict[str, list[Reading]] = {site.name: [] for site in sites}
        for _ in range(ROUNDS):
            for site in sites:
                readings[site.name].append(measure(site, clients, SECONDS))
        middle = {name: statistics.median(one.per_second for one in all_) for name, all_ in readings.items()}
        for name, all_ in readings.items():
            p50 = statistics.median(one.p50_ms for one in all_)
            say(f"  {clients} client(s)  {name:7} {middle[name]:8.1f} requests/s  p50 {p50:7.1f} ms")
        ratios = {
            name: round(middle["virsis"] / rate, 2) for name, rate in middle.items() if name != "virsis"
        }
    return ratios


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ACTIVITIES)
