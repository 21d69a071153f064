"""What one page of the activity list costs inside: SQL queries, and the time by package."""

import cProfile
import pstats
import re
from collections import Counter
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from bench.servers import PASSWORD

TIMES = 50


def inside_the_list(database_url: str) -> tuple[int, list[str]]:
    """Return how many SQL statements a page needs, and lines that say where its time goes."""
    from app.extensions import db
    from app.factory import create_app

    app = create_app(ENV="demo", SQLALCHEMY_DATABASE_URI=database_url)
    client = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/").text)
    sent = {"csrf_token": token[1] if token else "", "username": "admin", "password": PASSWORD}
    client.post("/login/", data=sent)
    with app.app_context():
        engine = db.engine
    counted = _count(client, engine)
    lines = _profile(client)
    engine.dispose()
    return counted, lines


def _count(client: FlaskClient, engine: Engine) -> int:
    counted: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *told: counted.append(told[2]))
    answer = client.get("/aktivitates")
    if answer.status_code != 200:
        raise RuntimeError(f"The list answered {answer.status_code}")
    return len(counted)


def _profile(client: FlaskClient) -> list[str]:
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(TIMES):
        client.get("/aktivitates")
    profile.disable()
    spent: Counter[str] = Counter()
    stats = pstats.Stats(profile)
    for (file, _line, name), (_calls, _all, own, _cumulative, _callers) in stats.stats.items():
        spent[_package(file, name)] += own
    total = sum(spent.values())
    return [f"  {share / total:6.1%} {package}" for package, share in spent.most_common(10)]


def _package(file: str, name: str) -> str:
    if file.endswith(".html"):
        return "templates"
    if "sqlite3" in name or "psycopg" in file:
        return "database"
    parts = Path(file).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1]
    return parts[-2] if len(parts) > 1 else "builtins"
