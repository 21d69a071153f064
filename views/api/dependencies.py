"""Dependencies between resources, for programs."""

from typing import Any

from flask_babel import lazy_pgettext as _p

from app.clock import now
from app.services.registry import dependencies, dependency_list
from app.services.registry.dependencies import DOOR, Proposal
from app.services.registry.dependency_list import Wanted
from rules.account.access import KeyScope
from rules.dependency.words import DependencyStep
from rules.refusals import NotFound
from rules.registry_vocabulary import ChangeSource
from rules.text import N_, nfc
from views.api.calls import DescribedApi, call, calls
from views.api.schemas import registry as schemas
from views.api.schemas.bodies import Sent, all_problems
from views.base import Response, current_actor, one_change, opens
from views.base.api import GONE
from views.registry.steps import STEPS

_BODIES: dict[DependencyStep, type[Sent]] = {
    DependencyStep.confirm: schemas.DependencyAnswered,
    DependencyStep.reject: schemas.DependencyReasoned,
    DependencyStep.end: schemas.DependencyEnded,
}
SAID = {
    step.value: call(told.says, body=_BODIES[step], answer=schemas.DependencyRow, refuses=(403, 409))
    for step, told in STEPS.items()
}


class DependencyApi(DescribedApi):
    """Everybody reads them; change controllers of the two sides agree on them."""

    resource_name = "dependencies"

    @opens("GET", "/")
    @call(
        N_("Dependencies, by consumer and provider"),
        query=schemas.DependenciesSought,
        answer=schemas.DependencyPage,
        key=KeyScope.read,
    )
    def get_list(self) -> Response:
        asked, actor = self.asked(), current_actor()
        wanted = Wanted(
            resource=nfc(asked.get("resource", "")),
            states=asked.get("states", ()),
            mine=asked.get("mine", False),
        )
        size = asked["page_size"]
        rows = dependency_list.page(wanted, actor, asked["page"] * size, size)
        return self.told({"count": dependency_list.count(wanted, actor), "result": rows})

    @opens("POST", "/", tried=_p("tried", "proposing a dependency (API)"))
    @call(
        N_("Propose that one resource needs another; what the other side proposed is thereby confirmed"),
        body=schemas.DependencyEntrySent,
        answer=schemas.DependencyRow,
        status=201,
        refuses=(403, 409),
    )
    def post(self) -> Response:
        sent, actor = self.sent(), current_actor()
        with one_change():
            dependencies.check_proposes(actor)
            with all_problems(sent):
                asked = Proposal(**{name: said for name, said in sent.values.items() if said is not None})
                row, new = dependencies.propose(asked, actor, now(), ChangeSource.api)
            return self.told(row, 201 if new else 200)

    @opens("POST", "/<key>/actions/<action>", tried=_p("tried", "a step of a dependency (API)"))
    @calls(SAID)
    def act(self, key: str, action: str) -> Response:
        """Take one step; what the person or the state forbids comes before the body."""
        with one_change():
            row, actor, at = dependency_list.found(self.key(key)), current_actor(), now()
            if action not in SAID:
                raise NotFound(GONE)
            step = DependencyStep(action)
            DOOR.gate(row, step, actor, at, None)
            sent = self.sent(_BODIES[step])
            with all_problems(sent):
                said: dict[str, Any] = {**_LEFT_OUT.get(step, {}), **sent.values}
                STEPS[step].use_case(row, actor, at, ChangeSource.api, **said)
            return self.told(row)


# What a use case takes that a client may have left out: it says what is missing.
_LEFT_OUT: dict[DependencyStep, dict[str, Any]] = {
    DependencyStep.reject: {"comment": ""},
    DependencyStep.end: {"comment": ""},
}
