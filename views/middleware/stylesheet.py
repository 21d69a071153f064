"""The style sheet: Bootstrap and ours in one answer, so that no page is ever drawn half styled."""

from hashlib import sha256
from pathlib import Path

from flask import Flask, Response

# Later sheets win over earlier ones.
SHEETS = (
    "vendor/bootstrap/bootstrap.min.css",
    *("css/tokens.css", "css/base.css", "css/shell.css", "css/components.css", "css/badges.css"),
    *("css/tables.css", "css/forms.css", "css/card.css", "css/pickers.css", "css/activity.css"),
    *("css/opinions.css", "css/voting.css", "css/charts.css", "css/public.css", "css/desk.css"),
    *("css/calendar.css", "css/reading.css"),
    "css/print.css",
)


def register(app: Flask) -> None:
    """Answer at /site.css, open to everybody, and give templates its address as `style_sheet`."""
    text = _joined(Path(app.static_folder or ""), app.static_url_path or "")

    def site_css() -> Response:
        answer = Response(text, mimetype="text/css")
        answer.cache_control.public = True
        answer.cache_control.max_age = 31_536_000
        answer.cache_control.immutable = True
        return answer

    app.add_url_rule("/site.css", view_func=site_css)
    fingerprint = sha256(text.encode()).hexdigest()[:12]
    app.jinja_env.globals["style_sheet"] = f"/site.css?v={fingerprint}"


def _joined(folder: Path, prefix: str) -> str:
    text = "\n".join((folder / sheet).read_text(encoding="utf-8") for sheet in SHEETS)
    return text.replace("../vendor/", f"{prefix}/vendor/")
