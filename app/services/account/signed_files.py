"""Signed documents that people send: what is taken, what is refused and why. Nothing is unpacked to disk."""

# Whether a signature is valid is not said here: a person verifies it with the tools of the trust service.

import re
from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from unicodedata import category
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as DeflateError

from rules.refusals import Refusal
from rules.text import N_, nfc

MAX_BYTES = 5 * 1024 * 1024
MAX_NAME = 120  # characters
MAX_ENTRIES = 100
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100  # times that a container may grow when it is unpacked
# A directory of this many entries is not even read; the mark may also stand in documents packed inside.
MAX_DIRECTORY_MARKS = 5000

PDF, ASIC = "application/pdf", "application/vnd.etsi.asic-e+zip"
TYPES = {".pdf": PDF, ".edoc": ASIC, ".asice": ASIC}
_SIGNATURES = re.compile(r"META-INF/[^/]*signatures[^/]*\.xml")
_DIRECTORY_MARK, _ENTRY_MARK = b"PK\x01\x02", b"PK\x03\x04"
_ENCRYPTED = 0x1  # bit of the flags of an entry
_PART = 64 * 1024
_ODD_IN_NAMES = re.compile(r'[<>:"/\\|?*]')

NOT_CONTAINER = N_(
    "%(name)s is not a signed eDoc or ASiC-E file, whatever its name says. "
    "Sign the form again and choose the file that the signing tool has saved."
)
NOT_SAFE = N_("%(name)s is built in a way that a signing tool does not use. Sign the form again.")
NOT_PDF = N_("%(name)s is not a whole PDF file, whatever its name says. Choose the file again.")


class FileRefused(Refusal):
    """The file is not taken (422); the sentence says what to choose instead."""


class FileTooLarge(FileRefused):
    """The file is larger than is taken (413)."""


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A document that was taken; `looks_signed` = it carries something that looks like a signature."""

    name: str
    media_type: str
    content: bytes = field(repr=False)
    looks_signed: bool

    @property
    def hash(self) -> str:
        """The digest by which the document is known in the record."""
        return sha256(self.content).hexdigest()


def read_signed_file(name: str, content: bytes) -> SignedFile:
    """Return the document; raise `FileRefused` when its name or its content is not what is asked for."""
    safe = safe_name(name)
    media_type = TYPES.get(_extension(safe))
    if media_type is None:
        raise FileRefused(N_("Choose a file that ends in .edoc, .asice or .pdf, not %(name)s."), name=safe)
    if not content:
        raise FileRefused(N_("%(name)s is empty. Choose the signed form."), name=safe)
    if len(content) > MAX_BYTES:
        raise FileTooLarge(TOO_LARGE, name=safe, size=-(-len(content) // 2**20))
    looks_signed = _look_into_pdf(safe, content) if media_type == PDF else _look_into_container(safe, content)
    return SignedFile(safe, media_type, content, looks_signed)


def safe_name(name: str) -> str:
    """Return the last part of a name without what could lead elsewhere or hide something; never empty."""
    last = re.split(r"[/\\]", nfc(name))[-1]
    seen = "".join(letter for letter in last if category(letter)[0] != "C")
    plain = " ".join(_ODD_IN_NAMES.sub("_", seen).split())
    extension = _extension(plain)
    stem = plain[: len(plain) - len(extension)].strip(". ")
    return f"{stem[: MAX_NAME - len(extension)].rstrip('. ') or 'file'}{extension}"


def _extension(name: str) -> str:
    """Return the known ending of a name (`.PDF` stands for `.pdf`), or an empty text."""
    return next((one for one in TYPES if name.lower().endswith(one)), "")


def _look_into_pdf(name: str, content: bytes) -> bool:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise FileRefused(NOT_PDF, name=name)
    return b"/ByteRange" in content


def _look_into_container(name: str, content: bytes) -> bool:
    if not content.startswith(_ENTRY_MARK) or content.count(_DIRECTORY_MARK) > MAX_DIRECTORY_MARKS:
        raise FileRefused(NOT_CONTAINER, name=name)
    try:
        with ZipFile(BytesIO(content)) as container:
            return _look_at_entries(name, container, len(content))
    except (BadZipFile, DeflateError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise FileRefused(NOT_CONTAINER, name=name) from error


def _look_at_entries(name: str, container: ZipFile, size: int) -> bool:
    entries = container.infolist()
    if not _are_harmless(entries, size):
        raise FileRefused(NOT_SAFE, name=name)
    signatures = [one for one in entries if _SIGNATURES.fullmatch(one.filename)]
    packed = (one.filename for one in entries if one.file_size and not one.is_dir())
    documents = [name for name in packed if name != "mimetype" and not name.startswith("META-INF/")]
    first = min(entries, key=lambda one: one.header_offset)
    if first.filename != "mimetype" or first.header_offset or not signatures or not documents:
        raise FileRefused(NOT_CONTAINER, name=name)
    _unpack_all(container, entries)
    if container.read(first).strip() != ASIC.encode():
        raise FileRefused(NOT_CONTAINER, name=name)
    return any(b"SignatureValue" in container.read(one) for one in signatures)


def _unpack_all(container: ZipFile, entries: list[ZipInfo]) -> None:
    """Read everything once and keep nothing: what does not match its header or check sum is refused."""
    left = MAX_UNPACKED
    for entry in entries:
        with container.open(entry) as packed:
            while part := packed.read(_PART):
                left -= len(part)
                if left < 0:
                    raise BadZipFile


def _are_harmless(entries: list[ZipInfo], size: int) -> bool:
    names = {one.filename for one in entries}
    unpacked = sum(one.file_size for one in entries)
    return (
        0 < len(entries) <= MAX_ENTRIES
        and len(names) == len(entries)
        and unpacked <= min(MAX_UNPACKED, MAX_RATIO * size)
        and all(_is_harmless(one) for one in entries)
        and not _overlap(entries)
    )


def _is_harmless(entry: ZipInfo) -> bool:
    written = entry.orig_filename  # as it stands in the file: zipfile cuts a name at NUL
    parts = written.removesuffix("/").split("/")
    return (
        not entry.flag_bits & _ENCRYPTED
        and entry.compress_type in (ZIP_STORED, ZIP_DEFLATED)
        and not {"", ".", ".."} & set(parts)  # also what begins with / and what is named //
        and not any(letter in "\\:" or category(letter) == "Cc" for letter in written)
    )


def _overlap(entries: list[ZipInfo]) -> bool:
    """Whether packed entries share bytes, as in a bomb that unpacks the same ones many times."""
    placed = sorted(entries, key=lambda one: one.header_offset)
    return any(
        one.header_offset + len(one.orig_filename) + one.compress_size > after.header_offset
        for one, after in pairwise(placed)
    )


TOO_LARGE = N_("%(name)s has %(size)s MB. A file may have 5 MB at most: sign the form without attachments.")
