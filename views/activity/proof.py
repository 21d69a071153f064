"""The proof of a decision as a file: built when somebody asks for the first time, then always the same."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from flask import current_app
from flask_babel import force_locale

from app import store
from app.clock import now
from app.documents import decision as lemums
from app.documents.pdf import pdf
from app.documents.proof import packed
from app.documents.typography import Exact
from app.extensions import db
from app.services.activity import proof as proofs
from app.services.activity.loading import with_card
from app.services.activity.remarks import with_remarks
from app.visibility import seeing_everything
from models import Activity, Event, Proof, Requirement, User
from rules.refusals import NotFound
from rules.vocabulary import Action, RemarkKind, RequirementState, Role
from views.activity.found import GONE, with_texts
from views.base import Response, SafePage, get, one_change
from views.base.files import download
from views.words.labels import label
from views.words.names import name_of, named


class ProofPage(SafePage):
    """For who reads the texts of the card, once it is approved or rejected."""

    route_base = "/aktivitates"

    @get("/<number>/pieradijums", may="show")
    def give(self, number: str) -> Response:
        """Give the file."""
        return proof_of(with_texts(number))


def proof_of(activity: Activity) -> Response:
    """Answer with the proof; raise `WrongStatus` before there is a decision to prove."""
    number, known = activity.number, proofs.built(activity)
    total = (known or _build(activity)).sha256
    content = store.opened(total)
    if content is None:
        raise NotFound(GONE)
    return download(content, f"pieradijums-{number}.zip", "application/zip")


def proven(events: Iterable[Event]) -> Event | None:
    """Return the event of the decision that a proof is of; None before it."""
    return next(
        (one for one in events if one.action == Action.decide and one.data.get("outcome") in proofs.DECIDED),
        None,
    )


def _build(activity: Activity) -> Proof:
    """Documents are Latvian, whoever asks; what is built is read from the record alone."""
    key, at = activity.id, now()
    record = proofs.record_of(activity)
    with force_locale("lv"), seeing_everything():
        made = packed(record, pdf(_lemums(with_card(with_remarks(activity)), record)))
    db.session.rollback()  # what was read is enough; who writes begins anew
    with one_change(), seeing_everything():
        return proofs.keep(key, record, made, at)


def _lemums(activity: Activity, record: Mapping[str, Any]) -> lemums.Decision:
    decision = proofs.decided(activity)
    return lemums.Decision(
        number=Exact(activity.number),
        title=activity.title,
        made_at=decision.decided_at,
        demo=current_app.config["ENV"] == "demo",
        holder=name_of(activity.holder),
        resource=named(activity.resource) if activity.resource else activity.new_resource_name,
        goal=activity.goal,
        round=decision.round.number,
        revision=decision.round.revision,
        outcome=label(decision.outcome),
        decided_at=decision.decided_at,
        decided_by=lemums.Signatory(
            label(Role.cab_head), _employer(decision.decided_by), _instead_of(decision.on_behalf_of)
        ),
        reasoning=decision.reasoning,
        opinions=tuple(map(_opinion, decision.round.requirements)),
        objections=tuple(_objections(activity)),
        obligations=tuple(map(_obligation, record["obligations"])),
        rule_set=lemums.RuleSet(Exact(decision.round.rule_set), Exact(record["rule_set"]["hash"])),
        chain=Exact(record["events"][-1]["hash"]),
        attachments=tuple(map(_attachment, record["attachments"])),
    )


def _employer(person: User) -> str:
    return name_of(person.institution) if person.institution else ""


def _instead_of(person: User | None) -> str:
    return f"{person.first_name} {person.last_name}" if person else ""


def _opinion(row: Requirement) -> lemums.Opinion:
    vote = row.vote_in_force
    given = vote is not None and row.state is not RequirementState.not_answered
    return lemums.Opinion(
        institution=name_of(row.institution),
        reasons=tuple(one["lv"] for one in row.reasons),
        choice=label(vote.choice) if vote and given else label(row.state),
        at=vote.given_at if vote and given else None,
        on_behalf_of=_instead_of(vote.on_behalf_of) if vote else "",
    )


def _objections(activity: Activity) -> Iterator[lemums.Objection]:
    for one in proofs.decided(activity).resolutions:
        vote = one.requirement.vote_in_force
        said = (
            [remark.reason for remark in vote.remarks if remark.kind is RemarkKind.objection] if vote else []
        )
        name, became = name_of(one.requirement.institution), label(one.resolution)
        yield lemums.Objection(name, "\n".join(said), became, one.reasoning)


def _obligation(told: Mapping[str, Any]) -> lemums.Obligation:
    asked_by = told["asked_by"] or label(Role.cab_head)
    due_on = date.fromisoformat(told["due_on"])
    return lemums.Obligation(told["text"], due_on, label(told["source"]), asked_by)


def _attachment(told: Mapping[str, Any]) -> lemums.Attachment:
    sums = Exact(told["sha256"])
    return lemums.Attachment(told["title"], Exact(told["file_name"]), told["version"], sums)
