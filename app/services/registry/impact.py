"""What a change of a resource reaches, walked level by level: one query a level, three besides."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.extensions import db
from models import Activity, Dependency, Institution, Resource
from rules.dependency.words import IN_FORCE
from rules.impact import NODES_MOST, Direction, Edge, Reached, Tie, shortest, walk
from rules.refusals import Invalid, NotFound, Problem
from rules.registry_vocabulary import GONE, DependencyKind
from rules.text import N_, nfc
from rules.vocabulary import FINAL, Kind, ProblemCode

_NONE = N_("There is no such resource.")
_INVALID = N_("What you sent cannot be accepted.")


@dataclass(frozen=True, slots=True)
class Node:
    """A resource that is reached, with the activities on it that the reader sees and that still run."""

    reached: Reached
    resource: Resource
    works: tuple[tuple[str, Kind], ...]

    @property
    def activities(self) -> tuple[str, ...]:
        """Return the numbers of the activities."""
        return tuple(number for number, _ in self.works)

    @property
    def ends(self) -> bool:
        """Whether a liquidation of it is under way."""
        return any(kind is Kind.liquidation for _, kind in self.works)

    @property
    def holder(self) -> Institution:
        """Who is in charge of it."""
        return self.resource.holder.in_charge


@dataclass(frozen=True, slots=True)
class Impact:
    """What is reached: at most so many of `count`, and every dependency in force between them."""

    root: str
    count: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def truncated(self) -> bool:
        """Whether more is reached than is told."""
        return self.count > len(self.nodes)


@dataclass(frozen=True, slots=True)
class Path:
    """A shortest chain of needs, from the consumer on; none is empty."""

    direction: Direction | None
    path: tuple[str, ...]
    edges: tuple[Edge, ...]


def impact(code: str, direction: Direction, depth: int, kind: DependencyKind | None = None) -> Impact:
    """Return what is reached from a resource; raise `NotFound`."""
    root = _resource(code)
    ids = {root.code: root.id}
    found = walk(root.code, _step(ids, kind), direction, depth)
    shown = found[:NODES_MOST]
    keys = {one.code: ids[one.code] for one in shown}
    return Impact(root.code, len(found), _nodes(shown, keys), _edges(keys, kind))


def path(code: str, to: str | None) -> Path:
    """Return how one resource needs the other, else how it is needed by it; raise `Invalid`, `NotFound`."""
    root = _resource(code)
    other = _other(root, to)
    ids = {one.code: one.id for one in (root, other)}
    ends = {Direction.providers: (root.code, other.code), Direction.consumers: (other.code, root.code)}
    for direction, (start, end) in ends.items():
        chain = shortest(start, end, _step(ids, None))
        if chain:
            return Path(direction, tuple(chain), _along(chain, _edges({one: ids[one] for one in chain})))
    return Path(None, (), ())


def _resource(code: str) -> Resource:
    found = db.session.scalars(select(Resource).where(Resource.code == nfc(code))).one_or_none()
    if found is None:
        raise NotFound(_NONE)
    return found


def _other(root: Resource, to: str | None) -> Resource:
    if not to:
        raise Invalid(_INVALID, (Problem("to", ProblemCode.required),))
    if nfc(to) == root.code:
        raise Invalid(_INVALID, (Problem("to", ProblemCode.invalid),))
    try:
        return _resource(to)
    except NotFound as gone:
        raise Invalid(_INVALID, (Problem("to", ProblemCode.unknown, {"code": to}),)) from gone


def _step(
    ids: dict[str, int], kind: DependencyKind | None
) -> Callable[[Collection[str], Collection[str]], Iterable[Tie]]:
    """Return how a walk finds the next level; `ids` are those that it knows, beginning with the ends."""
    consumer, provider = aliased(Resource), aliased(Resource)
    ends = tuple(ids.values())
    lives = (or_(one.status.not_in(GONE), one.id.in_(ends)) for one in (consumer, provider))
    ties = _joined(select(consumer.code, consumer.id, provider.code, provider.id), consumer, provider, kind)
    ties = ties.where(*lives)

    def step(over: Collection[str], under: Collection[str]) -> Iterable[Tie]:
        above = Dependency.provider_id.in_([ids[one] for one in over])
        below = Dependency.consumer_id.in_([ids[one] for one in under])
        for one, its_id, other, other_id in db.session.execute(ties.where(or_(above, below))):
            ids[one], ids[other] = its_id, other_id
            yield one, other

    return step


def _nodes(shown: Collection[Reached], keys: Mapping[str, int]) -> tuple[Node, ...]:
    runs = and_(Activity.resource_id == Resource.id, Activity.status.not_in(FINAL))
    named = joinedload(Resource.holder).joinedload(Institution.successor)
    rows = select(Resource, Activity.number, Activity.kind).outerjoin(Activity, runs).options(named)
    resources: dict[str, Resource] = {}
    works: dict[str, list[tuple[str, Kind]]] = {}
    for one, number, does in db.session.execute(rows.where(Resource.id.in_(keys.values()))):
        resources[one.code] = one
        works.setdefault(one.code, []).extend([(number, does)] if number else [])
    return tuple(Node(one, resources[one.code], tuple(sorted(works[one.code]))) for one in shown)


def _edges(keys: Mapping[str, int], kind: DependencyKind | None = None) -> tuple[Edge, ...]:
    consumer, provider = aliased(Resource), aliased(Resource)
    among = _joined(
        select(consumer.code, provider.code, Dependency.kind, Dependency.status), consumer, provider, kind
    ).where(Dependency.consumer_id.in_(keys.values()), Dependency.provider_id.in_(keys.values()))
    return tuple(Edge(*row) for row in sorted(tuple(row) for row in db.session.execute(among)))


def _along(chain: Collection[str], edges: Iterable[Edge]) -> tuple[Edge, ...]:
    places = {pair: place for place, pair in enumerate(pairwise(chain))}
    along = [one for one in edges if (one.consumer, one.provider) in places]
    return tuple(sorted(along, key=lambda one: places[one.consumer, one.provider]))


def _joined(
    query: Select[*tuple[Any, ...]],
    consumer: type[Resource],
    provider: type[Resource],
    kind: DependencyKind | None,
) -> Select[*tuple[Any, ...]]:
    found = query.select_from(Dependency).join(consumer, Dependency.consumer)
    found = found.join(provider, Dependency.provider).where(Dependency.status.in_(IN_FORCE))
    return found if kind is None else found.where(Dependency.kind == kind)
