"""A card as a program sends it, and the people who take it from hand to hand through the API."""

from functools import cached_property

from tests.helpers.cards import ASKED, TEXT, the_card
from tests.helpers.people import Caller, caller_of
from tests.helpers.rounds import rows_of

DRAFT = {
    "kind": "development",
    "title": "EDS jauna veidlapa nodokļu atmaksai",
    "resource": "EDS",
    "used_resources": ["FPR"],
}


class Journey:
    """One card and everybody who may act on it."""

    def __init__(self, app, language="lv"):
        self.app, self.language = app, language
        self.callers = {}

    def __getitem__(self, username) -> Caller:
        if username not in self.callers:
            self.callers[username] = caller_of(self.app, username, self.language)
        return self.callers[username]

    @property
    def applicant(self) -> Caller:
        return self["vid.pieteicejs"]

    @property
    def controller(self) -> Caller:
        return self["vid.kontrolieris"]

    @property
    def head(self) -> Caller:
        return self["varam.vaditajs"]

    def member(self, code) -> Caller:
        return self[f"{code.lower()}.loceklis"]

    @cached_property
    def id(self):
        """The card that was made last; or, if none was, that of the stage of the test."""
        with rows_of(self.app):
            return the_card().id

    @property
    def path(self):
        return f"/activities/{self.id}"

    def draft(self, **values):
        answer = self.applicant.post("/activities/", {**DRAFT, **values})
        assert answer.status_code == 201, answer.json
        self.id = answer.json["id"]
        return self

    def card(self, username="vid.pieteicejs"):
        answer = self[username].get(self.path)
        assert answer.status_code == 200, answer.json
        return answer.json

    def complete(self, **values):
        card = self.card()
        body = complete_values(card) | values | {"revision": card["revision"]}
        answer = self.applicant.put(self.path, body)
        assert answer.status_code == 200, answer.json
        return self

    def again(self, **changed):
        """Return the card to the holder, change it like this, and send it round again."""
        answer = self.act(self.head, "decide", outcome="return", reasoning="Jāprecizē.")
        assert answer.status_code == 200, answer.json
        if changed:
            sent = {**changed, "revision": self.card()["revision"]}
            assert self.applicant.put(self.path, sent).status_code == 200
        assert self.act(self.applicant, "submit").status_code == 200
        return self.forward()

    def rows(self, username="vid.pieteicejs"):
        """Return the requirements of the last round by institution."""
        found = self[username].get(f"{self.path}/requirements").json
        last = max(one["round"] for one in found)
        return {one["institution"]: one for one in found if one["round"] == last}

    def act(self, caller, action, **body):
        sent = {"revision": self.card("admin")["revision"], **body}
        return caller.post(f"{self.path}/actions/{action}", sent)

    def submitted(self, **values):
        self.draft(**values).complete()
        assert self.act(self.applicant, "submit").status_code == 200
        return self

    def forward(self):
        assert self.act(self.controller, "forward").status_code == 200
        return self

    def in_round(self, **values):
        return self.submitted(**values).forward()

    def vote(self, code, choice="approve", **body):
        sent = {"choice": choice, "revision": self.card("admin")["revision"], **body}
        if choice == "object" and "remarks" not in body:
            sent["remarks"] = [{"kind": "objection", "section": "goal", "reason": "Mērķis nav skaidrs."}]
        return self.member(code).post(f"{self.path}/votes", sent)

    def all_vote(self, objecting=()):
        for code in ASKED:
            answer = self.vote(code, "object" if code in objecting else "approve")
            assert answer.status_code == 201, answer.json
        return self

    def approved(self, **values):
        self.in_round(**values).all_vote()
        answer = self.act(self.head, "decide", outcome="approve", reasoning="Iebildumu nav.")
        assert answer.status_code == 200, answer.json
        return self


def complete_values(card):
    """What a card still needs to be complete."""
    explanation = "Īstenots jau esošajā risinājumā."
    return {
        "goal": TEXT,
        "description": TEXT,
        "scope": {"functionality": True},
        "personal_data": True,
        "suggestions": [
            {**one, "accepted": False, "reason": "Saskarne netiek mainīta."} for one in card["suggestions"]
        ],
        "principles": [
            {"code": one["code"], "answer": "met", "explanation": explanation} for one in card["principles"]
        ],
        "planned_start": "2030-01-07",
        "planned_end": "2030-06-28",
        "budget_eur": "120000.00",
        "funding_source": "state_budget",
        "risks": "Termiņš ir īss.",
        "backout_plan": "Atjauno iepriekšējo versiju.",
    }


def errors(answer):
    """The problems of an answer as {field: code}."""
    return {one["field"]: one["code"] for one in answer.json["errors"]}
