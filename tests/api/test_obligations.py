"""Obligations through the API: asked for with votes and decisions, reported, verified, over."""

import pytest

from tests.helpers.api_cards import Journey, errors
from tests.helpers.cards import ASKED
from tests.helpers.documents import added
from tests.helpers.obligations import TEXT, agreed, approve, asked, day, obligations, states, step

IN_ROUND = pytest.mark.stage("in_round")
OBJECTED = pytest.mark.stage("objected")
SHAPE = {"id", "activity", "text", "due_on", "state", "asked_by", "source", "reports"}


@pytest.fixture
def journey(app):
    return Journey(app)


@IN_ROUND
@pytest.mark.both_databases
def test_an_obligation_of_a_vote_is_proposed_until_the_card_is_approved(journey):
    journey.vote("DVI", obligations=[asked()])
    [proposed] = obligations(journey)
    assert proposed.keys() >= SHAPE
    told = {name: proposed[name] for name in SHAPE - {"id"}}
    assert told == {
        "activity": journey.card()["number"],
        "text": TEXT,
        "due_on": day(30),
        "state": "proposed",
        "asked_by": "DVI",
        "source": "vote",
        "reports": [],
    }
    for code in (one for one in ASKED if one != "DVI"):
        journey.vote(code)
    approve(journey)
    assert states(journey) == ["open"]


@IN_ROUND
@pytest.mark.parametrize("choice", ["object", "need_info", "not_applicable"])
def test_only_an_approval_carries_obligations(journey, choice):
    answer = journey.vote("PMLP", choice, comment="Kāpēc?", obligations=[asked()])
    assert (answer.status_code, errors(answer)) == (422, {"obligations": "not_needed"})


@IN_ROUND
def test_everything_wrong_with_obligations_of_a_vote_is_said_at_once(journey):
    sent = [asked(days=-1), {"text": " "}, asked(), {"text": 5, "due_on": "2030-13-01", "more": 1}]
    answer = journey.vote("DVI", obligations=sent)
    assert (answer.status_code, errors(answer)) == (
        422,
        {
            "obligations.0.due_on": "in_past",
            "obligations.1.text": "required",
            "obligations.1.due_on": "required",
            "obligations.3.text": "invalid",
            "obligations.3.due_on": "invalid",
            "obligations.3.more": "unknown_field",
        },
    )


@IN_ROUND
@pytest.mark.parametrize("sent", [["Teksts"], [[]], [None], "Teksts", {"text": "Teksts"}, [[{}]]])
def test_what_is_no_obligation_is_refused(journey, sent):
    answer = journey.vote("DVI", obligations=sent)
    assert answer.status_code == 422
    assert all(field.startswith("obligations") for field in errors(answer))


@IN_ROUND
def test_an_obligation_may_be_due_today(journey):
    assert journey.vote("DVI", obligations=[asked(days=0)]).status_code == 201


@IN_ROUND
@pytest.mark.both_databases
def test_a_new_vote_of_the_institution_ends_what_the_one_before_asked_for(journey):
    journey.vote("DVI", obligations=[asked()])
    journey.vote("FM", obligations=[asked("Cits.")])
    journey.vote("DVI", obligations=[asked("Jauns.")])
    assert [(one["text"], one["state"]) for one in obligations(journey)] == [
        (TEXT, "lapsed"),
        ("Cits.", "proposed"),
        ("Jauns.", "proposed"),
    ]


@IN_ROUND
@pytest.mark.both_databases
def test_a_vote_that_is_carried_over_keeps_its_obligations_and_one_asked_again_does_not(journey):
    for code in ASKED:
        more = {} if code == "AiM" else {"obligations": [asked(code)]}
        journey.vote(code, "object" if code == "AiM" else "approve", **more)
    journey.again(planned_end="2031-01-31")
    rows, found = journey.rows(), {one["asked_by"]: one["state"] for one in obligations(journey)}
    expected = {code: "proposed" if rows[code]["state"] == "carried_over" else "lapsed" for code in found}
    assert found == expected
    assert "carried_over" in {one["state"] for one in rows.values()}


@OBJECTED
@pytest.mark.both_databases
def test_an_objection_becomes_an_obligation_that_the_objector_verifies(journey):
    resolved = {"institution": "DVI", "resolution": "obligation", **asked()}
    assert approve(journey, objections=[resolved]).status_code == 200
    [one] = obligations(journey)
    assert (one["source"], one["asked_by"], one["state"], one["text"]) == ("objection", "DVI", "open", TEXT)


@OBJECTED
def test_an_objection_that_becomes_an_obligation_needs_text_and_due_date(journey):
    resolved = {"institution": "DVI", "resolution": "obligation"}
    answer = approve(journey, objections=[resolved])
    assert (answer.status_code, errors(answer)) == (
        422,
        {"objections.DVI.text": "required", "objections.DVI.due_on": "required"},
    )


@OBJECTED
@pytest.mark.parametrize(
    ("resolved", "wrong"),
    [
        ({"resolution": "obligation", **asked(days=-1)}, {"objections.DVI.due_on": "in_past"}),
        (
            {"resolution": "obligation", **asked(), "reasoning": "Nē."},
            {"objections.DVI.reasoning": "not_needed"},
        ),
        (
            {"resolution": "overrule", "reasoning": "Nē.", "text": "Jā.", "due_on": day(1)},
            {"objections.DVI.text": "not_needed", "objections.DVI.due_on": "not_needed"},
        ),
        ({"resolution": "forget"}, {"objections.DVI.resolution": "unknown"}),
    ],
)
def test_an_objection_is_overruled_or_an_obligation_and_not_both(journey, resolved, wrong):
    answer = approve(journey, objections=[{"institution": "DVI", **resolved}])
    assert (answer.status_code, errors(answer)) == (422, wrong)


@OBJECTED
def test_nobody_who_did_not_object_has_an_objection_that_becomes_an_obligation(journey):
    both = [{"institution": code, "resolution": "obligation", **asked()} for code in ("DVI", "FM")]
    answer = approve(journey, objections=both)
    assert (answer.status_code, errors(answer)) == (422, {"objections.FM": "unknown"})


@pytest.mark.stage("awaiting_decision")
@pytest.mark.both_databases
def test_the_decision_asks_for_more_verified_by_an_institution_asked_or_the_head(journey):
    sent = [asked("FM pārbauda.", institution="FM"), asked("Vadītājs pārbauda.", institution=None)]
    assert approve(journey, obligations=sent).status_code == 200
    found = [
        (one["text"], one["asked_by"], one["verified_by"], one["source"]) for one in obligations(journey)
    ]
    assert found == [
        ("FM pārbauda.", "FM", "FM", "decision"),
        ("Vadītājs pārbauda.", None, None, "decision"),
    ]


@pytest.mark.stage("awaiting_decision")
@pytest.mark.parametrize("code", ["BVKB", "VID", "XYZ", ""])
def test_an_institution_that_was_not_asked_verifies_nothing(journey, code):
    answer = approve(journey, obligations=[asked(), asked(institution=code)])
    assert (answer.status_code, errors(answer)) == (422, {"obligations.1.institution": "unknown"})


@pytest.mark.stage("awaiting_decision")
@pytest.mark.parametrize("outcome", ["reject", "return"])
def test_only_an_approval_decides_on_obligations(journey, outcome):
    answer = approve(journey, outcome=outcome, obligations=[asked()])
    assert (answer.status_code, errors(answer)) == (422, {"obligations": "not_needed"})


@IN_ROUND
@pytest.mark.both_databases
@pytest.mark.parametrize("outcome", ["reject", "withdraw"])
def test_obligations_of_a_card_that_ends_lapse(journey, outcome):
    journey.vote("DVI", obligations=[asked()])
    for code in (one for one in ASKED if one != "DVI"):
        journey.vote(code)
    if outcome == "withdraw":
        approve(journey)
        assert journey.act(journey.applicant, "withdraw", comment="Nevajag.").status_code == 200
    else:
        assert approve(journey, outcome="reject").status_code == 200
    assert states(journey) == ["lapsed"]


@IN_ROUND
@pytest.mark.both_databases
def test_an_obligation_is_reported_refused_reported_again_and_accepted(journey):
    key, member = agreed(journey), journey.member("DVI")
    first = step(journey.applicant, key, "report", text="Ieslēgts.")
    assert (first.status_code, first.json["state"], first.json["reports"][0]["text"]) == (
        200,
        "reported",
        "Ieslēgts.",
    )
    assert step(member, key, "refuse", comment="Kur protokols?").json["state"] == "open"
    document = added(journey.applicant, journey)
    step(journey.applicant, key, "report", text="Pievienots.", attachment=document)
    done = step(member, key, "accept", comment="Paldies.").json
    assert done["state"] == "fulfilled"
    assert [(one["text"], one["by"], one["attachment"]) for one in done["reports"]] == [
        ("Ieslēgts.", "vid.pieteicejs", None),
        ("Pievienots.", "vid.pieteicejs", document),
    ]
    events = journey.applicant.get(f"{journey.path}/history").json[-6:]
    assert [(one["action"], one["comment"]) for one in events] == [
        ("decide", "Iebildumu nav."),
        ("report", "Ieslēgts."),
        ("refuse", "Kur protokols?"),
        ("attach", ""),
        ("report", "Pievienots."),
        ("accept", "Paldies."),
    ]


@IN_ROUND
def test_who_verifies_moves_an_obligation_and_releases_from_it_with_reasons(journey):
    key, member = agreed(journey), journey.member("DVI")
    nothing = step(member, key, "move")
    assert (nothing.status_code, errors(nothing)) == (422, {"due_on": "required", "comment": "required"})
    past = step(member, key, "move", due_on=day(-1), comment="Kavējas.")
    assert (past.status_code, errors(past)) == (422, {"due_on": "in_past"})
    moved = step(member, key, "move", due_on=day(60), comment="Kavējas.").json
    assert (moved["state"], moved["due_on"]) == ("open", day(60))
    assert errors(step(member, key, "release", comment=" ")) == {"comment": "required"}
    assert step(member, key, "release", comment="Vairs nevajag.").json["state"] == "released"


@IN_ROUND
def test_a_report_says_something_and_shows_only_a_shared_document_of_the_card(journey):
    key = agreed(journey)
    internal = added(journey.member("DVI"), journey)
    for wrong in (internal, 0, 10**30, "1"):
        code = "invalid" if wrong == "1" else "unknown"
        answer = step(journey.applicant, key, "report", attachment=wrong)
        assert (answer.status_code, errors(answer)) == (422, {"text": "required", "attachment": code})


@IN_ROUND
@pytest.mark.both_databases
def test_first_who_may_then_whether_it_fits_then_what_is_sent(journey):
    key = agreed(journey)
    told = {
        (who, name): step(journey[who], key, name, nonsense=1).status_code
        for who in ("vid.pieteicejs", "dvi.loceklis", "fm.loceklis", "varam.vaditajs", "admin")
        for name in ("report", "accept", "refuse", "release", "move", "begin", "lapse", "jump")
    }
    rights = {"vid.pieteicejs": {"report"}, "dvi.loceklis": {"accept", "refuse", "release", "move"}}
    fitting = {"report", "release", "move"}
    for (who, name), status in told.items():
        if name in {"begin", "lapse", "jump"}:
            assert status == 404
        elif name not in rights.get(who, ()):
            assert status == 403
        else:
            assert status == (422 if name in fitting else 409)


@IN_ROUND
def test_who_verifies_may_name_only_somebody_whom_he_or_she_substitutes(journey):
    key = agreed(journey)
    step(journey.applicant, key, "report", text="Darīts.")
    wrong = step(journey.member("DVI"), key, "accept", on_behalf_of="fm.loceklis")
    assert (wrong.status_code, errors(wrong)) == (422, {"on_behalf_of": "unknown"})
    assert step(journey.member("DVI"), key, "accept", on_behalf_of=None).json["state"] == "fulfilled"


@IN_ROUND
def test_an_answer_that_comes_too_late_says_what_fits(journey):
    key = agreed(journey)
    answer = step(journey.member("DVI"), key, "accept")
    assert (answer.status_code, answer.json["actions"]) == (409, ["report", "release", "move"])


@IN_ROUND
@pytest.mark.both_databases
def test_an_activity_is_completed_only_once_nothing_is_open(journey):
    key = agreed(journey)
    journey.act(journey.applicant, "start", actual_start=day(0))
    notice = {"actual_end": day(0), "actual_cost_eur": "1.00", "result": "Ieviests."}
    refused = journey.act(journey.applicant, "complete", **notice)
    assert (refused.status_code, refused.json["obligations"]) == (409, [key])
    assert "complete" not in journey.card()["actions"]
    step(journey.applicant, key, "report", text="Darīts.")
    assert journey.act(journey.applicant, "complete").json["obligations"] == [key]
    step(journey.member("DVI"), key, "accept")
    assert journey.act(journey.applicant, "complete", **notice).status_code == 200
    assert states(journey) == ["fulfilled"]


@IN_ROUND
@pytest.mark.both_databases
def test_the_list_tells_whose_turn_it_is(journey):
    key = agreed(journey)
    mine = {
        who: of(journey[who], mine="true") for who in ("vid.pieteicejs", "dvi.loceklis", "varam.vaditajs")
    }
    assert mine == {"vid.pieteicejs": [key], "dvi.loceklis": [], "varam.vaditajs": []}
    step(journey.applicant, key, "report", text="Darīts.")
    assert of(journey.applicant, mine="true") == []
    assert of(journey.member("DVI"), mine="true") == [key]
    assert of(journey.head, state="reported") == [key]
    assert of(journey.head, state="open") == []
    assert of(journey.head, overdue="true") == []
    assert of(journey["admin"], mine="true") == []
    assert journey.head.get("/obligations/?state=gone").status_code == 422


@IN_ROUND
def test_the_list_is_paged(journey):
    journey.vote("DVI", obligations=[asked(str(place), days=place) for place in range(3)])
    second = journey.applicant.get("/obligations/?page=1&page_size=2").json
    assert (second["count"], [one["text"] for one in second["result"]]) == (3, ["2"])


@IN_ROUND
def test_who_does_not_see_the_card_sees_none_of_its_obligations(journey):
    journey.vote("DVI", obligations=[asked()])
    [one], stranger = obligations(journey), journey["bvkb.pieteicejs"]
    assert of(stranger) == []
    assert stranger.get(f"{journey.path}/obligations").status_code == 404
    assert step(stranger, one["id"], "report", text="Es.").status_code == 404


@pytest.mark.both_databases
def test_of_a_restricted_card_others_learn_that_there_is_an_obligation_and_not_which(journey):
    journey.in_round(restricted=True)
    key = agreed(journey)
    step(journey.applicant, key, "report", text="Darīts.")
    seen = journey["bvkb.pieteicejs"].get(f"{journey.path}/obligations").json[0]
    assert (seen["text"], seen["reports"][0]["text"], seen["state"]) == (None, None, "reported")
    assert obligations(journey, "dvi.loceklis")[0]["reports"][0]["text"] == "Darīts."


def of(caller, **query):
    answer = caller.get("/obligations/", query_string=query) if query else caller.get("/obligations/")
    assert answer.status_code == 200, answer.json
    return [one["id"] for one in answer.json["result"]]
