"""A walk of random people over a card, and of whatever they try: the record stays true after each step."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from app.clock import now, today
from app.database import writing
from app.extensions import db
from app.services.activity import answering, audit, completion, discussing, steps as workflow, voting
from app.services.activity.obligations import ObligationGiven
from app.services.card import drafts, writing as writing_cards
from app.services.obligation import steps as obligations
from app.visibility import looking_as, seeing_everything
from models import (
    Activity,
    Answer,
    Decision,
    Event,
    Obligation,
    ObligationReport,
    Remark,
    Revision,
    Vote,
)
from rules.obligation.words import UNFINISHED, ObligationState
from rules.refusals import Refusal
from rules.tally import tally
from rules.visibility import sees
from rules.vocabulary import (
    AMENDABLE,
    UNDECIDED,
    Choice,
    DraftAs,
    Heed,
    Outcome,
    RemarkKind,
    RequirementState,
    Resolution,
    Status,
)
from tests.helpers import cards
from tests.helpers.cards import NEW_TEXT, TEXT, actor

ASKED = tuple(f"{code.lower()}.loceklis" for code in cards.ASKED)
PEOPLE = (
    *("vid.pieteicejs", "vid.kontrolieris", "varam.vaditajs", "bvkb.pieteicejs", "admin"),
    *(*ASKED, "em.loceklis"),
)
KEPT = (Answer, Decision, Event, ObligationReport, Remark, Revision, Vote)
REACHED = set()  # by all walks together: what was never reached was never tried
AFTER_APPROVAL = (Status.approved, Status.in_progress, Status.completed)
BEFORE_CHECK = (Status.draft, Status.returned)
DISCUSSED = (Status.in_approval, Status.awaiting_decision)
WITH_REMARKS = (*BEFORE_CHECK, *DISCUSSED)

anybody = st.sampled_from(PEOPLE)
# Most tries are those of who may: else nothing would ever come to its end.
holder = st.one_of(st.just("vid.pieteicejs"), st.just("vid.pieteicejs"), anybody)
controller = st.one_of(st.just("vid.kontrolieris"), st.just("vid.kontrolieris"), anybody)
head = st.one_of(st.just("varam.vaditajs"), st.just("varam.vaditajs"), anybody)
member = st.one_of(st.sampled_from(ASKED), st.sampled_from(ASKED), anybody)
which = st.integers(0, 9)


def condition():
    return ObligationGiven(text="Ieslēgt auditāciju.", due_on=today() + timedelta(days=30))


def objected():
    return cards.awaiting_decision(objecting=("DVI", "FM"))


def returned():
    card = objected()
    head = actor("varam.vaditajs")
    workflow.decide(card, head, now(), outcome=Outcome.return_, reasoning="Jāprecizē.")
    return card


def obliged():
    card = cards.in_round()
    cards.vote(card, "DVI", obligations=[condition()])
    cards.all_vote(card)
    head = actor("varam.vaditajs")
    workflow.decide(card, head, now(), outcome=Outcome.approve, reasoning="Saskaņots.")
    workflow.start(card, actor("vid.pieteicejs"), now(), actual_start=today())
    return card


FAR = {*Status, *RequirementState, *UNFINISHED, ObligationState.fulfilled, "round 2"}
BEGINNINGS = [
    *(cards.complete_card, cards.in_round, cards.questioned, cards.approved, cards.second_round),
    *(objected, returned, obliged),
]


def when(statuses):
    """Mostly what fits is tried: else walks would not come far."""
    return precondition(lambda walk: walk.card.status in statuses)


class Walk(RuleBasedStateMachine):
    """Each rule is somebody's try; what the rules forbid leaves everything as it was."""

    @initialize(make=st.sampled_from(BEGINNINGS))
    def begin(self, make):
        with writing():
            self.key = make().id
            db.session.commit()
        self.counts = dict.fromkeys(KEPT, 0)

    @property
    def card(self):
        return db.session.get_one(Activity, self.key)

    def attempt(self, act, who, *told, at=None, **more):
        try:
            with writing():
                act(*told, actor(who), at or now(), **more)
                db.session.commit()
        except Refusal:
            db.session.rollback()

    @rule(who=anybody, place=which)
    def whatever(self, who, place):
        """Anybody tries anything, whether it fits or not."""
        card = self.card
        tries = (
            (workflow.submit, {}),
            (workflow.recall, {}),
            (workflow.return_card, {"comment": "Precizēt."}),
            (workflow.forward, {}),
            (voting.vote, {"opinion": opinion(Choice.approve, False)}),
            (voting.withdraw_objection, {"opinion": opinion(Choice.approve, False)}),
            (workflow.close_round, {}),
            (workflow.decide, {"outcome": Outcome.approve, "reasoning": "Izvērtēts."}),
            (workflow.start, {"actual_start": today()}),
            (discussing.settle, {}),
        )
        act, said = tries[place]
        self.attempt(act, who, card, **said)

    @rule(who=holder, goal=st.sampled_from([TEXT, NEW_TEXT]))
    @when(BEFORE_CHECK)
    def edit(self, who, goal):
        with writing():
            try:
                writing_cards.edit(self.card, actor(who), now(), {"goal": goal})
                db.session.commit()
            except Refusal:
                db.session.rollback()

    @rule(who=holder)
    @when(BEFORE_CHECK)
    def submit(self, who):
        self.attempt(workflow.submit, who, self.card)

    @rule(who=holder)
    @when((Status.in_control,))
    def recall(self, who):
        self.attempt(workflow.recall, who, self.card)

    @rule(who=controller)
    @when((Status.in_control,))
    def send_back(self, who):
        self.attempt(workflow.return_card, who, self.card, comment="Precizēt mērķi.")

    @rule(who=controller)
    @when((Status.in_control,))
    def forward(self, who):
        self.attempt(workflow.forward, who, self.card)

    @rule(who=member, choice=st.sampled_from(Choice), asks=st.booleans())
    @when((Status.in_approval,))
    def vote(self, who, choice, asks):
        self.attempt(voting.vote, who, self.card, opinion=opinion(choice, asks))

    @rule()
    @when((Status.in_approval,))
    def vote_all(self):
        """Whoever is still waited for approves, so that rounds come to their end."""
        for one in ASKED:
            self.attempt(voting.vote, one, self.card, opinion=opinion(Choice.approve, False))

    @rule(who=member, choice=st.sampled_from(Choice))
    @when((Status.awaiting_decision,))
    def withdraw_objection(self, who, choice):
        self.attempt(voting.withdraw_objection, who, self.card, opinion=opinion(choice, False))

    @rule(who=holder, place=which, heed=st.sampled_from([None, *Heed]))
    @when(WITH_REMARKS)
    def answer(self, who, place, heed):
        asked = [{"requirement_id": row.id} for row in rows(self.card)]
        asked += [
            {"remark_id": one.id} for row in rows(self.card) for vote in row.votes for one in vote.remarks
        ]
        if asked:
            one = asked[place % len(asked)]
            self.attempt(answering.answer, who, self.card, text="Precizēts.", resolution=heed, **one)

    @rule(who=member)
    @when(DISCUSSED)
    def discuss(self, who):
        self.attempt(discussing.discuss, who, self.card)

    @rule(who=member)
    @when(DISCUSSED)
    def settle(self, who):
        self.attempt(discussing.settle, who, self.card)

    @rule(who=head, days=st.sampled_from([0, 60]))
    @when((Status.in_approval,))
    def close_round(self, who, days):
        self.attempt(workflow.close_round, who, self.card, at=now() + timedelta(days=days))

    @rule(who=head, outcome=st.sampled_from(Outcome), oblige=st.booleans(), all_of_them=st.booleans())
    @when((Status.awaiting_decision,))
    def decide(self, who, outcome, oblige, all_of_them):
        standing = tally(self.card.facts().requirements).objections if all_of_them else ()
        became = {"obliged": {code: condition() for code in standing}} if oblige else {}
        became = became or {"overruled": dict.fromkeys(standing, "Mērķis ir aprakstīts.")}
        said = {"outcome": outcome, "reasoning": "Izvērtēts."}
        self.attempt(workflow.decide, who, self.card, **said, **became)

    @rule(who=holder)
    @when(BEFORE_CHECK)
    def withdraw(self, who):
        if self.card.round > 0:  # else most walks would end at once
            self.attempt(workflow.withdraw, who, self.card, comment="Vairs nav vajadzīgs.")

    @rule(who=holder)
    @when((Status.approved,))
    def start(self, who):
        self.attempt(workflow.start, who, self.card, actual_start=today())

    @rule(who=holder, percent=st.one_of(st.none(), st.integers(-1, 101)))
    @when((Status.in_progress,))
    def progress(self, who, percent):
        self.attempt(completion.progress, who, self.card, text="Turpinām.", percent=percent)

    @rule(who=holder)
    @when((Status.in_progress,))
    def complete(self, who):
        notice = {"actual_end": today(), "actual_cost_eur": Decimal(1), "result": "Gatavs."}
        self.attempt(completion.complete, who, self.card, **notice)

    @rule(who=holder, outcome=st.sampled_from([None, *Outcome]))
    @when(AMENDABLE)
    def amend(self, who, outcome):
        """The amendment goes its usual way, or lies there."""
        self.attempt(drafts.draft, who, self.card, DraftAs.amendment)
        running = (one for one in self.card.amendments if one.status is Status.draft)
        amendment = next(running, None)
        if amendment is None or outcome is None:
            return
        self.attempt(workflow.submit, "vid.pieteicejs", amendment)
        self.attempt(workflow.forward, "vid.kontrolieris", amendment)
        for one in ASKED:
            self.attempt(voting.vote, one, amendment, opinion=opinion(Choice.approve, False))
        said = {"outcome": outcome, "reasoning": "Izvērtēts."}
        self.attempt(workflow.decide, "varam.vaditajs", amendment, **said)

    @rule(
        who=st.one_of(st.none(), st.none(), anybody),
        place=which,
        step=st.sampled_from(["report", "accept", "refuse"]),
    )
    @when(AFTER_APPROVAL)
    def oblige(self, who, place, step):
        """Mostly it is who may: the holder reports, DVI verifies."""
        found = asked_of(self.key)
        if not found:
            return
        one = found[place % len(found)]
        act, said, usual = {
            "report": (obligations.report, {"text": "Ieslēgts."}, "vid.pieteicejs"),
            "accept": (obligations.accept, {}, "dvi.loceklis"),
            "refuse": (obligations.refuse_report, {"comment": "Nav redzams."}, "dvi.loceklis"),
        }[step]
        self.attempt(act, who or usual, one, **said)

    @rule(who=st.sampled_from(ASKED))
    @when((Status.in_approval,))
    def ask(self, who):
        self.attempt(voting.vote, who, self.card, opinion=opinion(Choice.need_info, False))

    @rule(who=member, place=which, days=st.sampled_from([None, -1, 60]))
    @when(AFTER_APPROVAL)
    def verify(self, who, place, days):
        found = asked_of(self.key)
        if found and days is None:
            self.attempt(obligations.release, who, found[place % len(found)], comment="Nav vajadzīgs.")
        elif found:
            until = today() + timedelta(days=days)
            self.attempt(obligations.move, who, found[place % len(found)], due_on=until, comment="Vēlāk.")

    @invariant()
    def note_where_it_stands(self):
        REACHED.update((self.card.status, f"round {min(self.card.round, 2)}"))
        REACHED.update(one.status for one in asked_of(self.key))
        REACHED.update(row.state for row in rows(self.card))

    @invariant()
    def an_objection_never_stands_under_an_approval_without_a_resolution(self):
        if self.card.status not in AFTER_APPROVAL:
            return
        turn = self.card.rounds[-1]
        objecting = {
            row.id
            for row in turn.requirements
            if row.vote_in_force and row.vote_in_force.choice is Choice.object
        }
        resolved = {one.requirement_id: one.resolution for one in turn.decision.resolutions}
        assert objecting <= resolved.keys()
        obliged = {key for key, one in resolved.items() if one is Resolution.obligation}
        assert obliged <= {row.id for row in turn.requirements if row.institution_id in self.verifying()}

    def verifying(self):
        return {one.asked_by_id for one in asked_of(self.key)}

    @invariant()
    def at_most_one_round_is_open(self):
        opened = [one for one in self.card.rounds if one.closed_at is None]
        assert len(opened) <= 1
        assert (
            bool(opened) is (self.card.status is Status.in_approval) or self.card.status is Status.withdrawn
        )

    @invariant()
    def nothing_that_is_only_added_to_shrinks(self):
        for table, before in self.counts.items():
            cards = (self.key, *(one.id for one in self.card.amendments))  # reports go over
            found = db.session.scalar(select(func.count(table.id)).where(table.activity_id.in_(cards)))
            assert found >= before
            self.counts[table] = found

    @invariant()
    def every_change_of_status_is_one_event(self):
        card = self.card
        assert list(audit.breaks_of(card.id, card.number, card.status)) == []

    @invariant()
    def a_vote_that_is_carried_over_is_an_earlier_one_of_the_same_institution(self):
        for row in rows(self.card):
            if row.carried_from is not None:
                given = row.carried_from.vote_in_force
                assert given is not None
                assert (given.institution_id, row.choice) == (row.institution_id, given.choice)
                assert row.carried_from.round.number < row.round.number

    @invariant()
    def what_is_completed_has_no_open_obligation(self):
        left = [one for one in asked_of(self.key) if one.status in UNFINISHED]
        assert self.card.status is not Status.completed or not left

    @invariant()
    def what_is_superseded_has_an_approved_amendment_that_has_its_obligations(self):
        card = self.card
        running = [one for one in card.amendments if one.status in UNDECIDED]
        approved = [one for one in card.amendments if one.published_at]
        assert (len(running) <= 1, len(approved)) == (True, card.status is Status.superseded)
        if approved:
            assert [one for one in asked_of(self.key) if one.status in UNFINISHED] == []

    @invariant()
    def what_is_being_amended_does_not_end(self):
        ended = self.card.status in (Status.completed, Status.withdrawn)
        assert not (ended and any(one.status in UNDECIDED for one in self.card.amendments))

    @invariant()
    def the_list_shows_what_opens(self):
        facts = self.card.facts()
        for name in ("vid.pieteicejs", "dvi.loceklis", "em.loceklis", "bvkb.pieteicejs", "varam.vaditajs"):
            who = actor(name)
            with looking_as(who):
                found = db.session.scalars(select(Activity.id).where(Activity.id == self.key)).first()
            assert bool(found) is sees(facts, who)


def rows(card):
    return [row for turn in card.rounds for row in turn.requirements]


def asked_of(key):
    return list(db.session.scalars(select(Obligation).where(Obligation.activity_id == key)))


def opinion(choice, asks):
    kind = {Choice.object: RemarkKind.objection, Choice.approve_with_proposals: RemarkKind.proposal}.get(
        choice
    )
    remarks = (voting.RemarkGiven(kind=kind, section="goal", reason="Precizēt."),) if kind else ()
    comment = "Kam dati?" if choice in (Choice.need_info, Choice.not_applicable) else ""
    wanted = (condition(),) if asks else ()
    return voting.Opinion(choice=choice, comment=comment, remarks=remarks, obligations=wanted)


@pytest.mark.timeout(1800)  # 200 walks take minutes
@pytest.mark.both_databases
def test_whatever_people_try_the_record_stays_true(inside, request):
    walks = 200 if request.config.getoption("all_databases") else 20
    with seeing_everything():
        run_state_machine_as_test(
            Walk,
            settings=settings(
                max_examples=walks,
                stateful_step_count=40,
                deadline=None,
                derandomize=True,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    assert len(FAR - REACHED) <= (2 if walks > 20 else 6), FAR - REACHED
