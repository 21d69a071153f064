"""Pages for everybody: the first page, accessibility, assumptions; and whether we are alive."""

import logging

from flask import current_app, jsonify, redirect, request
from flask_appbuilder import expose
from flask_login import current_user
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.clock import today
from app.extensions import db
from app.queue import queue_answers
from app.services.ruleset import rule_sets
from views.base import Response, SafePage
from views.base.actor import way_back
from views.signin.form import SignInForm

log = logging.getLogger(__name__)

# What search engines may show: the pages for everybody, with what they are drawn with.
OPEN = ("/$", "/ka-klut-par-lietotaju", "/vai-jasaskano$", "/pieklustamiba", "/personas-dati", "/pienemumi")
DRAWN_WITH = ("/static/", "/site.css")
ROBOTS = "\n".join(("User-agent: *", *(f"Allow: {one}" for one in (*OPEN, *DRAWN_WITH)), "Disallow: /", ""))


class StartPage(SafePage):
    """What VIRSIS is, and signing in."""

    route_base = ""
    default_view = "index"

    @expose("/")
    def index(self) -> str | Response:
        """Show the first page; somebody signed in goes to the own work."""
        if current_user.is_authenticated:
            return redirect("/darbi")
        form = SignInForm(next=way_back(request.args.get("next")))
        return self.render_template("public/landing.html", form=form)


class PublicPages(SafePage):
    """Explanations that need no account."""

    route_base = ""

    @expose("/pieklustamiba")
    def accessibility(self) -> str:
        return self.render_template("public/accessibility.html")

    @expose("/personas-dati")
    def personal_data(self) -> str:
        """What is kept of people, what for and who sees it."""
        return self.render_template("public/personal_data.html")

    @expose("/pienemumi")
    def assumptions(self) -> str:
        """What the system assumes where the law is not known to it."""
        return self.render_template("public/assumptions.html", rule_set=rule_sets.in_force(today()))

    @expose("/robots.txt")
    def robots(self) -> Response:
        """Which pages search engines may show."""
        return Response(ROBOTS, mimetype="text/plain")


class Health(SafePage):
    """For whoever watches the installation."""

    route_base = ""

    @expose("/healthz")
    def alive(self) -> Response:
        """The process answers, and says which release it is."""
        return jsonify(status="ok", version=current_app.config["VERSION"])

    @expose("/readyz")
    def ready(self) -> tuple[Response, int]:
        checks = {"database": _database_answers(), "queue": queue_answers()}
        return jsonify(checks), 200 if all(checks.values()) else 503


def _database_answers() -> bool:
    try:
        db.session.execute(text("SELECT 1 FROM activity LIMIT 1"))
    except SQLAlchemyError:
        log.exception("The database does not answer")
        db.session.rollback()
        return False
    return True
