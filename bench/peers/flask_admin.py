"""Flask-Admin's list over the very same tables, for the same persons."""

import os
from typing import Any

from flask import Flask, redirect, request, session
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_babel import Babel
from sqlalchemy import ColumnElement, and_, create_engine, exists, or_, select, true
from sqlalchemy.orm import joinedload, scoped_session, sessionmaker

from models import Activity, Requirement, User

PASSWORD = "bench"  # noqa: S105  (of everybody, for as long as this is measured)
OPEN = ("waiting", "info_requested")
sessions = scoped_session(sessionmaker(create_engine(os.environ["BENCH_DATABASE_URL"])))

app = Flask(__name__)
app.secret_key = os.urandom(32)
Babel(app)


class ActivityView(ModelView):
    """As a developer would write it: related rows are fetched together, 25 a page, newest first."""

    column_list = (
        "number",
        "title",
        "kind",
        "status",
        "holder",
        "resource",
        "round",
        "waiting_for",
        "due_on",
    )
    column_select_related_list = (Activity.holder, Activity.resource)
    column_default_sort = ("number", True)
    column_formatters = {  # noqa: RUF012  (Flask-Admin's declarations are like that)
        "waiting_for": lambda view, _context, row, _name: ", ".join(
            one.institution.code for one in view.open_rows.get(row.id, ())
        ),
        "due_on": lambda view, _context, row, _name: max(
            (one.due_on for one in view.open_rows.get(row.id, ())), default=""
        ),
    }
    page_size = 25
    can_create = can_edit = can_delete = False

    def is_accessible(self) -> bool:
        return "username" in session

    def get_query(self) -> Any:
        return super().get_query().filter(_seen())

    def get_count_query(self) -> Any:
        return super().get_count_query().filter(_seen())

    def get_list(self, *args: Any, **kwargs: Any) -> Any:
        """Fetch who has to answer with one more query a page, not one a row."""
        total, rows = super().get_list(*args, **kwargs)
        wanted = select(Requirement).options(joinedload(Requirement.institution))
        wanted = wanted.where(
            Requirement.activity_id.in_([row.id for row in rows]), Requirement.state.in_(OPEN)
        )
        self.open_rows: dict[int, list[Requirement]] = {}
        for one in sessions.scalars(wanted):
            self.open_rows.setdefault(one.activity_id, []).append(one)
        return total, rows


def _seen() -> ColumnElement[bool]:
    """Return the condition for the cards that the person sees."""
    if session["username"] == "admin":
        return true()
    own = sessions.scalar(select(User.institution_id).where(User.username == session["username"]))
    asked = exists().where(Requirement.activity_id == Activity.id, Requirement.institution_id == own)
    opened = and_(Activity.round >= 1, or_(Activity.holder_id == own, asked))
    seen = [Activity.published_at.is_not(None), opened]
    if session["username"].endswith("pieteicejs"):
        seen.append(and_(Activity.round == 0, Activity.holder_id == own))
    return or_(*seen)


@app.route("/login", methods=["GET", "POST"])
def sign_in() -> Any:
    """A form, a session."""
    if request.method == "POST" and request.form["password"] == PASSWORD:
        session["username"] = request.form["username"]
        return redirect("/admin/activity/")
    return '<form method="post" action="/login"><input name="username"><input name="password"></form>'


@app.teardown_appcontext
def forget(_error: BaseException | None) -> None:
    """Give the connection back."""
    sessions.remove()


Admin(app).add_view(ActivityView(Activity, sessions))
