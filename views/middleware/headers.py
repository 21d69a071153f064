"""What every answer tells the browser: trust nothing but this site, keep only what has a fingerprint."""

from flask import Flask, Response, request

from views.base.declared import is_kept

POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "font", "img", "connect")),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
REFUSED_FEATURES = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in REFUSED_FEATURES),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HTTPS_ONLY = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def install(app: Flask) -> None:
    """Add the headers to every answer, and let HTTPS decide how strict cookies are."""
    secure = app.config["BASE_URL"].startswith("https://")
    app.config["SESSION_COOKIE_NAME"] = "__Host-virsis" if secure else "virsis"
    app.config["SESSION_COOKIE_SECURE"] = secure
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    headers = HEADERS | (HTTPS_ONLY if secure else {})

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if request.endpoint == "static":
            response.headers["Cache-Control"] = _for_how_long()
        else:
            response.headers.setdefault("Cache-Control", _for_a_page())
        if request.endpoint == "PreferencesPage.sign_out":
            response.headers["Clear-Site-Data"] = '"cache"'  # "back" shows nothing of the last person
        return response


def _for_a_page() -> str:
    return "private, no-cache" if is_kept(request.endpoint) else "no-store"


def _for_how_long() -> str:
    return "public, max-age=31536000, immutable" if "v" in request.args else "public, max-age=3600"
