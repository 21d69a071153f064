"""Make the application: settings, database, security, languages, screens."""

import inspect
import os
from pathlib import Path

import click
from flask import Blueprint, Flask, current_app
from flask_appbuilder import AppBuilder
from flask_compress import Compress
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from werkzeug.middleware.proxy_fix import ProxyFix

import models as _every_table  # noqa: F401  (known before Flask-AppBuilder and Alembic look)
import views
from app import cli, database
from app.catalogues import compile_stale
from app.database import row_security
from app.extensions import csrf, db, mail, migrate
from app.security import AppSecurityManager, oidc, production, required_factor, saml
from views.base import api, model_view
from views.middleware import bodies, errors, gate, headers
from views.public.pages import StartPage
from views.words import language
from views.words.templates import Templates


class Builder(AppBuilder):
    """Flask-AppBuilder without the pages of its own: sign-out and language by GET, users, roles, menu."""

    def _add_admin_views(self) -> None:
        self._indexview = self.add_view_no_menu(self.indexview)

    def _add_global_static(self) -> None:
        """Know its templates, serve none of its scripts and styles."""
        folder = Path(inspect.getfile(AppBuilder)).parent / "templates"
        current_app.register_blueprint(Blueprint("appbuilder", __name__, template_folder=folder))


class Application(Flask):
    """Flask, drawing with a set of templates for each language."""

    jinja_environment = Templates


ENVIRONMENTS = ("demo", "production", "test")


def create_app(config: str = "config.Config", **over: object) -> Flask:
    """Return a new application; `over` overrides settings. Nothing is written to the database."""
    app = Application(__name__)
    app.config.from_object(config)
    app.config.update(over)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["VAR"].mkdir(parents=True, exist_ok=True)
    _settle(app)
    compile_stale()
    headers.install(app)
    oidc.install(app)
    saml.install(app)
    _tie_extensions(app)
    with app.app_context():
        database.install(app, db.engine)
        row_security.install(db.engine)
        bodies.install(app)
        api.install(app)
        gate.install(app)
        model_view.install(app)
        csrf.init_app(app)
        builder = Builder(security_manager_class=AppSecurityManager, indexview=StartPage)
        builder.init_app(app, db.session)
        language.install(app)
        views.register(builder)
        errors.install(app)
    cli.register(app)
    if app.config["PROXIES"]:
        _stand_behind(app, app.config["PROXIES"])
    return app


def _stand_behind(app: Flask, hops: int) -> None:
    """Believe so many proxies what they say of the visitor and the address."""
    believing = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
    app.wsgi_app = believing  # type: ignore[method-assign]


def _settle(app: Flask) -> None:
    _settle_environment(app)
    _settle_secret(app)
    required_factor.settle(app)
    _settle_database(app)


def _settle_environment(app: Flask) -> None:
    """Let nobody serve a demonstration for want of a word: a slip of the pen, or none at all."""
    if app.config["ENV"] is None:
        if _is_served():
            raise SystemExit("VIRSIS_ENV is not set: set VIRSIS_ENV=production (or demo) to serve.")
        app.config["ENV"] = "demo"
    if app.config["ENV"] not in ENVIRONMENTS:
        raise SystemExit(f"VIRSIS_ENV is none of {', '.join(ENVIRONMENTS)}.")


def _settle_secret(app: Flask) -> None:
    """Outside production keep a secret of our own making; in production serve only with a given one."""
    if not app.config["SECRET_KEY"] and app.config["ENV"] != "production":
        app.config["SECRET_KEY"] = _own_secret(app.config["VAR"] / "secret-key")
    refused = production.unfit(app.config)
    if refused and _is_served():
        raise SystemExit(refused)


def _is_served() -> bool:
    """Say whether a server imports us, not a command."""
    return click.get_current_context(silent=True) is None


def _own_secret(file: Path) -> str:
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(os.urandom(32).hex(), encoding="ascii")
    return file.read_text(encoding="ascii")


def _settle_database(app: Flask) -> None:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    try:
        known = make_url(url).get_backend_name() in {"sqlite", "postgresql"}
    except ArgumentError:
        known = False
    if not known:
        raise SystemExit("VIRSIS_DATABASE_URL is no address of a SQLite or PostgreSQL database.")
    file = make_url(url).database if url.startswith("sqlite") else None
    if file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", database.engine_options(url))


def _tie_extensions(app: Flask) -> None:
    db.init_app(app)
    mail.init_app(app)
    migrate.init_app(app, db, directory=str(Path(__file__).parent / "migrations"))
    Compress(app)
