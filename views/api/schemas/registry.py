"""The registry, and the question that needs no card: who would have to co-approve."""

from typing import Any

from marshmallow.fields import List, Nested, Raw

from rules.dependency.words import DependencyState
from rules.impact import Direction, Side
from rules.registry_vocabulary import (
    Certainty,
    ChangeSource,
    Criticality,
    DependencyKind,
    InstitutionKind,
    InstitutionStatus,
    ResourceKind,
    ResourceStatus,
    ServiceHours,
)
from rules.ruleset import ANSWERS
from rules.vocabulary import Kind
from views.api.schemas.answers import Note, Reason, Shown, page_of
from views.api.schemas.bodies import Sent, Tolerant
from views.api.schemas.fields import (
    AskedWord,
    AskedYesNo,
    Code,
    Day,
    ListOf,
    Moment,
    Number,
    PlainText,
    Text,
    Word,
    YesNo,
)
from views.api.schemas.queries import Found, Paged

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


class ResourceRow(Shown):
    """A resource in the list."""

    code = Text()
    name_lv = Text()
    kind = Word(ResourceKind)
    holder = Text(attribute="holder.code")
    status = Word(ResourceStatus)
    certainty = Word(Certainty)


class KnownText(Text):
    """A text, null where nothing is known."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_kwargs: Any) -> Any:
        return value or None


class Resource(ResourceRow):
    """A resource with all that its holder says of it; null = unknown."""

    name_en = KnownText(allow_none=True)
    legal_basis = KnownText(allow_none=True)
    purpose = KnownText(allow_none=True)
    responsible = KnownText(allow_none=True)
    domain = Text(attribute="domain.code", dump_default=None, allow_none=True)
    personal_data = YesNo(allow_none=True)
    criticality = Word(Criticality, allow_none=True)
    maintainer = Text(attribute="maintainer.code", dump_default=None, allow_none=True)
    hosting = KnownText(allow_none=True)
    url = KnownText(allow_none=True)
    data_sets = List(Text())
    service_hours = Word(ServiceHours, allow_none=True)
    closed_on = Day(allow_none=True)
    successor = Text(attribute="successor.code", dump_default=None, allow_none=True)
    in_charge = Text(attribute="holder.in_charge.code")
    version = Number()


class ResourceEntrySent(Sent):
    """What may be said of a resource."""

    code = Text()
    name_lv = PlainText(lines=False)
    name_en = PlainText(lines=False)
    kind = Word(ResourceKind)
    holder = Code()
    legal_basis = PlainText()
    purpose = PlainText()
    responsible = PlainText(lines=False)
    domain = Code(allow_none=True)
    personal_data = YesNo(allow_none=True)
    criticality = Word(Criticality, allow_none=True)
    maintainer = Code(allow_none=True)
    hosting = PlainText(lines=False)
    url = PlainText(lines=False)
    data_sets = ListOf(PlainText(lines=False, required=True))
    service_hours = Word(ServiceHours, allow_none=True)
    status = Word(ResourceStatus)
    closed_on = Day(allow_none=True)
    successor = Code(allow_none=True)
    certainty = Word(Certainty)


class ResourceChanged(ResourceEntrySent):
    """Fields that change, and the version that was seen."""

    version = Number(required=True)


class ResourceKept(Shown):
    """Which resource, in which version."""

    code = Text()
    version = Number()


class ResourceChange(Shown):
    """One field that was changed."""

    at = Moment()
    actor = Text(attribute="actor.username", dump_default="system")
    source = Word(ChangeSource)
    field = Text()
    before = Raw(allow_none=True)
    after = Raw(allow_none=True)


class ResourcesSought(Found):
    """Which page of the resources, and which of them."""

    kind = AskedWord(ResourceKind)
    holder = Text()
    domain = Text()
    status = AskedWord(ResourceStatus)
    personal_data = AskedYesNo()


class Dependency(Shown):
    """A resource at the other end of a dependency."""

    resource = Text()
    kind = Word(DependencyKind)
    state = Word(DependencyState)


class DependencyRow(Shown):
    """A dependency; `proposed_by` = the institution that proposed it."""

    id = Number()
    consumer = Text(attribute="consumer.code")
    provider = Text(attribute="provider.code")
    kind = Word(DependencyKind)
    description = Text(attribute="description_lv")
    since = Day(allow_none=True)
    until = Day(allow_none=True)
    state = Word(DependencyState, attribute="status")
    proposed_by = Text(attribute="proposed_by.code", dump_default=None, allow_none=True)
    confirmed_on = Day(allow_none=True)
    certainty = Word(Certainty)


class DependencyEntrySent(Sent):
    """A dependency that is proposed."""

    consumer = Code(required=True)
    provider = Code(required=True)
    kind = Word(DependencyKind, required=True)
    description = PlainText(lines=False)
    since = Day(allow_none=True)


class DependencyAnswered(Sent):
    """What is sent with an answer to a dependency."""


class DependencyReasoned(Sent):
    """The same with the reason."""

    comment = PlainText(required=True)


class DependencyEnded(DependencyReasoned):
    """And since when it is over; today where that is not said."""

    until = Day(allow_none=True)


class DependenciesSought(Paged):
    """Which page of the dependencies; `mine`: those that wait for me."""

    resource = Text()
    state = AskedWord(DependencyState, several=True, attribute="states")
    mine = AskedYesNo()


class Dependencies(Shown):
    """What a resource needs, and what needs it."""

    providers = List(Nested(Dependency))
    consumers = List(Nested(Dependency))


class Edge(Shown):
    """A dependency in force."""

    consumer = Text()
    provider = Text()
    kind = Word(DependencyKind)
    state = Word(DependencyState)


class Node(Shown):
    """A resource that is reached."""

    resource = Text(attribute="resource.code")
    name_lv = Text(attribute="resource.name_lv")
    holder = Text(attribute="holder.code")
    depth = Number(attribute="reached.depth")
    side = Word(Side, attribute="reached.side")
    status = Word(ResourceStatus, attribute="resource.status")
    criticality = Word(Criticality, attribute="resource.criticality", allow_none=True)
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
ResourcePage = page_of("ResourcePage", ResourceRow)
DependencyPage = page_of("DependencyPage", DependencyRow)
