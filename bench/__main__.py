"""Measure and print; write `var/bench.json`. What each figure is stands in docs/performance.md."""

import argparse
import json
import os
import platform
import sys
import time
from typing import Any

from bench.cards import cards
from bench.comparing import Limits
from bench.data.kept import ROOT, Measured, kept
from bench.keys import KINDS, headline
from bench.measuring import Wanted, measure
from bench.pages import COLD, MANY, NAMES
from bench.queries import count_queries
from bench.rules_speed import evaluate_us
from bench.worst_cases import compare_page_ms, visitor_body_ms

QUICK = Limits(least=7, most=15, seconds=3.0, sure=0.05)
QUICK_PAGES = ("list", COLD, "inbox", "page", "cab", "vote", MANY)


def main(asked: argparse.Namespace) -> None:
    """Measure what is asked for on each database and size, print as it goes, write all of it."""
    pages = frozenset(asked.page or (QUICK_PAGES if asked.quick else ()))
    wanted = Wanted(pages, QUICK if asked.quick else Limits())
    found: dict[str, Any] = {}
    counted: dict[str, float] = {}
    for kind in [*(asked.database or KINDS), *(["pg_jit"] if asked.jit else [])]:
        for size in asked.size or [10_000] if asked.quick else asked.size or [10_000, 100_000]:
            say(f"{kind}, {size} activities")
            with kept(kind, size) as measured:
                if kind == "sqlite" and not counted and not asked.page:
                    counted = _counted(measured)
                found[f"{kind}-{size}"] = measure(measured, wanted, say)
            write(found, counted)
    say(json.dumps(write(found, counted), indent=2))


def _counted(measured: Measured) -> dict[str, float]:
    """Return what is no ratio and needs no server: statements, the rules, the dearest inputs."""
    known = count_queries(measured.url, cards(measured.url))
    return {
        **{f"queries_{name}": number for name, number in known.items()},
        "visitor_body_ms": round(visitor_body_ms(measured.url), 1),
        "evaluate_us": round(evaluate_us(), 1),
        "compare_page_ms": round(compare_page_ms(), 1),
    }


def write(found: dict[str, Any], counted: dict[str, float]) -> dict[str, Any]:
    """Write what is known so far; return the figures that are looked at first."""
    first = {**headline(found), **counted}
    machine = {
        "date": time.strftime("%Y-%m-%d"),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
    told = {**first, "machine": machine, "measured": found}
    target = ROOT / "var" / "bench.json"
    target.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return first


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    """Return what is asked for on the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--size", type=int, action="append", help="so many activities; several times for several"
    )
    parser.add_argument(
        "--page", choices=NAMES, action="append", help="only this page; several times for several"
    )
    parser.add_argument("--database", choices=KINDS, action="append", help="only this one")
    parser.add_argument(
        "--jit", action="store_true", help="also an installed PostgreSQL that compiles queries"
    )
    parser.add_argument("--quick", action="store_true", help="10,000 activities, few pages, few repetitions")
    return parser.parse_args()


if __name__ == "__main__":
    main(arguments())
