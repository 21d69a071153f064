"""What a person reads: what happened, what is asked, by when and why, in the own language."""

from email.utils import parsedate_to_datetime

import pytest
from sqlalchemy import select

from app import mail
from app.clock import now
from app.extensions import db
from app.services import outbox as notifications
from app.services.activity import answering, steps as workflow, voting
from app.services.activity.voting import Opinion, RemarkGiven
from app.services.mail import delivery
from models import Notification, User
from rules.audience import Message, Told, told_of_moved
from rules.facts import SYSTEM
from rules.vocabulary import Choice, Heed, Outcome, RemarkKind, Role
from tests.helpers.cards import actor, all_vote, the_card, vote
from tests.helpers.letters import ABOUT_ACCOUNTS, ABOUT_ACTIVITIES
from tests.helpers.mail_server import html_of, text_of

pytestmark = pytest.mark.stage("in_round")


def latest(message):
    """The latest message of its kind."""
    found = select(Notification).where(Notification.message == message).order_by(Notification.id.desc())
    return db.session.scalars(found).first()


RULE = ("noteikums", "rule")
TITLES = {
    "lv": "„MK noteikumi Nr. 368, spēkā kopš 2023. gada”",
    "en": "“Cabinet Regulation No. 368, in force since 2023”",
}


def notified(message):
    return db.session.scalars(select(Notification).where(Notification.message == message)).all()


def text(message):
    return mail.letter(latest(message)).text


def speak_english(username):
    db.session.scalars(select(User).where(User.username == username)).one().locale = "en"


@pytest.fixture
def asked(outbox):
    """A card about which eight institutions are asked."""
    activity = the_card()
    speak_english("csp.loceklis")
    db.session.commit()
    return activity


@pytest.fixture
def letter(asked, server):
    """The letter to DVI."""
    delivery.deliver(now())
    return server.to("dvi.loceklis")[0]


def test_the_letter_has_a_plain_and_an_html_part(letter):
    assert letter.get_body(("plain",))
    assert letter.get_body(("html",))


def test_the_subject_names_the_activity_and_the_due_date(letter, asked):
    due = asked.current_round.requirements[0].due_on
    assert asked.number in letter["Subject"]
    assert f"{due:%d.%m.%Y}." in letter["Subject"]


@pytest.mark.parametrize("part", [text_of, html_of])
def test_each_part_says_number_title_date_reason_basis_and_link(letter, asked, part):
    reason = next(row.reasons[0] for row in asked.current_round.requirements if row.institution.code == "DVI")
    due = asked.current_round.requirements[0].due_on
    wanted = [
        asked.number,
        asked.title,
        f"{due:%d.%m.%Y}.",
        reason["lv"],
        reason["basis"],
        f"/aktivitates/{asked.number}",
    ]
    assert [one for one in wanted if one not in part(letter)] == []


def test_the_html_part_names_its_language(letter):
    assert '<html lang="lv">' in html_of(letter)


def test_somebody_who_reads_english_gets_english(asked, server):
    delivery.deliver(now())
    said = text_of(server.to("csp.loceklis")[0])
    due = asked.current_round.requirements[0].due_on
    assert f"The opinion of CSP is needed by {due.day} {due:%b %Y}." in said


def test_one_reader_s_language_is_not_the_next_one_s(asked, server):
    delivery.deliver(now())
    subjects = {name: server.to(f"{name}.loceklis")[0]["Subject"] for name in ("aim", "csp", "km")}
    assert subjects["aim"] == subjects["km"] != subjects["csp"]


def test_the_headers_say_that_a_machine_wrote_it_and_when(letter):
    assert letter["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(letter["Date"]).tzinfo is not None


def test_the_message_id_names_the_host_of_the_installation(letter, outbox):
    assert letter["Message-ID"].endswith("@127.0.0.1>")


def test_text_typed_by_people_is_no_markup(asked, server):
    vote(asked, "DVI", Choice.need_info, comment="<b>Kāpēc</b> & kam?")
    db.session.commit()
    assert "&lt;b&gt;Kāpēc&lt;/b&gt; &amp; kam?" in mail.letter(latest(Message.info_requested)).html


def test_plain_text_stays_as_it_was_typed(asked):
    vote(asked, "DVI", Choice.need_info, comment="<b>Kāpēc</b> & kam?")
    assert "<b>Kāpēc</b> & kam?" in text(Message.info_requested)


@pytest.mark.stage("submitted")
def test_a_returned_card_says_what_to_clarify(outbox):
    activity = the_card()
    workflow.return_card(activity, actor("vid.kontrolieris"), now(), comment="Precizējiet mērķi.")
    assert "Precizējiet mērķi." in text(Message.returned)


def test_objections_are_quoted_with_their_reasons(asked):
    vote(asked, "KM", Choice.object)
    assert "Mērķis nav skaidrs." in text(Message.remark)


def test_proposals_are_quoted_with_their_reasons(asked):
    vote(asked, "KM", Choice.approve_with_proposals)
    assert "Papildināt mērķi." in text(Message.remark)


def test_the_one_who_asked_reads_the_answer_and_the_moved_due_date(asked):
    vote(asked, "DVI", Choice.need_info, comment="Kāpēc?")
    row = next(one for one in asked.current_round.requirements if one.institution.code == "DVI")
    answering.answer(asked, actor("vid.pieteicejs"), now(), text="Tāpēc.", requirement_id=row.id)
    said = text(Message.answered)
    assert "Tāpēc." in said
    assert f"{row.due_on:%d.%m.%Y}." in said


@pytest.mark.parametrize(
    ("decided", "sentence"),
    [(False, "iebildumu vēl var atsaukt"), (True, "Kartīti pašlaik precizē")],
)
def test_who_objects_reads_how_far_that_is_followed_and_what_can_be_done(outbox, decided, sentence):
    activity = all_vote(the_card(), objecting=("DVI",))
    if decided:
        head = actor("varam.vaditajs")
        workflow.decide(activity, head, now(), outcome=Outcome.return_, reasoning="Precizējiet.")
    row = next(one for one in activity.current_round.requirements if one.institution.code == "DVI")
    said = {"remark_id": row.votes[-1].remarks[0].id, "resolution": Heed.partly, "text": "Precizēsim."}
    answering.answer(activity, actor("vid.pieteicejs"), now(), **said)
    letter = text(Message.answered)
    assert [one in letter for one in ("Daļēji", "Precizēsim.", sentence)] == [True] * 3


def test_applicants_and_heads_read_that_an_objection_is_withdrawn_and_what_stands_instead(outbox):
    activity = all_vote(the_card(), objecting=("DVI",))
    remark = RemarkGiven(kind=RemarkKind.proposal, section="risks", reason="Nosauciet risku.")
    opinion = Opinion(choice=Choice.approve_with_proposals, comment="Paldies par atbildi.", remarks=[remark])
    voting.withdraw_objection(activity, actor("dvi.loceklis"), now(), opinion)
    told = {one.recipient.username for one in notified(Message.objection_withdrawn)}
    letter = text(Message.objection_withdrawn)
    assert told == {"vid.pieteicejs", "varam.vaditajs"}
    assert [one in letter for one in ("DVI atsauc", "Nosauciet risku.", "Paldies par atbildi.")] == [True] * 3


def test_the_head_reads_who_objects(outbox):
    all_vote(the_card(), objecting=("KM", "DVI"))
    assert "KM, DVI" in text(Message.round_closed)


def test_the_overruled_institution_reads_why(outbox):
    activity = all_vote(the_card(), objecting=("KM",))
    workflow.decide(
        activity,
        actor("varam.vaditajs"),
        now(),
        outcome=Outcome.approve,
        reasoning="Ieguvums ir lielāks.",
        overruled={"KM": "Krājumi netiek skarti."},
    )
    said = text(Message.overruled)
    assert "Krājumi netiek skarti." in said
    assert "Ieguvums ir lielāks." in said


@pytest.mark.stage("awaiting_decision")
@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_is_told_with_its_reasoning(outbox, outcome):
    activity = the_card()
    workflow.decide(activity, actor("varam.vaditajs"), now(), outcome=outcome, reasoning="Viss izvērtēts.")
    assert "Viss izvērtēts." in text(Message.decided)


@pytest.mark.stage("awaiting_decision")
def test_a_decision_tells_who_co_approved_by_which_rule_and_since_when_it_holds(outbox):
    activity = the_card()
    workflow.decide(activity, actor("varam.vaditajs"), now(), outcome=Outcome.approve, reasoning="Jā.")
    row = next(one for one in notified(Message.decided) if one.values["institution"] == "PMLP")
    reason = row.values["reasons"][0]
    letter = mail.letter(row).text
    assert [one for one in (reason["lv"], TITLES["lv"], "12.07.2023.") if one not in letter] == []


@pytest.mark.parametrize("locale", ["lv", "en"])
def test_letters_call_a_rule_set_by_its_title_and_a_rule_by_its_sentence_not_by_their_ids(asked, locale):
    row = latest(Message.opinion_asked)
    row.recipient.locale = locale
    letter = mail.letter(row)
    reasons, both = row.values["reasons"], letter.text + letter.html
    ids = [one["rule_set"] for one in reasons] + [f"{word} {one['rule']}" for word in RULE for one in reasons]
    assert [TITLES[locale] in part for part in (letter.text, letter.html)] == [True, True]
    assert [one[locale] in both for one in reasons] == [True] * len(reasons)
    assert [one for one in ids if one in both] == []


def test_a_user_administrator_reads_no_title_of_a_card_that_is_not_for_them(asked):
    told = [Told(Message.nobody_to_vote, Role.user_admin, "VID")]
    notifications.enqueue(asked, told, SYSTEM, now(), {"nobody": ["VID"]})
    letter = mail.letter(latest(Message.nobody_to_vote))
    assert asked.title not in letter.text + letter.html


def test_every_message_about_an_activity_can_be_written_in_both_languages(asked):
    about_activities = set(Message) - set(ABOUT_ACCOUNTS)
    assert len(about_activities) >= 15
    for message in about_activities:
        notifications.enqueue(asked, [Told(message, Role.cab_member, "DVI")], SYSTEM, now(), ABOUT_ACTIVITIES)
        row = latest(message)
        for locale in ("lv", "en"):
            row.recipient.locale = locale
            letter = mail.letter(row)
            assert asked.number in letter.subject, message
            assert "\n" not in letter.subject, message


@pytest.mark.parametrize(
    ("username", "said"),
    [
        ("csp.loceklis", "The opinion of CSP is now due by 2 Oct 2026, not by 1 Oct 2026."),
        ("vid.pieteicejs", "The opinions of DVI, CSP are now due by 2 Oct 2026, not by 1 Oct 2026."),
    ],
)
def test_who_reads_of_a_moved_due_date_reads_both_dates_and_why(asked, username, said):
    told = told_of_moved("VID", ["DVI", "CSP"])
    rows = notifications.enqueue(asked, told, SYSTEM, now(), ABOUT_ACTIVITIES | {"concerned": ["DVI", "CSP"]})
    db.session.flush()
    row = next(one for one in rows if one.recipient.username == username)
    row.recipient.locale = "en"
    row.values = row.values | {"due_on": "2026-10-02"}
    letter = mail.letter(row).text
    why = "In the working-day calendar 30 Sep 2026 is now a free day: Rīkojums Nr. 1."
    assert [one for one in (said, why) if one not in letter] == []


def test_every_mail_of_a_demo_says_that_its_data_are_invented(asked, outbox):
    outbox.config["ENV"] = "demo"
    try:
        row = latest(Message.opinion_asked)
        row.recipient.locale = "en"
        letter = mail.letter(row)
    finally:
        outbox.config["ENV"] = "test"
    assert "Demonstration data" in letter.text
    assert "Demonstration data" in letter.html


def test_mail_outside_a_demo_says_nothing_of_the_kind(asked):
    assert "Demonstration data" not in text(Message.opinion_asked)
