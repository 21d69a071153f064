"""The end of FPR, which nine institutions need: asked, held up by one of them, completed once it agrees."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.clock import today
from app.database import writing
from app.extensions import db
from app.visibility import seeing_everything
from models import Notification, User
from rules.vocabulary import Role
from tests.helpers.api_cards import Journey, complete_values
from tests.helpers.people import account, browser_of
from tests.helpers.rounds import rows_of

NEEDING = ["BVKB", "CSDD", "IZM", "IeM IC", "LDVC", "NVA", "Rīga", "VID", "VSAA"]
FIXED = ["VARAM", "IeM", "AiM", "CSP", "DVI", "KM", "LPS"]
ENDING = {
    "data_destiny": "transfer",
    "data_recipient": "PMLP, jaunā platforma",
    "no_successor_reason": "Reģistrs darbojas jaunajā platformā.",
    "user_notice": "Saņēmējiem raksta 180, 90 un 30 dienas iepriekš.",
}
LATER = (today() + timedelta(days=90)).isoformat()


class EndOfFpr(Journey):
    """The card of PMLP, and everybody who may act on it."""

    @property
    def applicant(self):
        return self["pmlp.pieteicejs"]

    @property
    def controller(self):
        return self["pmlp.kontrolieris"]

    def member(self, code):
        return self[f"{code}.atzinums"]

    def card(self, username="pmlp.pieteicejs"):
        return super().card(username)

    def say(self, code):
        """Approve with an answer for each system of an institution; VID needs FPR for EDS longer."""
        asked = self.rows("admin")[code]["consumers"]
        said = [{"resource": one["resource"], "answer": "migrated"} for one in asked]
        if code == "VID":
            [eds] = [one for one in said if one["resource"] == "EDS"]
            eds |= {"answer": "blocked_until", "date": LATER, "comment": "EDS pāriet nākamajā versijā."}
        answer = self.vote(code, consumers=said)
        assert answer.status_code == 201, answer.json
        return [one["resource"] for one in asked]

    def end(self):
        said = {"actual_end": today().isoformat(), "actual_cost_eur": "1.00", "result": "Slēgts."}
        return self.act(self.applicant, "complete", **said)

    def resource(self):
        return self["admin"].get("/resources/FPR").json


@pytest.fixture
def journey(app):
    with app.app_context(), seeing_everything(), writing():
        for code in (*NEEDING, *FIXED):
            account(f"{code}.atzinums", code, Role.cab_member)
        db.session.commit()
    made = EndOfFpr(app)
    made.draft(kind="liquidation", title="FPR slēgšana", resource="FPR", used_resources=[])
    values = {**complete_values(made.card()), "liquidation": ENDING}
    made.complete(**{name: said for name, said in values.items() if name != "scope"})
    assert made.act(made.applicant, "submit").status_code == 200
    return made.forward()


@pytest.mark.both_databases
def test_a_resource_ends_once_each_who_needs_it_has_answered_and_who_held_it_up_agrees(app, journey):
    rows = journey.rows("pmlp.pieteicejs")
    asked = [code for code, row in rows.items() if row["consumers"]]
    assert (sorted(asked), len(rows)) == (sorted(NEEDING), len(NEEDING) + len(FIXED))
    systems = [system for code in rows for system in journey.say(code)]
    assert sorted(systems) == [*SYSTEMS]
    assert (
        journey.act(journey.head, "decide", outcome="approve", reasoning="Visi atbildēja.").status_code == 200
    )
    assert journey.resource()["status"] == "being_liquidated"
    journey.act(journey.applicant, "start", actual_start=today().isoformat())
    [held_up] = journey.applicant.get(f"{journey.path}/obligations").json
    assert (held_up["text"], held_up["resource"], held_up["due_on"]) == (
        "EDS: pārtraukt izmantot FPR",
        "EDS",
        LATER,
    )
    assert held_up["text"] in browser_of(app, "vid.pieteicejs").get("/resursi/EDS").text
    refused = journey.end()
    assert (refused.status_code, refused.json["obligations"]) == (409, [held_up["id"]])
    path = f"/obligations/{held_up['id']}/actions"
    assert journey.applicant.post(f"{path}/report", {"text": "EDS pārgāja."}).status_code == 200
    assert journey.member("VID").post(f"{path}/accept", {}).status_code == 200
    assert journey.end().status_code == 200
    shown = journey.resource()
    assert (shown["status"], shown["closed_on"]) == ("liquidated", today().isoformat())
    left = journey.applicant.get("/dependencies/?resource=FPR&page_size=100").json["result"]
    assert {(one["state"], one["until"]) for one in left} == {("ended", today().isoformat())}
    with rows_of(app):
        told = select(User.username).join(Notification, Notification.recipient_id == User.id)
        completed = set(db.session.scalars(told.where(Notification.message == "completed")))
    assert {f"{code}.atzinums" for code in rows} <= completed


SYSTEMS = ["BIS", "BURVIS", "E-veselība", "EDS", "IIIS", "RDVIS", "SAIS", "TVVR", "VIIS"]
