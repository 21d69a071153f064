"""One of each thing that belongs to an institution, written so that a leak of any of them is seen."""

from datetime import timedelta
from hashlib import sha256
from io import BytesIO

from sqlalchemy import select

from app import clock, store
from app.database import writing
from app.extensions import db
from app.services.account.traces import trace
from app.services.outbox import tell
from app.visibility import seeing_everything
from models import (
    AccountEvent,
    AccountLink,
    AdministratorRequest,
    Attachment,
    Comment,
    Decision,
    ExternalIdentity,
    Institution,
    KeptText,
    Meeting,
    MeetingEvent,
    MeetingGuest,
    MeetingItem,
    NoNeed,
    Notification,
    Obligation,
    ObligationReport,
    Round,
    SignIn,
    Substitution,
    User,
    Window,
)
from models.account.people import ApiKey
from rules.account.access import AccountAction, LinkPurpose
from rules.audience import Message
from rules.document.words import Scan, Visibility
from rules.meeting.words import MeetingStatus
from rules.obligation.words import ObligationSource, ObligationState
from rules.vocabulary import Outcome, Role
from rules.window.words import WindowEffect
from tests.helpers import cards
from tests.helpers.people import account

MEETING = "Slepenasede"  # what the title of a meeting says: CAB heads read it, others do not
SECRET = "Slepenvards"  # in ASCII, so that JSON writes it as it is
PERSON = "vid.slepenais"
HOLDER = "VID"


def put(app):
    """Put the things there and return what an address may say to mean one of them, by name."""
    with app.app_context(), seeing_everything(), writing():
        person, colleague = _people()
        card = cards.complete_card(title=f"{SECRET} kartīte", goal=f"{SECRET} mērķī " * 10)
        rows = _rows(person, colleague)
        key = f"activities.{card.id}.return"
        rows |= _entries(card, person)
        meeting = _meeting(card, colleague)
        rows["obligation"] = _obligation(card, person)
        rows["window"] = Window(
            activity_id=card.id,
            starts_at=clock.now() + timedelta(days=1),
            ends_at=clock.now() + timedelta(days=2),
            effect=WindowEffect.unavailable,
            text=SECRET,
        )
        rows["kept text"] = KeptText(
            user_id=person.id, key=key, fields={"comment": SECRET}, saved_at=clock.now()
        )
        db.session.add_all(rows.values())
        trace(AccountAction.closed, None, clock.now(), account=person, data={"number": SECRET})
        tell(Message.password_changed, clock.now(), person=person, values={"what": SECRET})
        db.session.commit()
        return {
            "attachment": str(rows["attachment"].id),
            "card": str(card.id),
            "comment": str(rows["comment"].id),
            "obligation": str(rows["obligation"].id),
            "window": str(rows["window"].id),
            "number": card.number,
            "account": str(person.id),
            "request": str(rows["request"].id),
            "request_number": rows["request"].number,
            "identity": str(rows["identity"].id),
            "key": rows["key"].uuid,
            "link": rows["link"].token_hash,
            "substitution": str(rows["substitution"].id),
            "meeting": str(meeting.id),
            "meeting number": meeting.number,
            "notification": str(_last(Notification)),
            "event": str(_last(AccountEvent)),
            "kept": rows["kept"].number,
            "kept text": rows["kept text"].key,
        }


def state(app, leads=False):
    """Return every row of the institution's own tables, to be the same before and after.

    `leads`: whoever has been at work changes meetings by right.
    """
    kept = {
        User: User.institution.has(Institution.code == HOLDER),
        ApiKey: ApiKey.user.has(User.institution.has(Institution.code == HOLDER)),
        Substitution: Substitution.principal.has(User.institution.has(Institution.code == HOLDER)),
        AccountLink: AccountLink.user.has(User.institution.has(Institution.code == HOLDER)),
        ExternalIdentity: True,
        AdministratorRequest: AdministratorRequest.institution.has(Institution.code == HOLDER),
        Notification: Notification.recipient.has(User.institution.has(Institution.code == HOLDER)),
        NoNeed: NoNeed.institution.has(Institution.code == HOLDER),
        SignIn: SignIn.id == SECRET,
        KeptText: True,
        Attachment: True,
        Comment: True,
        MeetingItem: True,
        **({} if leads else {Meeting: True, MeetingGuest: True, MeetingEvent: True}),
        Obligation: True,
        ObligationReport: True,
    }
    with app.app_context(), seeing_everything():
        found = {}
        for model, own in kept.items():
            keys = select(model.__table__.c.id).where(model.id.in_(select(model.id).where(own)))
            table = model.__table__
            rows = db.session.execute(select(table).where(table.c.id.in_(keys)).order_by(table.c.id))
            found[model.__name__] = [tuple(row) for row in rows]
        return found


def _people():
    person, colleague = account(PERSON, HOLDER, Role.applicant), account("vid.otrais", HOLDER, Role.applicant)
    person.first_name = person.last_name = SECRET
    db.session.flush()
    return person, colleague


def _rows(person, colleague):
    at, today = clock.now(), clock.today()
    admin = db.session.scalars(select(User).where(User.username == "vid.administrators")).one()
    return {
        "key": ApiKey(
            name=SECRET, key_hash="x", lookup_hash="x", key_prefix="sst_", user_id=person.id, scopes="read"
        ),
        "identity": ExternalIdentity(
            user_id=person.id, issuer="https://id.example", subject=SECRET, linked_at=at
        ),
        "link": AccountLink(
            user_id=person.id,
            purpose=LinkPurpose.invitation,
            token_hash="f" * 64,
            created_at=at,
            expires_at=at + timedelta(hours=72),
        ),
        "substitution": Substitution(
            principal_id=person.id,
            substitute_id=colleague.id,
            role=Role.change_controller,
            from_on=today,
            until_on=today,
            created_at=at,
            created_by_id=admin.id,
        ),
        "kept": NoNeed(
            number="NJ-2026-777777",
            institution_id=person.institution_id,
            created_by_id=person.id,
            created_at=at,
            title=SECRET,
            answers={"kind": "maintenance", "scope": {}},
            rule_set="mk368-2023",
        ),
        "sign_in": SignIn(id=SECRET, user_id=person.id, begun_at=at),
        "request": AdministratorRequest(
            number="LA-2026-777777",
            institution_id=person.institution_id,
            first_name=SECRET,
            last_name=SECRET,
            email=f"{SECRET}@vid.example",
            created_at=at,
            file_name=f"{SECRET}.pdf",
            media_type="application/pdf",
            file_hash="0" * 64,
            looks_signed=True,
            file=b"%PDF-1.7 secret",
        ),
    }


def _entries(card, person):
    """A document and an entry of the discussion of the hidden card."""
    content = SECRET.encode()
    kept = sha256(content).hexdigest()
    store.keep(kept, BytesIO(content))
    common = {
        "activity_id": card.id,
        "institution_id": person.institution_id,
        "visibility": Visibility.shared,
    }
    return {
        "attachment": Attachment(
            **common,
            title=SECRET,
            file_name=f"{SECRET}.txt",
            media_type="text/plain",
            size=len(content),
            sha256=kept,
            scan=Scan.none,
            added_by_id=person.id,
            added_at=clock.now(),
        ),
        "comment": Comment(**common, text=SECRET, author_id=person.id, written_at=clock.now()),
    }


def _meeting(card, person):
    """A meeting to which the person is invited: what was said about the card is not even for CAB heads."""
    at = clock.now() + timedelta(days=3)
    meeting = Meeting(
        number="CS-2026-7777",
        title=MEETING,
        place=MEETING,
        starts_at=at,
        ends_at=at + timedelta(hours=1),
        status=MeetingStatus.closed,
        closed_at=at,
        agenda_size=1,
        planned_by_id=person.id,
        planned_at=clock.now(),
    )
    db.session.add(meeting)
    db.session.flush()
    item = MeetingItem(meeting_id=meeting.id, activity_id=card.id, position=1, notes=SECRET)
    guest = MeetingGuest(meeting_id=meeting.id, person_id=person.id, institution_id=person.institution_id)
    db.session.add_all([item, guest])
    return meeting


def _obligation(card, person):
    """One that a CAB head would verify, of a round that nobody sees yet, with a report on it."""
    at = clock.now()
    decided = {"outcome": Outcome.approve, "reasoning": SECRET, "decided_by_id": person.id, "decided_at": at}
    turn = Round(
        activity_id=card.id, number=1, rule_set="mk368-2023", revision=1, facts={}, notes=[], opened_at=at
    )
    turn.decision = Decision(activity_id=card.id, **decided)
    db.session.add(turn)
    db.session.flush()
    told = {"text": SECRET, "reported_by_id": person.id, "reported_at": at}
    return Obligation(
        activity_id=card.id,
        source=ObligationSource.decision,
        decision_id=turn.decision.id,
        text=SECRET,
        due_on=clock.today(),
        status=ObligationState.open,
        reports=[ObligationReport(activity_id=card.id, **told)],
    )


def _last(model):
    return db.session.scalars(select(model.id).order_by(model.id.desc()).limit(1)).one()


# For walks that only need addresses: something stands wherever a thing would.
NOTHING = dict.fromkeys(
    (
        "account",
        "attachment",
        "card",
        "comment",
        "identity",
        "kept",
        "kept text",
        "key",
        "link",
        "meeting",
        "meeting number",
        "notification",
        "number",
        "obligation",
        "window",
        "request",
        "substitution",
    ),
    "1",
)
