"""The registry, and the question that needs no card: who would have to co-approve."""

from marshmallow.fields import List, Nested

from rules.impact import Direction, Side
from rules.registry_vocabulary import (
    Certainty,
    DependencyKind,
    InstitutionKind,
    InstitutionStatus,
    ResourceKind,
    ResourceStatus,
)
from rules.ruleset import ANSWERS
from rules.vocabulary import Kind
from views.api.schemas.answers import Note, Reason, Shown, page_of
from views.api.schemas.bodies import Tolerant
from views.api.schemas.fields import Day, Number, Text, Word, YesNo

# Body of the preview; `rules.registry` reads it, as it does for the command.
Facts = Tolerant.from_dict(
    {
        "kind": Word(Kind, required=True),
        "holder": Text(required=True),
        "resource": Text(allow_none=True),
        "used_resources": List(Text()),
        "affected_resources": List(Text()),
        "affected_institutions": List(Text()),
        "domain": Text(allow_none=True),
        **{name: YesNo(allow_none=True) for name in ANSWERS if name != "domain"},
    },
    name="Facts",
)


class Required(Shown):
    """A co-approval that would be required."""

    institution = Text()
    fixed = YesNo()
    reasons = List(Nested(Reason))


class Evaluation(Shown):
    """Who would have to co-approve, and by when."""

    rule_set = Text()
    since = Day(allow_none=True)
    requirements = List(Nested(Required))
    notes = List(Nested(Note))
    due_on = Day(allow_none=True)


class Institution(Shown):
    """An institution of the registry."""

    code = Text()
    name_lv = Text()
    name_en = Text()
    kind = Word(InstitutionKind)
    parent = Text(attribute="parent.code", dump_default=None, allow_none=True)
    reg_no = Text(allow_none=True)
    certainty = Word(Certainty)
    status = Word(InstitutionStatus)


class Resource(Shown):
    """A resource of the registry."""

    code = Text()
    name_lv = Text()
    kind = Word(ResourceKind)
    holder = Text(attribute="holder.code")
    status = Word(ResourceStatus)
    certainty = Word(Certainty)


class Dependency(Shown):
    """A resource at the other end of a dependency."""

    resource = Text()
    kind = Word(DependencyKind)


class Dependencies(Shown):
    """What a resource needs, and what needs it."""

    providers = List(Nested(Dependency))
    consumers = List(Nested(Dependency))


class Edge(Shown):
    """A dependency in force."""

    consumer = Text()
    provider = Text()
    kind = Word(DependencyKind)
    state = Text()


class Node(Shown):
    """A resource that is reached."""

    resource = Text(attribute="resource.code")
    name_lv = Text(attribute="resource.name_lv")
    holder = Text(attribute="holder.code")
    depth = Number(attribute="reached.depth")
    side = Word(Side, attribute="reached.side")
    status = Word(ResourceStatus, attribute="resource.status")
    criticality = Text(attribute="resource.criticality", dump_default=None, allow_none=True)
    activities = List(Text())


class Impact(Shown):
    """What a change of the resource reaches."""

    root = Text()
    count = Number()
    truncated = YesNo()
    nodes = List(Nested(Node))
    edges = List(Nested(Edge))


class Path(Shown):
    """A shortest chain of needs, from the consumer on."""

    direction = Word(Direction, allow_none=True)
    path = List(Text())
    edges = List(Nested(Edge))


InstitutionPage = page_of("InstitutionPage", Institution)
ResourcePage = page_of("ResourcePage", Resource)
