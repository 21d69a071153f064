"""How many SQL queries the activity list needs, counted in this process."""

import re

from sqlalchemy import event

from bench.servers import PASSWORD


def queries_of_list(database_url: str) -> int:
    """Return the number of statements for one page of the list, as the administrator sees it."""
    from app.extensions import db
    from app.factory import create_app

    app = create_app(SQLALCHEMY_DATABASE_URI=database_url)
    client = app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/").text)
    sent = {"csrf_token": token[1] if token else "", "username": "admin", "password": PASSWORD}
    client.post("/login/", data=sent)
    counted: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *told: counted.append(told[2]))
    answer = client.get("/aktivitates")
    if answer.status_code != 200:
        raise RuntimeError(f"The list answered {answer.status_code}")
    engine.dispose()
    return len(counted)
