"""A complete card, and the people who take it from hand to hand."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from app.clock import now, today
from app.extensions import db
from app.services.activity import steps as workflow, voting
from app.services.card import writing as cards
from models import Activity, User
from models.account.people import actor_of
from models.activity.card import NO_UNLESS_SAID
from models.activity.content import content, principles_of
from rules.liquidation.consumers import ConsumerGiven
from rules.liquidation.words import ConsumerAnswer
from rules.vocabulary import (
    APPROVING,
    Choice,
    DataDestiny,
    FundingSource,
    Kind,
    Outcome,
    PrincipleAnswer,
    RemarkKind,
)

ASKED = ("VARAM", "FM", "AiM", "CSP", "KM", "DVI", "LPS", "PMLP")
TEXT = "Iedzīvotājs veidlapu aizpilda vienuviet, un iestāde datus saņem no reģistra."
NEW_TEXT = TEXT.replace("vienuviet", "portālā")


def actor(username):
    """The actor of a test account."""
    return actor_of(db.session.scalars(select(User).where(User.username == username)).one())


def member(code):
    """The CAB member of an institution."""
    return actor(f"{code.lower()}.loceklis")


def draft(**values) -> Activity:
    """A new card of VID on EDS that uses FPR."""
    first = {
        "kind": Kind.development,
        "title": "EDS jauna veidlapa",
        "resource": "EDS",
        "used_resources": ["FPR"],
    }
    return cards.create(actor("vid.pieteicejs"), now(), {**first, **values})


def complete_values(activity: Activity) -> dict:
    """What a card still needs to be complete."""
    return {
        "goal": TEXT,
        "description": TEXT,
        "scope.functionality": True,
        "personal_data": True,
        **dict.fromkeys(NO_UNLESS_SAID, False),
        "suggestions": [
            {"resource": one["resource"], "accepted": False, "reason": "Saskarne netiek mainīta."}
            for one in content(activity)["suggestions"]
        ],
        "principles": [
            {
                "code": one.code,
                "answer": PrincipleAnswer.met,
                "explanation": "Īstenots jau esošajā risinājumā.",
            }
            for one, _ in principles_of(activity)
        ],
        "planned_start": today() + timedelta(days=30),
        "planned_end": today() + timedelta(days=90),
        "budget_eur": Decimal("120000.00"),
        "funding_source": FundingSource.state_budget,
        "risks": "Termiņš ir īss.",
        "backout_plan": "Atjauno iepriekšējo versiju.",
    }


def complete_card(lacking=(), **values) -> Activity:
    """A draft that is complete, but for what it is lacking."""
    activity = draft(**values)
    filled = {name: one for name, one in complete_values(activity).items() if name not in lacking}
    cards.edit(activity, actor("vid.pieteicejs"), now(), filled)
    return activity


def submitted(**values) -> Activity:
    """A card that waits for the change controller."""
    activity = complete_card(**values)
    workflow.submit(activity, actor("vid.pieteicejs"), now())
    return activity


def in_round(**values) -> Activity:
    """A card about which eight institutions are asked."""
    activity = submitted(**values)
    workflow.forward(activity, actor("vid.kontrolieris"), now())
    return activity


def vote(activity: Activity, code: str, choice: Choice = Choice.approve, **rest):
    """The vote of an institution; an objection brings its remark along."""
    remarks = ()
    if choice is Choice.object:
        remarks = (
            voting.RemarkGiven(kind=RemarkKind.objection, section="goal", reason="Mērķis nav skaidrs."),
        )
    if choice is Choice.approve_with_proposals:
        remarks = (voting.RemarkGiven(kind=RemarkKind.proposal, section="goal", reason="Papildināt mērķi."),)
    said = {
        "remarks": remarks,
        "consumers": unaffected(activity, code) if choice in APPROVING else (),
        **rest,
    }
    return voting.vote(activity, member(code), now(), voting.Opinion(choice=choice, **said))


def unaffected(activity: Activity, code: str) -> list[ConsumerGiven]:
    """What an institution says whose systems do without the resource that is to end."""
    systems = voting.own_row(activity, member(code)).consumers_asked
    return [ConsumerGiven(resource=one, answer=ConsumerAnswer.not_affected) for one in systems]


def questioned() -> Activity:
    """A card about which DVI asks the applicant something."""
    activity = in_round()
    vote(activity, "DVI", Choice.need_info, comment="Kam dati?")
    return activity


def all_vote(activity: Activity, objecting: tuple[str, ...] = ()) -> Activity:
    """The card once all who are waited for have voted: in the first round all eight."""
    waiting = [one.institution.code for one in activity.current_round.requirements if one.state == "waiting"]
    for code in waiting:
        vote(activity, code, Choice.object if code in objecting else Choice.approve)
    return activity


def awaiting_decision(objecting: tuple[str, ...] = ()) -> Activity:
    """A card on which all eight have voted."""
    return all_vote(in_round(), objecting)


def second_round(**changed) -> Activity:
    """A card sent round again, changed like this, after DVI had objected and the head returned it."""
    activity = awaiting_decision(objecting=("DVI",))
    head, holder = actor("varam.vaditajs"), actor("vid.pieteicejs")
    workflow.decide(activity, head, now(), outcome=Outcome.return_, reasoning="Mērķis jāprecizē.")
    cards.edit(activity, holder, now(), {"goal": NEW_TEXT, **changed})
    workflow.submit(activity, holder, now())
    workflow.forward(activity, actor("vid.kontrolieris"), now())
    return activity


def liquidation() -> Activity:
    """The end of EDS, sent round: FPR of PMLP needs it, and NIS of the holder itself, which SAIS needs."""
    said = {
        "liquidation.data_destiny": DataDestiny.delete,
        "liquidation.no_successor_reason": "Deklarācijas pieņem cita sistēma, jauna nav vajadzīga.",
        "liquidation.user_notice": "Lietotājiem raksta 90 un 30 dienas pirms slēgšanas.",
    }
    activity = submitted(kind=Kind.liquidation, title="EDS slēgšana", **said)
    workflow.forward(activity, actor("vid.kontrolieris"), now())
    return activity


def approved() -> Activity:
    """A card that everybody may see."""
    activity = awaiting_decision()
    head = actor("varam.vaditajs")
    workflow.decide(activity, head, now(), outcome=Outcome.approve, reasoning="Atzinumi ir saskaņoti.")
    return activity


def restricted() -> Activity:
    """A restricted card, approved over an objection."""
    activity = all_vote(in_round(restricted=True), objecting=("DVI",))
    workflow.decide(
        activity,
        actor("varam.vaditajs"),
        now(),
        outcome=Outcome.approve,
        reasoning="Vajadzīgs.",
        overruled={"DVI": "Mērķis ir aprakstīts."},
    )
    return activity


def started() -> Activity:
    """A card whose work has begun."""
    activity = approved()
    workflow.start(activity, actor("vid.pieteicejs"), now(), actual_start=today())
    return activity


def the_card() -> Activity:
    """The only card of the database: that of a test which is marked with a stage."""
    return db.session.scalars(select(Activity)).one()
