"""Every call of the API with what it takes and answers; a test compares it with what is really there."""

from dataclasses import dataclass

from marshmallow import Schema

from rules.text import N_
from views.api.schemas import bodies
from views.api.schemas.card import CardSent

BODIES: dict[str, type[Schema]] = {
    "Card": CardSent,
    "Seen": bodies.Seen,
    "InName": bodies.InName,
    "Commented": bodies.Commented,
    "Decided": bodies.Decided,
    "Started": bodies.Started,
    "Completed": bodies.CompletedCreation,
    "Answered": bodies.Answered,
    "Vote": bodies.VoteSent,
    "Substitution": bodies.SubstitutionSent,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One call: `body` and `answer` name schemas, `query` names parameters of `PARAMETERS`."""

    method: str
    path: str
    says: str
    answer: str
    body: str = ""
    status: int = 200
    query: tuple[str, ...] = ()
    refusals: tuple[int, ...] = (401, 404)
    public: bool = False


_PAGED = ("page", "page_size")
_ONE = "/api/v1/activities/{id}"
_STEP = (400, 401, 403, 404, 409, 415, 422)


def _action(name: str, says: str, body: str = "Seen") -> Operation:
    path = f"{_ONE}/actions/{name}"
    return Operation(method="post", path=path, says=says, body=body, answer="Reached", refusals=_STEP)


OPERATIONS = (
    Operation(
        method="post",
        path="/api/v1/security/login",
        says=N_("Exchange user name and password for tokens; with a second factor add its code as “otp”"),
        body="Credentials",
        answer="Tokens",
        refusals=(400, 401, 415, 422, 429),
        public=True,
    ),
    Operation(
        method="post",
        path="/api/v1/security/refresh",
        says=N_("Exchange a refresh token for a new access token"),
        answer="Tokens",
        refusals=(401,),
    ),
    Operation(
        method="get",
        path="/api/v1/activities/",
        says=N_("Find activities, newest number first"),
        query=(*_PAGED, "status", "kind", "q", "mine", "waiting"),
        answer="ActivityPage",
        refusals=(401, 422),
    ),
    Operation(
        method="post",
        path="/api/v1/activities/",
        says=N_("Begin a card; a draft may be incomplete"),
        body="Card",
        answer="Position",
        status=201,
        refusals=(400, 401, 403, 415, 422),
    ),
    Operation(
        method="get",
        path=_ONE,
        says=N_("The card, where it stands, and what you may do now"),
        answer="Activity",
    ),
    Operation(
        method="put",
        path=_ONE,
        says=N_("Change fields of the card; send the revision you saw with them"),
        body="CardChanges",
        answer="Position",
        refusals=_STEP,
    ),
    _action("submit", N_("Submit the card for institution check")),
    _action("recall", N_("Take the card back from institution check")),
    _action("return", N_("Return the card for clarification"), "Commented"),
    _action("forward", N_("Send the card for co-approval: the rules name who is asked"), "InName"),
    _action("answer", N_("Answer a question or a remark"), "Answered"),
    _action("close_round", N_("Close the round after its due date"), "InName"),
    _action("decide", N_("Take the decision over the round"), "Decided"),
    _action("withdraw", N_("Withdraw the activity"), "Commented"),
    _action("start", N_("Record that the work has begun"), "Started"),
    _action("complete", N_("Give the closing notice; a creation names its resource by code"), "Completed"),
    Operation(
        method="get",
        path=f"{_ONE}/requirements",
        says=N_("Who must co-approve and why, in all rounds, oldest first"),
        answer="Requirements",
    ),
    Operation(
        method="post",
        path=f"{_ONE}/votes",
        says=N_("Give the opinion of your institution; the same request key again counts once"),
        body="Vote",
        answer="GivenVote",
        status=201,
        refusals=_STEP,
    ),
    Operation(
        method="get",
        path=f"{_ONE}/history",
        says=N_("Every step of the activity, oldest first"),
        answer="History",
    ),
    Operation(
        method="get",
        path="/api/v1/substitutions/",
        says=N_("Who substitutes whom: your own, or those of your institution if you administer its users"),
        query=_PAGED,
        answer="SubstitutionPage",
        refusals=(401, 422),
    ),
    Operation(
        method="post",
        path="/api/v1/substitutions/",
        says=N_("Name a substitute of the same institution and role for some days"),
        body="Substitution",
        answer="NamedSubstitution",
        status=201,
        refusals=(400, 401, 403, 415, 422),
    ),
    Operation(
        method="post",
        path="/api/v1/substitutions/{id}/end",
        says=N_("End a substitution before its time"),
        answer="NamedSubstitution",
        refusals=(401, 404, 409),
    ),
    Operation(
        method="post",
        path="/api/v1/requirements/preview",
        says=N_("Who would have to co-approve, and by when"),
        body="Facts",
        answer="Evaluation",
        refusals=(400, 401, 415, 422),
    ),
    Operation(
        method="get",
        path="/api/v1/institutions/",
        says=N_("Institutions in the order of the Latvian alphabet"),
        query=(*_PAGED, "q"),
        answer="InstitutionPage",
        refusals=(401, 422),
    ),
    Operation(
        method="get",
        path="/api/v1/resources/",
        says=N_("Resources in the order of the Latvian alphabet"),
        query=(*_PAGED, "q"),
        answer="ResourcePage",
        refusals=(401, 422),
    ),
    Operation(method="get", path="/api/v1/resources/{code}", says=N_("One resource"), answer="Resource"),
    Operation(
        method="get",
        path="/api/v1/resources/{code}/dependencies",
        says=N_("What the resource needs, and what needs it"),
        answer="Dependencies",
    ),
)
