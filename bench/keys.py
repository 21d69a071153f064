"""The few figures that are looked at first, made of all that was measured; a text says why one is missing."""

from collections.abc import Iterator
from typing import Any

from bench.pages import COLD, MANY

Figures = dict[str, Any]
Figure = float | str
SMALL, MIDDLE, LARGE = 10_000, 100_000, 1_000_000
KINDS = ("sqlite", "pg")
BESIDE = (
    ("list_vs_django", "list", "django"),
    ("list_vs_django_uncounted", "list", "django_uncounted"),
    ("list_vs_flask_admin", "list", "flask_admin"),
    ("list_vs_bare", "list", "bare"),
    ("list_cold_vs_django", COLD, "django"),
    ("page_vs_bare", "page", "bare"),
    ("vote_vs_bare", "vote", "bare"),
    ("api_vote_vs_bare", "api_vote", "bare"),
)
GROWING = {
    "list": ("list",),
    "search": ("list_common", "list_rare"),
    "inbox": ("inbox",),
    "page": ("page",),
    "cab": ("cab",),
}


def headline(found: dict[str, Figures]) -> dict[str, Figure]:
    """Return the figures by name. `found`: what was measured by kind and size, `pg-10000`."""
    told: dict[str, Figure] = {}
    for kind in KINDS:
        sizes = {int(name.split("-")[1]): at for name, at in found.items() if name.split("-")[0] == kind}
        if not sizes:
            told |= dict.fromkeys(_names(kind), _missing(f"no run on {kind}"))
            continue
        nearest = sizes[min(sizes, key=lambda size: abs(size - MIDDLE))]
        for name, page, peer in BESIDE:
            told[f"{name}_{kind}"] = _least(nearest, page, peer)
        for name, pages in GROWING.items():
            for size, word in ((MIDDLE, "100k"), (LARGE, "1m")):
                told[f"{name}_growth_10k_to_{word}_{kind}"] = _growth(sizes, size, pages)
        told[f"{MANY}_s_{kind}"] = _seconds(nearest)
    at = found.get(f"pg-{MIDDLE}", {})
    told["mb_100k_pg"] = at.get("megabytes", _missing(f"no run on pg at {MIDDLE} activities"))
    told["rss_mb"] = max((one["rss_mb"] for one in found.values()), default=_missing("no run"))
    told["start_s"] = min((one["start_s"] for one in found.values()), default=_missing("no run"))
    return told


def _names(kind: str) -> Iterator[str]:
    yield from (f"{name}_{kind}" for name, _, _ in BESIDE)
    yield from (f"{name}_growth_10k_to_{word}_{kind}" for name in GROWING for word in ("100k", "1m"))
    yield f"{MANY}_s_{kind}"


def _missing(reason: str) -> str:
    return f"not measured: {reason}"


def _least(at: Figures, page: str, peer: str) -> Figure:
    """Return how much more CPU the other needs, for the person for whom that is least."""
    ours = at["pages"].get(page, {})
    theirs = {person: one.get(peer, {}) for person, one in at["beside"].get(page, {}).items()}
    ratios = [
        one["cpu_ms"] / ours[person]["cpu_ms"]
        for person, one in theirs.items()
        if one.get("cpu_ms") and ours[person].get("cpu_ms")
    ]
    if ratios:
        return round(min(ratios), 2)
    failed = (one["failed"] for one in (*ours.values(), *theirs.values()) if "failed" in one)
    reason = next(failed, "") or at["not_measured"].get(peer.partition("_unc")[0], "")
    return _missing(reason or f"{page} was not asked for")


def _growth(sizes: dict[int, Figures], size: int, pages: tuple[str, ...]) -> Figure:
    """Return how much more CPU a page needs at this size than at 10,000, for whom that is most."""
    if lacking := {SMALL, size} - sizes.keys():
        return _missing(f"no run at {min(lacking)} activities")
    small, large = (sizes[one]["pages"] for one in (SMALL, size))
    ratios = [
        large[page][person]["cpu_ms"] / one["cpu_ms"]
        for page in pages
        for person, one in small.get(page, {}).items()
        if one.get("cpu_ms") and large.get(page, {}).get(person, {}).get("cpu_ms")
    ]
    return round(max(ratios), 2) if ratios else _missing(f"{pages[0]} was not asked for")


def _seconds(at: Figures) -> Figure:
    for one in at["pages"].get(MANY, {}).values():
        return round(one["cpu_ms"] / 1000, 2) if "cpu_ms" in one else _missing(one["failed"])
    return _missing(at["not_measured"].get(MANY, f"{MANY} was not asked for"))
