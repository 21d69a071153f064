"""Compile the catalogues whose text is newer than what was compiled; the .mo files are not kept in git."""

from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

TRANSLATIONS = Path(__file__).parent.parent / "translations"


def compile_stale() -> None:
    """Bring every messages.mo up to date with its messages.po."""
    for source in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            # Another process may be starting at this moment: it sees the old file or the whole new one.
            with source.open("rb") as file, NamedTemporaryFile(dir=target.parent, delete=False) as fresh:
                write_mo(fresh, read_po(file))
            Path(fresh.name).chmod(0o644)
            Path(fresh.name).replace(target)
