"""Documents that are ZIP files: Office, OpenDocument and signed containers, told by what is inside."""

import re
from collections.abc import Callable
from typing import BinaryIO
from xml.parsers import expat
from zipfile import ZipFile

from app.services import containers
from rules.document.kinds import MediaType

BOUNDS = containers.Bounds(entries=4000, unpacked=300 * 1024 * 1024)
SIGNATURES = re.compile(r"META-INF/[^/]*signatures[^/]*\.xml")
_TYPES, _TYPES_LONGEST = "[Content_Types].xml", 2**20
_MACRO_TYPES = re.compile(r"macro|vba", re.IGNORECASE)
_MACRO_PARTS = re.compile(
    r"vbaProject|vbaData|(^|/)macrosheets/|\.(doc|dot|xls|xlt|xla|ppt|pps|pot)m$|\.xlsb$", re.IGNORECASE
)
_SCRIPTS = re.compile(r"(Basic|Scripts)(/|$)", re.IGNORECASE)
_Test = Callable[[BinaryIO, int], bool]


class _Declares(Exception):
    """The XML has declarations of its own, which no office program writes."""


def is_open_xml(kind: MediaType) -> _Test:
    """Return the test for a document of Microsoft Office without macros."""
    return _within(lambda container: _is_open_xml(container, kind))


def is_open_document(kind: MediaType) -> _Test:
    """Return the test for a document of LibreOffice and its like without macros."""
    return _within(lambda container: _is_open_document(container, kind))


def is_signed_container(content: BinaryIO, size: int) -> bool:
    """Whether it is an eDoc or ASiC-E file with a signature and a document."""
    return _within(_is_signed)(content, size)


def documents_in(container: ZipFile) -> list[str]:
    """Return the names of what was signed in a container."""
    packed = (one.filename for one in container.infolist() if one.file_size and not one.is_dir())
    return [name for name in packed if name != "mimetype" and not name.startswith("META-INF/")]


def _within(test: Callable[[ZipFile], bool]) -> _Test:
    def look(content: BinaryIO, size: int) -> bool:
        try:
            with containers.opened(content, size, BOUNDS) as container:
                parts = any(_MACRO_PARTS.search(name) for name in container.namelist())
                return not parts and test(container)
        except containers.NoContainer:
            return False

    return look


def _is_open_xml(container: ZipFile, kind: MediaType) -> bool:
    if _TYPES not in container.namelist() or container.getinfo(_TYPES).file_size > _TYPES_LONGEST:
        return False
    types = _content_types(container.read(_TYPES))
    return f"{kind}.main+xml" in types and not any(map(_MACRO_TYPES.search, types))


def _content_types(xml: bytes) -> set[str]:
    """Return the content types that a package names; of broken XML, none."""
    found: set[str] = set()
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda _name, given: found.add(given.get("ContentType", ""))
    parser.StartDoctypeDeclHandler = _refuse_declarations
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, _Declares):
        return set()
    return found


def _refuse_declarations(*_said: object) -> None:
    raise _Declares


def _is_open_document(container: ZipFile, kind: MediaType) -> bool:
    scripts = any(_SCRIPTS.match(name) for name in container.namelist())
    return not scripts and containers.kind_of(container) == kind


def _is_signed(container: ZipFile) -> bool:
    signed = any(SIGNATURES.fullmatch(name) for name in container.namelist())
    return signed and bool(documents_in(container)) and containers.kind_of(container) == MediaType.asic
