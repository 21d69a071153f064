"""The proof of a decision, for programs."""

from rules.account.access import KeyScope
from rules.text import N_
from views.activity.proof import proof_of
from views.api.calls import ActivityCalls, call
from views.base import Response, opens


class ProofApi(ActivityCalls):
    """The record of what was decided, with what checks it."""

    @opens("GET", "/<key>/proof")
    @call(
        N_("The proof of the decision as ZIP; 409 before the card is approved or rejected"),
        answer=None,
        gives_file=True,
        refuses=(409,),
        key=KeyScope.read,
    )
    def get(self, key: str) -> Response:
        return proof_of(self.with_texts(key))
