"""The floor: plain Flask routes with SQL written by hand; they show the same rows to the same persons."""

import os
from datetime import UTC, datetime
from typing import Any

from flask import Flask, abort, redirect, render_template, request, session
from sqlalchemy import Connection, create_engine, event, text

from models.packed import Packed

PASSWORD = "bench"  # noqa: S105  (of everybody, for as long as this is measured)
SEEN = """(a.published_at IS NOT NULL OR (a.round >= 1 AND (a.holder_id = :institution OR EXISTS (
    SELECT 1 FROM requirement w WHERE w.activity_id = a.id AND w.institution_id = :institution)))
    OR (a.round = 0 AND a.holder_id = :institution AND :applicant))"""
ROWS = """
    SELECT a.id, a.number, a.title, a.kind, a.status, h.code AS holder, h.name_lv, r.code AS resource,
    a.changed_at AS changed
    FROM activity a JOIN institution h ON h.id = a.holder_id LEFT JOIN resource r ON r.id = a.resource_id
    WHERE {} ORDER BY a.number DESC LIMIT 25
"""
WAITING = """
    SELECT q.activity_id, i.code, q.due_on FROM requirement q
    JOIN approval_round o ON o.id = q.round_id JOIN institution i ON i.id = q.institution_id
    WHERE o.closed_at IS NULL AND q.state IN ('waiting', 'info_requested') AND q.activity_id IN ({})
    ORDER BY q.position
"""
ONE = """
    SELECT a.*, h.code AS holder FROM activity a JOIN institution h ON h.id = a.holder_id
    WHERE a.number = :number AND {}
"""
TEXTS = ("goal", "legal_basis", "description", "risks", "backout_plan", "budget_eur", "planned_start")
SHEET = """
    SELECT q.id, i.code, i.name_lv, q.state, q.choice, q.due_on, q.reasons, v.comment, v.given_at, u.username
    FROM requirement q JOIN institution i ON i.id = q.institution_id
    LEFT JOIN vote v ON v.requirement_id = q.id
    AND v.seq = (SELECT max(seq) FROM vote w WHERE w.requirement_id = q.id)
    LEFT JOIN ab_user u ON u.id = v.voter_id
    WHERE q.activity_id = :id ORDER BY q.round_id, q.position
"""
EVENTS = """
    SELECT e.seq, e.at, e.action, e.comment, u.username FROM event e LEFT JOIN ab_user u ON u.id = e.actor_id
    WHERE e.activity_id = :id ORDER BY e.seq
"""
ASKED = """
    SELECT q.id, a.id AS card, a.revision, q.institution_id,
    (SELECT coalesce(max(seq), 0) FROM vote v WHERE v.requirement_id = q.id) AS votes,
    (SELECT max(seq) FROM event e WHERE e.activity_id = a.id) AS steps
    FROM requirement q JOIN activity a ON a.id = q.activity_id
    JOIN approval_round o ON o.id = q.round_id AND o.closed_at IS NULL
    WHERE q.activity_id = (SELECT id FROM activity WHERE number = :number)
    AND a.status = 'in_approval' AND q.institution_id = :institution
"""
VOTE = """
    INSERT INTO vote (activity_id, requirement_id, seq, institution_id, voter_id, choice, comment, revision,
    content_hash, given_at, status_after)
    VALUES (:card, :id, :vote, :institution, :person, 'approve', '', :revision, '', :at, 'in_approval')
"""
STEP = """
    INSERT INTO event (activity_id, seq, at, actor_id, action, from_status, to_status, comment, data,
    previous_hash, hash)
    VALUES (:card, :step, :at, :person, 'vote', 'in_approval', 'in_approval', '', :data, '', '')
"""

app = Flask(__name__)
app.secret_key = os.urandom(32)
engine = create_engine(os.environ["BENCH_DATABASE_URL"])
NOTHING = Packed().process_bind_param({}, engine.dialect) or "{}"  # packed on PostgreSQL only


if engine.dialect.name == "sqlite":

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")


@app.route("/login", methods=["GET", "POST"])
def sign_in() -> Any:
    """A form, a session."""
    if request.method == "GET":
        return render_template("sign_in.html")
    if request.form["password"] != PASSWORD:
        abort(403)
    session["username"] = request.form["username"]
    return redirect("/aktivitates")


@app.get("/aktivitates")
def activities() -> str:
    """The newest 25 activities with whoever has to act, and how many there are."""
    with engine.connect() as connection:
        person, seen = _person(connection)
        total = connection.execute(text(f"SELECT count(*) FROM activity a WHERE {seen}"), person).scalar()
        rows = connection.execute(text(ROWS.format(seen)), person).mappings().all()
        ids = ",".join(str(int(row["id"])) for row in rows) or "0"
        turns: dict[int, list[Any]] = {}
        for one in connection.execute(text(WAITING.format(ids))):
            turns.setdefault(one.activity_id, []).append(one)
    return render_template("list.html", rows=rows, turns=turns, total=total, person=person)


@app.get("/aktivitates/<number>")
def activity(number: str) -> str:
    """The card, who was asked and what they said, and its events."""
    with engine.connect() as connection:
        person, seen = _person(connection)
        found = connection.execute(text(ONE.format(seen)), {**person, "number": number}).mappings().first()
        if found is None:
            abort(404)
        sheet = connection.execute(text(SHEET), {"id": found["id"]}).mappings().all()
        events = connection.execute(text(EVENTS), {"id": found["id"]}).mappings().all()
    return render_template("card.html", card=found, sheet=sheet, events=events, person=person, texts=TEXTS)


@app.post("/aktivitates/<number>/atzinums")
def opinion(number: str) -> Any:
    """A vote of the own institution: the card is touched first, then vote, requirement and event."""
    at = datetime.now(UTC)
    with engine.begin() as connection:
        person, seen = _person(connection)
        touched = f"UPDATE activity AS a SET version = version + 1 WHERE a.number = :number AND {seen}"
        connection.execute(text(touched), {**person, "number": number})
        row = connection.execute(text(ASKED), {**person, "number": number}).mappings().first()
        if row is None:
            abort(409)
        told = {**row, **person, "vote": row["votes"] + 1, "step": row["steps"] + 1, "at": at}
        connection.execute(text(VOTE), told)
        answered = (
            "UPDATE requirement SET state = 'answered', choice = 'approve', answered_at = :at WHERE id = :id"
        )
        connection.execute(text(answered), {"at": at, "id": row["id"]})
        connection.execute(text(STEP), {**told, "data": NOTHING})
    return redirect(f"/aktivitates/{number}")


def _person(connection: Connection) -> tuple[dict[str, Any], str]:
    """Return who is signed in, and the condition for the cards that this person sees."""
    wanted = """
        SELECT u.id AS person, u.username, u.institution_id AS institution, r.name AS role FROM ab_user u
        JOIN ab_user_role l ON l.user_id = u.id JOIN ab_role r ON r.id = l.role_id
        WHERE u.username = :username AND u.active
    """
    rows = connection.execute(text(wanted), {"username": session.get("username", "")}).mappings().all()
    if not rows:
        abort(403)
    roles = {row["role"] for row in rows}
    return {**rows[0], "applicant": "applicant" in roles}, "1 = 1" if "Admin" in roles else SEEN
