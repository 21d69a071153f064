"""Files that people send: looked at, scanned, and kept once under their SHA-256, whatever they belong to."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import file_digest
from io import SEEK_END
from typing import BinaryIO
from unicodedata import category

import puremagic

from app import scanner, store
from app.services import office
from app.services.checks import INVALID
from rules.document.kinds import KINDS, NAMES, MediaType, ending
from rules.document.words import FILE_LARGEST, Scan
from rules.refusals import Invalid, Problem
from rules.text import nfc
from rules.vocabulary import ProblemCode

log = logging.getLogger(__name__)

MAX_NAME = 120  # characters
LOCK = "files"  # under which who keeps contents and who deletes unused ones wait for each other
FIELD = "file"  # where the problems of a file stand
_HEAD, _PIECE, _MB = 4096, 64 * 1024, 2**20
_ODD_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
# Signs that no text has: all control characters but tab, line ends, form feed and the end of file of DOS.
_NO_TEXT = bytes({*range(0x20), 0x7F} - set(b"\t\n\r\f\x1a"))
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # how a text in UTF-16 begins
# What looks like a text and is more.
_MORE_THAN_TEXT = {
    "application/pdf",
    "application/postscript",
    "application/rtf",
    "image/svg+xml",
    "text/html",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A file that was looked at and may be kept; its content is read from the stream, piece by piece."""

    name: str
    media_type: MediaType
    size: int
    sha256: str
    scan: Scan
    content: BinaryIO = field(repr=False)


def look(name: str, content: BinaryIO) -> Seen:
    """Return what a file is; raise `Invalid` at `file`: required, too_large, file_type, infected.

    It takes as long as the scanner takes: no transaction that writes should wait for it.
    """
    safe, size = safe_name(name), _size_of(content)
    kind = KINDS.get(ending(safe))
    if size == 0:
        raise _refused(ProblemCode.required)
    if size > FILE_LARGEST:
        raise _refused(ProblemCode.too_large, maximum=FILE_LARGEST // _MB, size=-(-size // _MB))
    if kind is None or not _IS[kind](content, size):
        raise _refused(ProblemCode.file_type, kinds=NAMES)
    found = scan(content)
    if found is Scan.infected:
        raise _refused(ProblemCode.infected)
    content.seek(0)
    digest = file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # any stream will do
    return Seen(name=safe, media_type=kind, size=size, sha256=digest, scan=found, content=content)


def missing() -> Invalid:
    """Return what is said where no file came."""
    return _refused(ProblemCode.required)


def scan(content: BinaryIO) -> Scan:
    """Return what the scanner says; `pending` while it does not answer, `none` where there is none."""
    if not scanner.is_set():
        return Scan.none
    try:
        return Scan.clean if scanner.is_clean(content) else Scan.infected
    except scanner.Away as error:
        log.warning("The virus scanner does not answer: %s", error)
        return Scan.pending


def keep(seen: Seen) -> None:
    """Keep the content, in the transaction that writes the row which names it."""
    store.keep(seen.sha256, seen.content)


def safe_name(name: str) -> str:
    """Return the last part of a name without what could lead elsewhere or hide something; never empty."""
    last = re.split(r"[/\\]", nfc(name))[-1]
    shown = "".join(letter for letter in last if category(letter)[0] != "C")
    plain = " ".join(_ODD_IN_NAMES.sub("_", shown).split())
    known = ending(plain)
    stem = plain[: len(plain) - len(known)].strip(". ")
    return f"{stem[: MAX_NAME - len(known)].rstrip('. ') or 'file'}{known}"


def _size_of(content: BinaryIO) -> int:
    return content.seek(0, SEEK_END)


def _refused(code: ProblemCode, **values: object) -> Invalid:
    return Invalid(INVALID, (Problem(FIELD, code, values),))


def _begins_as(content: BinaryIO) -> frozenset[str]:
    """Return all that the file may be by how it begins."""
    content.seek(0)
    try:
        found = puremagic.magic_string(content.read(_HEAD))
    except (puremagic.PureError, ValueError):
        return frozenset()
    return frozenset(one.mime_type for one in found)


def _is_pdf(content: BinaryIO, size: int) -> bool:
    content.seek(max(0, size - 1024))
    return b"%%EOF" in content.read() and MediaType.pdf in _begins_as(content)


def _is_image(kind: MediaType) -> Callable[[BinaryIO, int], bool]:
    return lambda content, _size: kind in _begins_as(content)


def _is_text(content: BinaryIO, _size: int) -> bool:
    """Whether a person reads it in an editor: UTF-8, UTF-16 with its mark, or one byte for each letter."""
    if _begins_as(content) & _MORE_THAN_TEXT:
        return False
    content.seek(0)
    wide = content.read(2) in _WIDE
    content.seek(0)
    while piece := content.read(_PIECE):
        text = piece.decode("utf-16", "ignore").encode() if wide else piece
        if len(text.translate(None, _NO_TEXT)) < len(text):
            return False
    return True


_IS: dict[MediaType, Callable[[BinaryIO, int], bool]] = {
    MediaType.pdf: _is_pdf,
    MediaType.png: _is_image(MediaType.png),
    MediaType.jpeg: _is_image(MediaType.jpeg),
    MediaType.txt: _is_text,
    MediaType.csv: _is_text,
    MediaType.docx: office.is_open_xml(MediaType.docx),
    MediaType.xlsx: office.is_open_xml(MediaType.xlsx),
    MediaType.odt: office.is_open_document(MediaType.odt),
    MediaType.ods: office.is_open_document(MediaType.ods),
    MediaType.asic: office.is_signed_container,
}
