"""Drafts that are nearly right, and days on which a rule set could not hold."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.database import writing
from app.extensions import db
from app.services.activity import steps as workflow
from app.services.ruleset import rule_sets
from models import Domain, Institution
from rules.refusals import Invalid, NotFound, WrongStatus
from rules.ruleset.known import FOLDER, RuleSetRefused
from tests.helpers.at_once import at_once
from tests.helpers.cards import actor, submitted

SHIPPED = (FOLDER / "mk368-2023.toml").read_text(encoding="utf-8")
LINES = SHIPPED.splitlines()


def day(days):
    return clock.today() + timedelta(days=days)


def upload(text):
    return rule_sets.upload(text, "draft.toml", actor("admin"), clock.now())


def draft(old="", new=""):
    assert old in SHIPPED
    return SHIPPED.replace('"mk368-2023"', '"draft"', 1).replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "line", "field", "says"),
    [
        (SHIPPED, LINES.index('id = "mk368-2023"') + 1, "id", "rule set mk368-2023 already"),
        (draft("[[case]]", "[[kase]]").partition("[[kase]]")[0], 1, "case", "no golden cases"),
        (
            draft('"KM", "DVI", "LPS", "PMLP"]', '"KM", "DVI", "LPS"]'),
            next(n for n, line in enumerate(LINES, 1) if line.startswith("asked")),
            "case.1.asked",
            "It asks VARAM, FM, AiM, CSP, KM, DVI, LPS, PMLP, the case says VARAM, FM, AiM, CSP, KM",
        ),
        (
            draft('holder = "VID"', 'holder = "NAV"'),
            next(n for n, line in enumerate(LINES, 1) if line.startswith("card")),
            "case.1.card",
            "holder = NAV",
        ),
    ],
)
def test_a_draft_that_cannot_be_kept_is_refused_by_line_and_field(inside, text, line, field, says):
    with pytest.raises(RuleSetRefused) as refused:
        upload(text)
    assert str(refused.value).startswith(f"draft.toml:{line}, rule -, field {field}: ")
    assert says in str(refused.value)


def test_a_file_that_is_too_long_is_refused_with_the_number(inside):
    with pytest.raises(Invalid, match="at most 200000 characters"):
        upload(f"#{'a' * 200_000}")


def test_a_set_does_not_begin_after_the_day_on_which_its_text_lets_it_end(inside):
    upload(draft("valid_from = 2023-07-12", f"valid_from = 2023-07-12\nvalid_to = {day(20)}"))
    with pytest.raises(Invalid, match=r"ends on .* Choose an earlier day"):
        rule_sets.propose("draft", day(21), actor("admin"), clock.now())


def test_a_set_that_is_not_there_cannot_be_proposed(inside):
    with pytest.raises(NotFound):
        rule_sets.propose("nav", day(10), actor("admin"), clock.now())


@pytest.mark.both_databases
def test_a_draft_sent_twice_at_once_is_kept_once(inside):
    refused = at_once(inside, lambda: upload(draft()), lambda: upload(draft()))
    assert len(refused) == 1
    assert "rule set draft already" in refused[0]


@pytest.mark.both_databases
def test_a_start_proposed_twice_at_once_is_proposed_once(inside):
    with writing():
        upload(draft())
        db.session.commit()
    refused = at_once(inside, *[lambda: rule_sets.propose("draft", day(9), actor("admin"), clock.now())] * 2)
    assert refused == ["A start of draft is proposed already and waits."]
    assert len(rule_sets.waiting()) == 1


def test_a_card_is_not_sent_round_without_the_architect_of_its_domain(inside):
    domain = db.session.scalars(select(Domain).order_by(Domain.code)).first()
    for one in db.session.scalars(select(Domain)):
        one.architect = db.session.scalars(select(Institution).where(Institution.code == "VDAA")).one()
    proposed = rule_sets.propose("mk368-architect", day(1), actor("admin"), clock.now())
    rule_sets.approve(proposed.id, actor("admin2"), clock.now())
    card = submitted()
    card.domain, domain.architect = domain, None
    tomorrow = clock.now() + timedelta(days=1)
    with pytest.raises(
        WrongStatus, match=rf"domain {domain.code}, but domain-architect of rule set mk368-arch"
    ):
        workflow.forward(card, actor("vid.kontrolieris"), tomorrow)
