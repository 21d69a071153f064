"""Which pictures of docs/screens/ the documents show: only these are kept in the repository."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "screens"
PICTURE = re.compile(r"!\[[^\]]*\]\((?P<place>[^)\s]+\.png)\)")


def names() -> set[str]:
    """Return the names of the pictures that some document shows."""
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    places = {
        (document.parent / found["place"]).resolve()
        for document in documents
        for found in PICTURE.finditer(document.read_text(encoding="utf-8"))
    }
    return {place.name for place in places if place.parent == FOLDER}
