"""Requirements, reasons and notes in the JSON of the interface contract."""

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from rules.requirements import Evaluation, Note, Reason, Requirement


def evaluation_json(evaluation: Evaluation, since: date | None) -> dict[str, Any]:
    """Return what `rules evaluate` prints and the preview answers; `since` = the rule set holds from then."""
    return {
        "rule_set": evaluation.rule_set,
        "since": since.isoformat() if since else None,
        "requirements": [requirement_json(one) for one in evaluation.requirements],
        "notes": [note_json(one) for one in evaluation.notes],
    }


def requirement_json(requirement: Requirement) -> dict[str, Any]:
    """Return one requirement with its reasons."""
    return {
        "institution": requirement.institution,
        "fixed": requirement.fixed,
        "reasons": [reason_json(reason) for reason in requirement.reasons],
    }


def reason_json(reason: Reason) -> dict[str, Any]:
    """Return one reason; `reason_from_json` reads it back."""
    return asdict(reason)


def reason_from_json(stored: dict[str, Any]) -> Reason:
    """Return the reason that `reason_json` stored."""
    return Reason(**{one.name: stored[one.name] for one in fields(Reason)})


def note_json(note: Note) -> dict[str, Any]:
    """Return one note; only `own_resource` names resources."""
    told = {"institution": note.institution, "code": note.code.value, "lv": note.lv, "en": note.en}
    return {**told, "resources": list(note.resources)} if note.resources else told
