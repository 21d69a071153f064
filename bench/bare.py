"""The floor: one Flask route, hand-written SQL for an applicant, a count and the same columns."""

import os

from flask import Flask
from jinja2 import Environment
from sqlalchemy import create_engine, text

COLUMNS = ("number", "title", "kind", "status", "holder", "resource", "round", "waiting_for", "due_on")

PAGE = """<!doctype html><html lang="lv"><head><title>Aktivitātes</title></head><body><h1>{{ count }}</h1>
<table><thead><tr>{% for name in columns %}<th>{{ name }}</th>{% endfor %}</tr></thead><tbody>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell or '–' }}</td>{% endfor %}</tr>{% endfor %}
</tbody></table></body></html>"""

# What an applicant of VID sees, written by hand.
SEEN = """
    a.published_at IS NOT NULL
    OR (a.round = 0 AND a.holder_id = :own) OR (a.round >= 1 AND a.holder_id = :own)
    OR (a.round >= 1 AND (
        SELECT 1 FROM requirement s WHERE s.activity_id = a.id AND s.institution_id = :own LIMIT 1
    ) IS NOT NULL)
    """
COUNT = text("SELECT count(*) FROM (SELECT 1 FROM activity a WHERE " + SEEN + " LIMIT 1001) AS seen")
ROWS = text(
    """
    SELECT a.id, a.number, a.title, a.kind, a.status, h.code, r.code, a.round
    FROM activity a JOIN institution h ON h.id = a.holder_id LEFT JOIN resource r ON r.id = a.resource_id
    WHERE """
    + SEEN
    + """ ORDER BY a.number DESC LIMIT 25
    """
)
WAITING = """
    SELECT q.activity_id, i.code, q.due_on FROM requirement q
    JOIN approval_round o ON o.id = q.round_id JOIN activity a ON a.id = q.activity_id
    JOIN institution i ON i.id = q.institution_id
    WHERE a.status = 'in_approval' AND o.number = a.round AND q.state IN ('waiting', 'info_requested')
    AND q.activity_id IN ({ids}) ORDER BY q.position
    """

app = Flask(__name__)
template = Environment(autoescape=True).from_string(PAGE)
engine = create_engine(os.environ["BENCH_DATABASE_URL"])


@app.get("/aktivitates")
def activities() -> str:
    """The newest 25 activities with whoever has to act, and how many there are."""
    with engine.connect() as connection:
        own = {"own": connection.execute(text("SELECT id FROM institution WHERE code = 'VID'")).scalar()}
        count = connection.execute(COUNT, own).scalar()
        rows = connection.execute(ROWS, own).all()
        ids = ",".join(str(int(row[0])) for row in rows) or "0"
        turns: dict[int, list[tuple[str, object]]] = {}
        for activity, code, due in connection.execute(text(WAITING.format(ids=ids))):
            turns.setdefault(activity, []).append((code, due))
    shown = [(*row[1:], *_turn(turns.get(row[0], []))) for row in rows]
    return template.render(columns=COLUMNS, rows=shown, count=count)


def _turn(open_: list[tuple[str, object]]) -> tuple[str, object]:
    return ", ".join(code for code, _ in open_), max((str(due) for _, due in open_), default=None)
