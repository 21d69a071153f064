"""What people do with an activity: one call for each action, and votes."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from flask import g
from flask_babel import lazy_pgettext as _p
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from app.clock import now, today
from app.services.activity import answering, completion, steps as workflow, voting
from app.services.activity.door import gate, lock
from app.services.activity.obligations import ObligationGiven
from app.services.activity.voting import Opinion, RemarkGiven, fingerprint, own_row, repeated
from app.services.checks import refuse
from models import Activity, Vote
from rules.account.access import KEY_ACTIONS, KeyScope
from rules.facts import Actor
from rules.liquidation.consumers import ConsumerGiven
from rules.refusals import Invalid, NotFound, Problem
from rules.text import N_
from rules.vocabulary import Action, Choice, Kind, Outcome, ProblemCode, Resolution, Urgency
from views.activity.steps import STEPS
from views.api.calls import ActivityCalls, call, calls
from views.api.schemas import answers, bodies
from views.api.schemas.bodies import Read, all_problems, read
from views.api.schemas.steps import body_of
from views.base import Response, current_actor, one_change, opens
from views.base.api import GONE, INVALID

TRIES = 3  # a vote that meets another one being saved is tried again
Run = Callable[[Activity, Actor, datetime, Read], None]


def _said(action: Action, says: str) -> call:
    key = KeyScope.applicant if action in KEY_ACTIONS else None
    body = body_of(action, Kind.creation, Urgency.emergency)  # which takes most
    return call(says, body=body, answer=answers.Reached, refuses=(403, 409), key=key)


SAID = {action.value: _said(action, told.says) for action, told in STEPS.items() if told.says}


class ActionApi(ActivityCalls):
    """The steps of an activity."""

    @opens("POST", "/<key>/actions/<action>", tried=_p("tried", "a step of an activity (API)"))
    @calls(SAID)
    def act(self, key: str, action: str) -> Response:
        """Take one step; what the person, the status or a stale revision forbids comes before the body."""
        with one_change():
            activity = self.found(key)
            if action not in CALLS:
                raise NotFound(GONE)
            step, at = Action(action), now()
            if step is Action.withdraw_objection and (given := self._given(activity)):
                return self.told({"status": given.status_after, "revision": given.revision})
            if step is Action.forward:
                workflow.check_other_controller(activity, current_actor())
            actor, unknown = self.in_whose_name(activity, step, at)
            gate(activity, step, actor, at, self.seen())
            sent = self.sent(body_of(step, activity.kind, activity.urgency))
            CALLS[step](activity, actor, at, sent.with_name(unknown))
            return self.told(activity)

    def _given(self, activity: Activity) -> Vote | None:
        """Return the vote by which this request took the objection back already."""
        lock(activity)
        key = read(bodies.VoteSent(), g.body).values.get("request_key")
        return repeated(current_actor(), key, _print_of_withdrawal(activity))


class VoteApi(ActivityCalls):
    """Votes of the institutions asked."""

    @opens("POST", "/<key>/votes", tried=_p("tried", "giving an opinion (API)"))
    @call(
        N_("Give the opinion of your institution; the same request key again counts once"),
        body=bodies.VoteSent,
        answer=answers.GivenVote,
        status=201,
        refuses=(403, 409),
    )
    def vote(self, key: str) -> Response:
        """Give the institution's vote; the same `request_key` again is the same vote."""
        for _ in range(TRIES - 1):
            try:
                return self._vote(key)
            except (StaleDataError, IntegrityError, OperationalError):
                continue
        return self._vote(key)

    def _vote(self, key: str) -> Response:
        actor, at, sent = current_actor(), now(), self.sent()
        with one_change():
            activity = self.found(key)
            lock(activity)  # first, so that the same vote sent twice at once counts once
            given = repeated(actor, sent.values.get("request_key"), fingerprint(activity, g.body))
            if given is None:
                actor, unknown = self.in_whose_name(activity, Action.vote, at)
                gate(activity, Action.vote, actor, at, self.seen())
                sent = sent.with_name(unknown)
                opinion = _opinion(activity, sent, fingerprint(activity, g.body))
                with all_problems(sent):
                    refuse(voting.problems_of(opinion, own_row(activity, actor), today()))
                given = voting.vote(activity, actor, at, opinion, seen=self.seen())
            return self.told(given, 201 if given.given_at == at else 200)


def _opinion(activity: Activity, sent: Read, request_hash: str) -> Opinion:
    values = sent.values
    if "choice" not in values:
        sent.valid()
    return Opinion(
        choice=values.get("choice", Choice.approve),
        comment=values.get("comment", ""),
        remarks=() if sent.at("remarks") else tuple(RemarkGiven(**one) for one in values.get("remarks", ())),
        suggested_institution=values.get("suggested_institution"),
        obligations=_obligations(values),
        consumers=_consumers(sent),
        request_key=values.get("request_key"),
        request_hash=request_hash,
    )


def _withdraw_objection(activity: Activity, actor: Actor, at: datetime, sent: Read) -> None:
    opinion = _opinion(activity, sent, _print_of_withdrawal(activity))
    with all_problems(sent):
        voting.withdraw_objection(activity, actor, at, opinion, seen=sent.values.get("revision"))


def _print_of_withdrawal(activity: Activity) -> str:
    return fingerprint(activity, [Action.withdraw_objection, g.body])


def _decide(activity: Activity, actor: Actor, at: datetime, sent: Read) -> None:
    values = sent.values
    if "outcome" not in values:
        sent.valid()
    approves = values["outcome"] is Outcome.approve
    given = [one for one in values.get("objections", []) if "institution" in one] if approves else []
    resolved = {resolution: _resolved(given, resolution) for resolution in Resolution}
    sent = Read(values, (*sent.problems, *_needless(values, approves)))
    with all_problems(sent):
        if len({one["institution"] for one in given}) < len(given):
            raise Invalid(INVALID, (Problem("objections", ProblemCode.invalid),))
        workflow.decide(
            activity,
            actor,
            at,
            outcome=values["outcome"],
            reasoning=values.get("reasoning", ""),
            overruled={code: one.get("reasoning", "") for code, one in resolved[Resolution.overrule].items()},
            obliged={code: _obligation(one) for code, one in resolved[Resolution.obligation].items()},
            added=_obligations(values) if approves else (),
            meeting=values.get("meeting"),
            seen=values.get("revision"),
        )


def _resolved(given: list[dict[str, Any]], resolution: Resolution) -> dict[str, dict[str, Any]]:
    return {one["institution"]: one for one in given if one.get("resolution") is resolution}


def _needless(values: dict[str, Any], approves: bool) -> Iterator[Problem]:
    """Yield what does not belong to the outcome, and what does not belong to a resolution."""
    if not approves:
        lists = (name for name in ("objections", "obligations") if values.get(name))
        yield from (Problem(name, ProblemCode.not_needed) for name in lists)
        return
    for one in values.get("objections", []):
        others = _OF_OTHERS.get(one.get("resolution"), ())
        for name in (name for name in others if one.get(name)):
            yield Problem(f"objections.{one.get('institution')}.{name}", ProblemCode.not_needed)


_OF_OTHERS = {Resolution.overrule: ("text", "due_on"), Resolution.obligation: ("reasoning",)}


def _obligations(values: dict[str, Any]) -> tuple[ObligationGiven, ...]:
    return tuple(_obligation(one) for one in values.get("obligations", ()))


def _consumers(sent: Read) -> tuple[ConsumerGiven, ...]:
    """Return what could be read of each system that has a code."""
    rows = sent.values.get("consumers", ())
    return tuple(ConsumerGiven(**one) for one in rows if one and "resource" in one)


def _obligation(sent: Any) -> ObligationGiven:
    """Return what could be read of an obligation."""
    names = ("text", "due_on", "institution")
    return ObligationGiven(**{name: sent[name] for name in names if sent and sent.get(name) is not None})


def _answer(activity: Activity, actor: Actor, at: datetime, sent: Read) -> None:
    with all_problems(sent):
        answering.answer(activity, actor, at, **{"text": "", **_named(sent.values)})


def _complete(activity: Activity, actor: Actor, at: datetime, sent: Read) -> None:
    notice = {name: value for name, value in sent.values.items() if name != "revision"}
    with all_problems(sent):
        refuse(completion.problems_of(activity, **notice))
    completion.complete(activity, actor, at, **_named(sent.values))


def _simple(use_case: Callable[..., object]) -> Run:
    """Run a use case whose arguments are called like the fields of the body."""

    def run(activity: Activity, actor: Actor, at: datetime, sent: Read) -> None:
        use_case(activity, actor, at, **_named(sent.valid()))

    return run


def _named(values: dict[str, Any]) -> dict[str, Any]:
    return {"seen" if name == "revision" else name: value for name, value in values.items()}


# What is more than the use case of its step; the card and votes have calls of their own.
_MORE: dict[Action, Run] = {
    Action.decide: _decide,
    Action.answer: _answer,
    Action.withdraw_objection: _withdraw_objection,
    Action.complete: _complete,
}
CALLS: dict[str, Run] = {
    action: _MORE.get(action) or _simple(told.use_case) for action, told in STEPS.items() if told.says
}
