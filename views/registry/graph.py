"""The impact of a resource placed for a drawing: columns are steps, consumers left of what they need."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from app.services.registry.impact import Impact, Node
from models import Institution
from rules.impact import Side

WIDTH, HEIGHT, ACROSS, DOWN = 152, 56, 232, 72  # of a box; from one box to the next
ONE_BY_ONE = 60  # above so many, boxes are holders


@dataclass(frozen=True, slots=True)
class Box:
    """One resource, or those of one holder that are as many steps away."""

    nodes: tuple[Node, ...]
    x: int
    y: int

    @property
    def look(self) -> str:
        """The class of its frame; what it says stands in its text, too."""
        if self.nodes[0].reached.side is Side.root:
            return "node node-me"
        if any(one.ends for one in self.nodes):
            return "node node-bad"
        return "node node-warn" if any(one.works for one in self.nodes) else "node"

    @property
    def works(self) -> int:
        """How many activities run on it."""
        return sum(len(one.works) for one in self.nodes)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes, the lines between them, and how large all of it is."""

    boxes: tuple[Box, ...]
    lines: tuple[tuple[int, int, int, int], ...]
    width: int
    height: int


def by_holder(found: Impact) -> list[tuple[Institution, list[Node]]]:
    """Return with whom to talk and about what: who has most of it first."""
    others = [one for one in found.nodes if one.reached.side is not Side.root]
    groups = groupby(sorted(others, key=lambda one: one.holder.code), key=lambda one: one.holder.code)
    held = [list(nodes) for _, nodes in groups]
    return [(nodes[0].holder, nodes) for nodes in sorted(held, key=lambda nodes: -len(nodes))]


def drawing(found: Impact) -> Drawing:
    """Place what is reached."""
    whose = _holder if len(found.nodes) > ONE_BY_ONE else _code
    columns: dict[int, dict[str, list[Node]]] = {}
    for one in found.nodes:
        columns.setdefault(_column(one), {}).setdefault(whose(one), []).append(one)
    tallest, first = max(map(len, columns.values())), min(columns)
    boxes = {
        (column, key): Box(tuple(nodes), (column - first) * ACROSS, _top(place, len(keys), tallest))
        for column, keys in columns.items()
        for place, (key, nodes) in enumerate(keys.items())
    }
    return Drawing(
        tuple(boxes.values()),
        _lines(found, boxes, whose),
        (max(columns) - first) * ACROSS + WIDTH,
        tallest * DOWN,
    )


def _lines(
    found: Impact, boxes: dict[tuple[int, str], Box], whose: Callable[[Node], str]
) -> tuple[tuple[int, int, int, int], ...]:
    at = {one.reached.code: boxes[_column(one), whose(one)] for one in found.nodes}
    lines = {
        (start.x + WIDTH, start.y + HEIGHT // 2, end.x, end.y + HEIGHT // 2)
        for start, end in ((at[one.consumer], at[one.provider]) for one in found.edges)
        if start is not end
    }
    return tuple(sorted(lines))


def _column(node: Node) -> int:
    depth = node.reached.depth
    return depth if node.reached.side is Side.providers else -depth


def _top(place: int, count: int, tallest: int) -> int:
    return place * DOWN + (tallest - count) * DOWN // 2 + (DOWN - HEIGHT) // 2


def _holder(node: Node) -> str:
    return "" if node.reached.side is Side.root else node.holder.code


def _code(node: Node) -> str:
    return node.reached.code
