"""Measure and print; write `var/bench.json`. Takes some minutes; never part of the tests."""

import argparse
import json
import subprocess
import sys
import time
from collections import defaultdict

from sqlalchemy import create_engine

from bench import pages
from bench.databases import ROLE, Measured, databases
from bench.rules_speed import evaluate_us
from bench.servers import ROOT, command, environment, running
from bench.work import Asking, Cost, Site, alternately
from bench.worst_cases import compare_page_ms, visitor_body_ms

ACTIVITIES = (100_000,)
ROUNDS, QUICK_ROUNDS = 5, 2
CHANGELIST, LOGIN = "/admin/admin/activity/", "/admin/login/"
QUICK = ("list", "vote")
Figures = dict[str, float]


def main() -> None:
    """Fill each database in each size, measure everything in turn, print and write the figures."""
    asked = _arguments()
    figures: Figures = {
        "evaluate_us": round(evaluate_us(), 1),
        "compare_page_ms": round(compare_page_ms(), 1),
    }
    costs: dict[tuple[str, int, str], float] = {}
    for size in asked.size:
        for measured in databases(ROOT / "var" / "bench", ("pg",) if asked.pg else ("sqlite", "pg")):
            say(f"{measured.kind}: {size} activities")
            _fill(measured, size)
            figures |= _measure(measured, size, asked, costs)
    figures |= _growth(costs, min(asked.size), max(asked.size))
    target = ROOT / "var" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(figures, indent=2) + "\n")
    say(json.dumps(figures, indent=2))


def _arguments() -> argparse.Namespace:
    said = argparse.ArgumentParser(prog="python -m bench")
    said.add_argument("--size", type=int, action="append", help="how many activities; may be given again")
    said.add_argument("--page", action="append", help="only these pages")
    said.add_argument("--pg", action="store_true", help="PostgreSQL only")
    said.add_argument("--quick", action="store_true", help="10,000 activities, list and vote only")
    asked = said.parse_args()
    asked.size = asked.size or ((10_000,) if asked.quick else ACTIVITIES)
    asked.page = asked.page or (list(QUICK) if asked.quick else [])
    return asked


def _fill(measured: Measured, size: int) -> None:
    role = ("--web-role", ROLE) if measured.database else ()
    command(measured.owner, "setup", *role)
    command(measured.owner, "demo", "--activities", str(size))
    code = "from bench.django_admin import prepare; prepare()"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment(measured.owner), check=True)


def _measure(
    measured: Measured, size: int, asked: argparse.Namespace, costs: dict[tuple[str, int, str], float]
) -> Figures:
    rounds, kind = QUICK_ROUNDS if asked.quick else ROUNDS, measured.kind
    figures: Figures = {}
    with running(measured) as sites:
        django, bare = _others(sites)
        engine = create_engine(measured.owner)
        by_page: dict[str, list[tuple[str, Asking]]] = defaultdict(list)
        for page, person, asking in pages.reading(sites["virsis"], engine):
            if not asked.page or page in asked.page:
                by_page[page].append((person, asking))
        if not asked.page or "vote" in asked.page:
            by_page["vote"].append(("member", pages.vote(sites["virsis"], engine)))
        for page, askings in by_page.items():
            others = [django, bare] if page == "list" else [bare]
            found = alternately([*(one for _, one in askings), *others], rounds)
            for (person, _), cost in zip(askings, found, strict=False):
                _say(f"{page} {person}", cost)
            ours = max(cost.cpu_ms for cost in found[: len(askings)])  # the one for whom it is dearest
            costs[kind, size, page] = ours
            if page == "list":
                _say("list Django admin", found[-2])
                figures[f"list_vs_django_{kind}"] = round(found[-2].cpu_ms / ours, 2)
            _say("list bare", found[-1])
            figures[f"{page}_vs_bare_{kind}"] = round(found[-1].cpu_ms / ours, 2)
        figures |= {f"visitor_body_ms_{kind}": round(visitor_body_ms(measured.owner), 1)}
        figures |= {f"mb_{size // 1000}k_{kind}": round(measured.megabytes(), 1)}
    return figures


def _others(sites: dict[str, Site]) -> tuple[Asking, Asking]:
    django = sites["django"]
    signed_in = pages.cookie(django, (LOGIN, LOGIN, CHANGELIST), "bench", "bench")
    changelist = Asking(django, CHANGELIST, (("Cookie", signed_in),))
    return changelist, Asking(sites["bare"], "/aktivitates")


def _growth(costs: dict[tuple[str, int, str], float], small: int, large: int) -> Figures:
    """Return how many times dearer each page is in the largest database than in the smallest."""
    if small == large:
        return {}
    named = f"growth_{small // 1000}k_to_{large // 1_000_000}m" if large >= 1_000_000 else "growth"
    return {
        f"{page}_{named}_{kind}": round(costs[kind, large, page] / cost, 2)
        for (kind, size, page), cost in costs.items()
        if size == small and (kind, large, page) in costs
    }


def _say(what: str, cost: Cost) -> None:
    say(
        f"  {what:26} CPU {cost.cpu_ms:8.2f} ms  clock p50 {cost.p50_ms:8.1f}  p95 {cost.p95_ms:8.1f} ms"
        f"  {cost.size:7} bytes"
    )


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
