"""Addresses that templates write: static files with a fingerprint, and this page with other parameters."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, current_app, request, url_for
from flask_babel import pgettext

from views.base.declared import declared


def asset(filename: str) -> str:
    """Return the address of a static file; it changes with the content, so browsers may keep it for good."""
    return asset_of(current_app, filename)


def asset_of(app: Flask, filename: str) -> str:
    """Return the same where no request is being answered."""
    return _asset(app.static_folder or "", app.static_url_path or "", filename)


def url_with(**changes: object) -> str:
    """Return this page's address with some query parameters changed, or taken away by `None`."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in changes]
    given = [(key, str(value)) for key, value in changes.items() if value is not None]
    query = urlencode([*kept, *given])
    return f"{request.path}?{query}" if query else request.path


def page_numbers(page: int, last: int) -> list[int | None]:
    """Return the pages (from 0) that a pager shows; None where some are left out."""
    shown = sorted({0, last, *range(max(page - 2, 0), min(page + 2, last) + 1)})
    numbers: list[int | None] = []
    for before, number in zip([-1, *shown], shown, strict=False):
        if number - before > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


def list_crumb() -> tuple[str, str] | None:
    """Return title and address of the generated list that this add, edit or show page belongs to."""
    view = declared(request.blueprint)
    listed = f"{request.blueprint}.list"
    if view is None or listed not in current_app.view_functions:
        return None
    return str(view.list_title), url_for(listed)


def way_to(title: str, managed: bool) -> list[tuple[str, str | None]]:
    """Return the crumbs of a generated page: management if it is reached from there, its list, itself."""
    way: list[tuple[str, str | None]] = [(pgettext("menu", "Management"), "/parvaldiba")] if managed else []
    listed = list_crumb()
    if listed and request.endpoint != f"{request.blueprint}.list":
        way.append(listed)
    return [*way, (title, None)] if way else []


@cache
def _asset(folder: str, prefix: str, filename: str) -> str:
    content = Path(folder, filename).read_bytes()
    return f"{prefix}/{filename}?v={sha256(content).hexdigest()[:12]}"
