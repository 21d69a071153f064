"""What a change of a resource reaches: walks along dependencies, level by level, never path by path."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

DEPTHS, NODES_MOST = range(1, 7), 500
Tie = tuple[str, str]  # (consumer, provider)
Step = Callable[[Collection[str], Collection[str]], Iterable[Tie]]
"""Answers the ties to the consumers of the first, and to the providers of the second."""


class Direction(StrEnum):
    """Along which ends of dependencies one walks."""

    consumers = auto()
    providers = auto()
    both = auto()


class Side(StrEnum):
    """In which walk a resource was met."""

    root = auto()
    consumers = auto()
    providers = auto()
    both = auto()


@dataclass(frozen=True, slots=True)
class Reached:
    """A resource that a walk has met, and after how few steps."""

    code: str
    depth: int
    side: Side


@dataclass(frozen=True, slots=True)
class Edge:
    """A dependency in force."""

    consumer: str
    provider: str
    kind: str
    state: str


def walk(root: str, step: Step, direction: Direction, depth: int) -> list[Reached]:
    """Return what is met in so many steps, nearest first, then by code; a provider's consumers are not."""
    up, down = {root: 0}, {root: 0}
    over = frozenset({root} if direction is not Direction.providers else ())
    under = frozenset({root} if direction is not Direction.consumers else ())
    for level in range(1, depth + 1):
        if not (over or under):
            break
        ties = list(step(over, under))
        over = frozenset(consumer for consumer, provider in ties if provider in over) - up.keys()
        under = frozenset(provider for consumer, provider in ties if consumer in under) - down.keys()
        up |= dict.fromkeys(over, level)
        down |= dict.fromkeys(under, level)
    return sorted(_met(root, up, down), key=lambda one: (one.depth, one.code))


def shortest(start: str, end: str, step: Step) -> list[str]:
    """Return the shortest chain of needs from a consumer to a provider, of equals the first by codes."""
    before: dict[str, str] = {start: ""}
    level = [start]
    while level and end not in before:
        providers: dict[str, list[str]] = {}
        for consumer, provider in sorted(set(step((), level))):
            providers.setdefault(consumer, []).append(provider)
        found: list[str] = []
        for consumer in level:  # in the order of their chains: who comes first leads on
            new = [one for one in providers.get(consumer, ()) if one not in before]
            before |= dict.fromkeys(new, consumer)
            found += new
        level = found
    return _chain(before, end) if end in before else []


def _met(root: str, up: Mapping[str, int], down: Mapping[str, int]) -> Iterable[Reached]:
    yield Reached(root, 0, Side.root)
    for code in (up.keys() | down.keys()) - {root}:
        if code not in down:
            yield Reached(code, up[code], Side.consumers)
        elif code not in up:
            yield Reached(code, down[code], Side.providers)
        else:
            yield Reached(code, min(up[code], down[code]), Side.both)


def _chain(before: Mapping[str, str], end: str) -> list[str]:
    found = [end]
    while before[found[-1]]:
        found.append(before[found[-1]])
    return found[::-1]
