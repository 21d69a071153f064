"""A document as PDF/A-2, tagged for screen readers: the same data are the same bytes on every machine."""

import json
from datetime import timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

import typst

from app.clock import RIGA
from app.documents.document import Document, as_set, said, short
from app.documents.signs import FONTS

STANDARDS: list[Any] = ["a-2a", "ua-1"]  # to be kept for long, and read by screen readers
_TEMPLATES = Path(__file__).parents[1] / "templates" / "documents"


def pdf(document: Document) -> bytes:
    """Return the document as a PDF."""
    made = document.made_at.astimezone(RIGA)
    data = as_set(document) | {"short_title": said(short(document.title)), "words": document.words}
    return typst.compile(
        _TEMPLATES / document.template,
        root=_TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},  # never pasted into the markup
        pdf_standards=STANDARDS,
        timestamp=made.replace(microsecond=0, tzinfo=timezone(made.utcoffset() or timedelta())),
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
