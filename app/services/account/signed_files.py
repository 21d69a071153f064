"""Signed documents that people send: what is taken, what is refused and why. Nothing is unpacked to disk."""

# Whether a signature is valid is not said here: a person verifies it with the tools of the trust service.

from dataclasses import dataclass, field
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

from app.services import containers, office
from app.services.files import safe_name
from rules.document.kinds import ending
from rules.refusals import Refusal
from rules.text import N_

MAX_BYTES = 5 * 1024 * 1024
MAX_ENTRIES = 100
_BOUNDS = containers.Bounds(entries=MAX_ENTRIES, unpacked=50 * 1024 * 1024)

PDF, ASIC = "application/pdf", "application/vnd.etsi.asic-e+zip"
TYPES = {".pdf": PDF, ".edoc": ASIC, ".asice": ASIC}

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
    media_type = TYPES.get(ending(safe))
    if media_type is None:
        raise FileRefused(N_("Choose a file that ends in .edoc, .asice or .pdf, not %(name)s."), name=safe)
    if not content:
        raise FileRefused(N_("%(name)s is empty. Choose the signed form."), name=safe)
    if len(content) > MAX_BYTES:
        raise FileTooLarge(TOO_LARGE, name=safe, size=-(-len(content) // 2**20))
    looks_signed = _look_into_pdf(safe, content) if media_type == PDF else _look_into_container(safe, content)
    return SignedFile(safe, media_type, content, looks_signed)


def _look_into_pdf(name: str, content: bytes) -> bool:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-1024:]:
        raise FileRefused(NOT_PDF, name=name)
    return b"/ByteRange" in content


def _look_into_container(name: str, content: bytes) -> bool:
    try:
        with containers.opened(BytesIO(content), len(content), _BOUNDS) as container:
            return _look_at_entries(name, container)
    except containers.Unsafe as error:
        raise FileRefused(NOT_SAFE, name=name) from error
    except containers.NoContainer as error:
        raise FileRefused(NOT_CONTAINER, name=name) from error


def _look_at_entries(name: str, container: ZipFile) -> bool:
    signatures = [one for one in container.namelist() if office.SIGNATURES.fullmatch(one)]
    if not signatures or not office.documents_in(container) or containers.kind_of(container) != ASIC:
        raise FileRefused(NOT_CONTAINER, name=name)
    return any(b"SignatureValue" in container.read(one) for one in signatures)


TOO_LARGE = N_("%(name)s has %(size)s MB. A file may have 5 MB at most: sign the form without attachments.")
