"""What goes to the server, byte by byte: letters that every server takes and every reader shows alike."""

import re

import pytest
from hypothesis import given, settings, strategies as st
from sqlalchemy import select

from app import mail
from app.clock import now
from app.envelope import Envelope
from app.extensions import db
from app.services import outbox as notifications
from models import User
from rules.audience import Message, Told
from rules.facts import SYSTEM
from rules.vocabulary import Role
from tests.helpers.cards import the_card
from tests.helpers.letters import ABOUT_ACCOUNTS, ABOUT_ACTIVITIES
from tests.helpers.wire import LINE_LONGEST, heads_of, longest_line, part_of, person_in, read

LONG = "Ķīšu-Šķērslīšu Ģirtiņa Žagariņa-Ābeļdārza"
KINDS = [(message, locale) for message in Message for locale in ("lv", "en")]
QUOTING = (
    Message.returned,
    Message.info_requested,
    Message.remark,
    Message.answered,
    Message.decided,
    Message.overruled,
    Message.withdrawn,
    Message.completed,
    Message.administrator_refused,
)
latvian = st.text('aābcčdeēgģiījkķlļnņoprsštuūvzžAĀČĒĢĪĶĻŅŠŪŽ0123456789 .,:;–“”()@<>=?_-"\\', max_size=200)
names = st.text("aābčeēgģkķlļnņsšuūzžAĀČŅŠŽ0123456789–“” -", min_size=1, max_size=200).filter(str.strip)
lines = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("ā=. \n"), max_size=3000)


@pytest.fixture
def sent(outbox, server):
    """A function that sends the letter of a kind to DVI and returns it with its bytes."""

    def send(message, locale, **told):
        row = _row(message, {**ABOUT_ACTIVITIES, **ABOUT_ACCOUNTS.get(message, {}), **told})
        db.session.flush()
        row.recipient.locale = locale
        secret = "http://127.0.0.1/parole/" + 43 * "x"
        mail.send(mail.envelope(row, secret))
        return mail.letter(row, secret), server.wire[-1]

    return send


def _row(message, values):
    if message in ABOUT_ACCOUNTS or message is Message.administrator_approved:
        person = db.session.scalars(select(User).where(User.username == "dvi.loceklis")).one()
        return notifications.tell(message, now(), person=person, values=values)
    told = [Told(message, Role.cab_member, "DVI")]
    return notifications.enqueue(the_card(), told, SYSTEM, now(), values)[0]


@pytest.mark.stage("in_round")
@pytest.mark.parametrize(("message", "locale"), KINDS)
def test_the_subject_of_every_letter_reads_as_it_was_written(sent, message, locale):
    names = {"principal": LONG, "substitute": LONG, "by": LONG, "number": "AA-2026-000001"}
    letter, wire = sent(message, locale, **names)
    assert read(heads_of(wire)["Subject"]) == letter.subject


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("message", Message)
def test_every_letter_is_seven_bits_in_lines_that_each_server_takes(sent, message):
    _, wire = sent(message, "lv", comment="Ā" * 5000, reason="ž" * 5000, source="š" * 5000)
    assert wire.isascii()
    assert longest_line(wire) <= LINE_LONGEST


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("message", Message)
def test_text_and_html_of_every_letter_arrive_as_they_were_written(sent, message):
    letter, wire = sent(message, "lv")
    assert (part_of(wire, "text/plain"), part_of(wire, "text/html")) == (letter.text, letter.html)


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("message", Message)
def test_every_letter_asks_for_no_answer_of_a_machine_and_has_a_date_and_an_id(sent, message):
    _, wire = sent(message, "lv")
    heads = heads_of(wire)
    assert (heads["Auto-Submitted"], heads["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    assert (heads["Date"][-6:-4], heads["Message-ID"][-11:]) == (" +", "@127.0.0.1>")


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("message", Message)
def test_no_letter_takes_its_reader_for_a_man(sent, message):
    _, wire = sent(message, "lv")
    assert re.findall(r"\b(?:ne)?(?:esat|bijāt|būsiet) \w+is\b", part_of(wire, "text/plain")) == []


@pytest.mark.stage("in_round")
@pytest.mark.parametrize("message", QUOTING)
def test_lines_that_somebody_typed_stay_lines_in_html_for_programs_that_know_no_styles(sent, message):
    typed = "Pirmā rinda.\n\nOtrā <b> rinda."
    _, wire = sent(message, "lv", comment=typed, reason=typed, overruled={"DVI": typed})
    assert "Pirmā rinda.<br><br>Otrā &lt;b&gt; rinda." in part_of(wire, "text/html")


@pytest.mark.stage("in_round")
def test_a_sender_with_a_latvian_name_is_read_with_it(sent, outbox):
    state = outbox.extensions["mail"]
    before, state.default_sender = state.default_sender, f"{LONG} <virsis@virsis.example>"
    try:
        _, wire = sent(Message.opinion_asked, "lv")
    finally:
        state.default_sender = before
    assert person_in(heads_of(wire)["From"]) == (LONG, "virsis@virsis.example")


@pytest.mark.stage("in_round")
def test_an_installation_with_a_latvian_domain_names_it_in_plain_letters(sent, outbox):
    before, outbox.config["BASE_URL"] = outbox.config["BASE_URL"], "https://saskaņošana.example"
    try:
        _, wire = sent(Message.opinion_asked, "lv")
    finally:
        outbox.config["BASE_URL"] = before
    assert heads_of(wire)["Message-ID"].endswith("@xn--saskaoana-zvb21a.example>")


@settings(deadline=None)
@given(latvian)
def test_any_subject_reads_as_it_was_written(subject):
    wire = Envelope(subject, ["a@virsis.example"], sender="v@virsis.example").as_bytes()
    assert (read(heads_of(wire)["Subject"]), wire.isascii()) == (subject, True)
    assert longest_line(wire) <= LINE_LONGEST


@settings(deadline=None)
@given(names)
def test_any_name_of_the_sender_reads_as_it_was_written(name):
    wire = Envelope("x", ["a@virsis.example"], sender=(name, "v@virsis.example")).as_bytes()
    assert person_in(heads_of(wire)["From"]) == (" ".join(name.split()), "v@virsis.example")
    assert longest_line(wire) <= LINE_LONGEST


@settings(deadline=None)
@given(lines)
def test_any_text_arrives_as_it_was_written(text):
    wire = Envelope("x", ["a@virsis.example"], text, html=text, sender="v@virsis.example").as_bytes()
    assert part_of(wire, "text/plain") == part_of(wire, "text/html") == text
    assert (wire.isascii(), longest_line(wire) <= LINE_LONGEST) == (True, True)
