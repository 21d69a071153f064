"""Rule sets with dates: two administrators, one day for each set, and rounds that keep theirs."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.database import writing
from app.extensions import db
from app.services.activity import steps as workflow
from app.services.registry.facts import registry
from app.services.ruleset import rule_sets
from models import Domain, Institution, RuleSetStart
from rules.refusals import Invalid, NotAllowed, Refusal, WrongStatus
from rules.registry_vocabulary import InstitutionStatus
from rules.ruleset.known import FOLDER, RuleSetRefused
from tests.helpers.at_once import at_once
from tests.helpers.cards import actor, submitted

ARCHITECT = "mk368-architect"
SHIPPED = (FOLDER / "mk368-2023.toml").read_text(encoding="utf-8")


def day(days):
    return clock.today() + timedelta(days=days)


@pytest.fixture
def admins(inside):
    """Two system administrators; every domain has an architect."""
    with writing():
        everybody = select(Institution).where(Institution.code == "VDAA")
        for domain in db.session.scalars(select(Domain)):
            domain.architect = db.session.scalars(everybody).one()
        db.session.commit()
    return actor("admin"), actor("admin2")


def begun(admins, start, code=ARCHITECT):
    """Let a rule set hold from a day, by both administrators."""
    proposed = rule_sets.propose(code, start, admins[0], clock.now())
    return rule_sets.approve(proposed.id, admins[1], clock.now())


def draft(code="draft", *changes):
    text = SHIPPED.replace('"mk368-2023"', f'"{code}"', 1)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_a_set_holds_from_the_day_that_two_administrators_set(admins):
    begun(admins, day(10))
    assert rule_sets.in_force(day(9)).id == "mk368-2023"
    assert rule_sets.in_force(day(10)).id == ARCHITECT


def test_a_proposal_alone_changes_nothing(admins):
    rule_sets.propose(ARCHITECT, day(10), admins[0], clock.now())
    assert rule_sets.in_force(day(400)).id == "mk368-2023"


def test_nobody_approves_the_own_proposal(admins):
    proposed = rule_sets.propose(ARCHITECT, day(10), admins[0], clock.now())
    with pytest.raises(NotAllowed, match="Another system administrator"):
        rule_sets.approve(proposed.id, admins[0], clock.now())


def test_only_system_administrators_look_after_rule_sets(admins):
    with pytest.raises(NotAllowed):
        rule_sets.propose(ARCHITECT, day(10), actor("varam.vaditajs"), clock.now())


@pytest.mark.both_databases
def test_a_proposal_is_decided_on_once(admins):
    start = begun(admins, day(10))
    with pytest.raises(WrongStatus, match="decided"):
        rule_sets.refuse(start.id, admins[1], clock.now(), "Par vēlu.")


def test_a_refused_proposal_leaves_room_for_another(admins):
    proposed = rule_sets.propose(ARCHITECT, day(10), admins[0], clock.now())
    rule_sets.refuse(proposed.id, admins[1], clock.now(), "Par agru.")
    begun(admins, day(30))
    assert rule_sets.in_force(day(30)).id == ARCHITECT


@pytest.mark.parametrize("days", [0, -1])
def test_a_set_begins_tomorrow_at_the_earliest(admins, days):
    with pytest.raises(Invalid):
        rule_sets.propose(ARCHITECT, day(days), admins[0], clock.now())


def test_an_approved_set_keeps_its_day(admins):
    begun(admins, day(10))
    with pytest.raises(WrongStatus, match="holds from"):
        rule_sets.propose(ARCHITECT, day(20), admins[0], clock.now())


def test_a_domain_without_an_architect_keeps_the_set_from_beginning(inside):
    with pytest.raises(WrongStatus, match="no institution is entered"):
        rule_sets.propose(ARCHITECT, day(10), actor("admin"), clock.now())


def test_a_domain_whose_architect_works_at_a_closed_institution_keeps_the_set_from_beginning(admins):
    closed = db.session.scalars(select(Institution).where(Institution.code == "VDAA")).one()
    closed.status, closed.closed_on = InstitutionStatus.closed, day(0)
    db.session.flush()
    with pytest.raises(WrongStatus, match="or it is closed"):
        rule_sets.propose(ARCHITECT, day(10), admins[0], clock.now())
    assert None in registry().architects.values()  # nor does a simulation count it


def test_a_reason_to_refuse_has_an_end(admins):
    proposed = rule_sets.propose(ARCHITECT, day(10), admins[0], clock.now())
    with pytest.raises(Invalid, match="at most 1000 characters"):
        rule_sets.refuse(proposed.id, admins[1], clock.now(), "ā" * 1001)


@pytest.mark.both_databases
def test_two_sets_do_not_begin_on_one_day(admins):
    begun(admins, day(10))
    rule_sets.upload(draft(), "draft.toml", admins[0], clock.now())
    with pytest.raises(RuleSetRefused, match="overlaps"):
        rule_sets.propose("draft", day(10), admins[0], clock.now())


def test_a_gap_before_a_set_is_refused(admins):
    ending = draft("ending", ("valid_from = 2023-07-12", f"valid_from = 2023-07-12\nvalid_to = {day(20)}"))
    rule_sets.upload(ending, "ending.toml", admins[0], clock.now())
    begun(admins, day(10), "ending")
    with pytest.raises(RuleSetRefused, match="none follows"):
        rule_sets.propose(ARCHITECT, day(30), admins[0], clock.now())


def test_a_set_that_ended_without_a_successor_is_followed_all_the_same(admins):
    ending = draft("ending", ("valid_from = 2023-07-12", f"valid_from = 2023-07-12\nvalid_to = {day(20)}"))
    rule_sets.upload(ending, "ending.toml", admins[0], clock.now())
    begun(admins, day(10), "ending")
    rule_sets.upload(draft("later"), "later.toml", admins[0], clock.now())
    with clock.at(clock.now() + timedelta(days=30)):
        begun(admins, day(1))
    with clock.at(clock.now() + timedelta(days=60)):
        begun(admins, day(10), "later")
    assert [rule_sets.in_force(day(one)).id for one in (20, 31, 70)] == ["ending", ARCHITECT, "later"]


def test_an_uploaded_set_is_inactive_whatever_its_file_says(admins):
    rule_sets.upload(draft(), "draft.toml", admins[0], clock.now())
    assert rule_sets.known().get("draft").valid_from is None


def test_a_shipped_set_is_not_replaced_by_an_upload(admins):
    with pytest.raises(RuleSetRefused, match="already"):
        rule_sets.upload(SHIPPED, "mk368-2023.toml", admins[0], clock.now())


def test_a_draft_without_golden_cases_is_refused(admins):
    text = draft()
    with pytest.raises(RuleSetRefused, match="golden cases"):
        rule_sets.upload(text[: text.index("[[case]]")], "draft.toml", admins[0], clock.now())


def test_a_draft_that_fails_a_golden_case_is_refused_by_its_title(admins):
    text = draft("draft", ('asks = "DVI"', 'asks = "VDAA"'))
    with pytest.raises(RuleSetRefused, match="VID attīsta EDS"):
        rule_sets.upload(text, "draft.toml", admins[0], clock.now())


def test_a_broken_draft_is_refused_by_its_line_and_nothing_is_kept(admins):
    text = draft("draft", ('asks = "DVI"', 'asks = "NAV"'))
    with pytest.raises(RuleSetRefused, match=r"draft\.toml:\d+, rule dvi, field asks"):
        rule_sets.upload(text, "draft.toml", admins[0], clock.now())
    with pytest.raises(Refusal):
        rule_sets.known().get("draft")


def test_a_round_keeps_the_set_of_its_day_and_a_later_one_has_its_own(admins, monkeypatch):
    begun(admins, day(2))
    before, after = submitted(), submitted()
    for card in (before, after):
        card.domain = db.session.scalars(select(Domain).limit(1)).one()
    noon = datetime.combine(day(0), datetime.min.time(), UTC) + timedelta(hours=10)
    workflow.forward(before, actor("vid.kontrolieris"), noon + timedelta(days=1))
    workflow.forward(after, actor("vid.kontrolieris"), noon + timedelta(days=2))
    told = [
        (
            card.current_round.rule_set,
            "VDAA" in {one.institution.code for one in card.current_round.requirements},
        )
        for card in (before, after)
    ]
    assert told == [("mk368-2023", False), (ARCHITECT, True)]


def test_another_architect_changes_nothing_in_a_round_that_runs(admins):
    begun(admins, day(1))
    card = submitted()
    card.domain = db.session.scalars(select(Domain).limit(1)).one()
    tomorrow = datetime.combine(day(1), datetime.min.time(), UTC) + timedelta(hours=10)
    workflow.forward(card, actor("vid.kontrolieris"), tomorrow)
    asked = [(one.institution.code, one.reasons) for one in card.current_round.requirements]
    card.domain.architect = db.session.scalars(select(Institution).where(Institution.code == "UR")).one()
    db.session.flush()
    db.session.expire_all()
    assert [(one.institution.code, one.reasons) for one in card.current_round.requirements] == asked


def test_a_closed_institution_that_a_rule_asks_keeps_a_proposal_from_being_approved(admins):
    proposed = rule_sets.propose(ARCHITECT, day(10), admins[0], clock.now())
    closed = db.session.scalars(select(Institution).where(Institution.code == "DVI")).one()
    closed.status, closed.closed_on = InstitutionStatus.closed, day(0)
    db.session.flush()
    with pytest.raises(WrongStatus, match="rule dvi asks DVI, which is closed"):
        rule_sets.approve(proposed.id, admins[1], clock.now())


def test_a_domain_of_a_condition_that_has_another_code_now_keeps_the_set_from_beginning(admins):
    condition = ('asks = "affected"', 'asks = "affected"\nwhen = { domain = ["vide", "finanses"] }')
    cases = '[[case]]\ntitle = "LNB"\ncard = { kind = "creation", holder = "LNB" }\nasked = ["VARAM", "KM", '
    text = draft("draft", condition).partition("[[case]]")[0] + cases + '"AiM", "CSP", "DVI", "LPS"]\n'
    rule_sets.upload(text, "draft.toml", admins[0], clock.now())
    db.session.scalars(select(Domain).where(Domain.code == "vide")).one().code = "daba"
    db.session.flush()
    with pytest.raises(WrongStatus, match=r"rule affected has a condition on a domain .*: vide\."):
        rule_sets.propose("draft", day(10), admins[0], clock.now())


@pytest.mark.both_databases
def test_two_proposals_for_one_day_approved_at_once_let_one_set_begin(admins, inside):
    with writing():
        rule_sets.upload(draft(), "draft.toml", admins[0], clock.now())
        keys = [
            rule_sets.propose(ARCHITECT, day(10), admins[0], clock.now()).id,
            rule_sets.propose("draft", day(10), admins[1], clock.now()).id,
        ]
        db.session.commit()
    refusals = at_once(
        inside,
        lambda: rule_sets.approve(keys[0], admins[1], clock.now()),
        lambda: rule_sets.approve(keys[1], admins[0], clock.now()),
    )
    begins = [one.id for one in rule_sets.known().sets if one.valid_from == day(10)]
    assert (len(begins), len(refusals)) == (1, 1), refusals


def test_the_text_of_every_set_is_there_to_begin_a_draft_with(admins):
    text = draft()
    rule_sets.upload(text, "draft.toml", admins[0], clock.now())
    assert rule_sets.text_of("draft") == text
    assert rule_sets.text_of("mk368-2023") == SHIPPED


@pytest.mark.parametrize("code", ["mk/368", "MK368", "mk 368", "-", "m" * 81])
def test_a_draft_whose_id_cannot_stand_in_an_address_is_refused(admins, code):
    with pytest.raises(RuleSetRefused, match=r"draft\.toml:\d+, rule -, field id"):
        rule_sets.upload(draft(code), "draft.toml", admins[0], clock.now())


@pytest.mark.both_databases
def test_what_was_decided_cannot_be_changed(admins, inside):
    begun(admins, day(10))
    db.session.commit()
    with writing(), pytest.raises(Exception, match="append-only"):
        db.session.execute(RuleSetStart.__table__.update().values(valid_from=date(2030, 1, 1)))
    db.session.rollback()
