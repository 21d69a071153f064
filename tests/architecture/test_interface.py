"""What others rely on stays as it was, but for what is named here: addresses, described API, tables."""

import json
from pathlib import Path

from tests.architecture.interface import described, routes, tables

# What was added to an enumeration since: whoever relies on the others is not disturbed.
ADDED = {
    "ambiguous": "a form asks which of two readings is meant",
    **dict.fromkeys(("too_large", "file_type", "infected", "too_many"), "files are refused"),
}
KEPT = json.loads((Path(__file__).parent / "interface.json").read_text(encoding="utf-8"))
NEW_ROUTES = {
    "DELETE /api/v1/kept/<code>",
    "GET /aktivitates/<number>/answer",
    "GET /aktivitates/<number>/dokumenti",
    "GET /aktivitates/<number>/dokumenti/<key>/aizstat",
    "GET /aktivitates/<number>/dokumenti/<key>/atsaukt",
    "GET /aktivitates/<number>/dokumenti/<key>/saturs",
    "GET /aktivitates/<number>/izmest",
    "GET /aktivitates/<number>/saruna",
    "GET /aktivitates/<number>/saruna/<key>/atsaukt",
    "GET /api/v1/activities/<key>/attachments",
    "GET /api/v1/activities/<key>/comments",
    "GET /api/v1/attachments/<key>/content",
    "GET /api/v1/kept/<code>",
    "POST /aktivitates/<number>/answer",
    "POST /aktivitates/<number>/atgadinat",
    "POST /aktivitates/<number>/dokumenti",
    "POST /aktivitates/<number>/dokumenti/<key>/aizstat",
    "POST /aktivitates/<number>/dokumenti/<key>/atsaukt",
    "POST /aktivitates/<number>/izmest",
    "POST /aktivitates/<number>/saruna",
    "POST /aktivitates/<number>/saruna/<key>/atsaukt",
    "POST /api/v1/activities/<key>/attachments",
    "POST /api/v1/activities/<key>/comments",
    "POST /api/v1/attachments/<key>/actions/withdraw",
    "POST /api/v1/comments/<key>/actions/withdraw",
    "POST /teksti",
    "POST /teksti/aizmirst",
    "PUT /api/v1/kept/<code>",
}
# The answers' page is no step among others any more: its address is the same.
STEPS = (
    "/aktivitates/<number>/<any('submit', 'recall', 'return', 'forward', 'close_round', 'withdraw', 'start', "
)
OLD_STEPS, NEW_STEPS = f"{STEPS}'complete', 'answer'):name>", f"{STEPS}'complete'):name>"
NEW_CALLS = {
    "/api/v1/activities/{id}/attachments",
    "/api/v1/activities/{id}/comments",
    "/api/v1/attachments/{id}/actions/withdraw",
    "/api/v1/attachments/{id}/content",
    "/api/v1/comments/{id}/actions/withdraw",
    "/api/v1/kept/{code}",
}
NEW_TABLES = {"attachment", "comment", "comment_mention", "kept_password", "kept_text", "known_browser"}
NEW_MESSAGES = ("attached", "commented", "mentioned", "replied", "noted")


def test_every_address_is_still_there_and_no_other_than_named(sqlite_app):
    before = {one.replace(OLD_STEPS, NEW_STEPS) for one in KEPT["routes"]}
    assert set(routes(sqlite_app)) == before | NEW_ROUTES


def test_api_takes_and_answers_what_it_did(sqlite_app):
    now = _without_additions(json.loads(json.dumps(described(sqlite_app))))
    assert {path: calls for path, calls in now.items() if path not in NEW_CALLS} == KEPT["api"]


def test_tables_are_the_same(sqlite_app):
    now = json.loads(json.dumps(tables(sqlite_app)))
    now["notification"]["constraints"] = list(map(_without_messages, now["notification"]["constraints"]))
    assert {name: table for name, table in now.items() if name not in NEW_TABLES} == KEPT["tables"]


def _without_messages(constraint):
    """The check of the messages without the words that were added to it."""
    for word in NEW_MESSAGES:
        constraint = constraint.replace(f"'{word}', ", "").replace(f", '{word}'", "")
    return constraint


def _without_additions(described):
    """The description without the words that were added to its enumerations."""
    if isinstance(described, list):
        return [_without_additions(one) for one in described]
    if not isinstance(described, dict):
        return described
    kept = {name: _without_additions(one) for name, one in described.items()}
    if isinstance(kept.get("enum"), list):
        kept["enum"] = [word for word in kept["enum"] if word not in ADDED]
    return kept
