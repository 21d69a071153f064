"""What is looked through before a resource ends."""

from marshmallow.fields import List, Nested

from rules.dependency.words import DependencyState
from views.api.schemas.answers import ConsumerAnswered, Shown
from views.api.schemas.fields import Text, Word, YesNo


class ConsumingSystem(ConsumerAnswered):
    """A system that needs the resource, or did within a year."""

    resource = Text(attribute="resource.code")
    holder = Text()
    state = Word(DependencyState)


class IndirectSystem(Shown):
    """A system two steps away."""

    resource = Text(attribute="code")
    holder = Text(attribute="holder.in_charge.code")


class Checklist(Shown):
    """What is looked through before a resource ends; what nobody has answered yet comes first."""

    consumers = List(Nested(ConsumingSystem))
    disputed = List(Nested(ConsumingSystem))
    indirect = List(Nested(IndirectSystem))
    activities = List(Text())
    tickets = List(Text())
    data_sets = List(Text())
    personal_data = YesNo(allow_none=True)
