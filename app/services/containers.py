"""ZIP files of others, looked into without unpacking them to disk: what is built oddly is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO
from unicodedata import category
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as DeflateError

MAX_RATIO = 100  # times that a container may grow when it is unpacked
# A directory of this many entries is not even read; the mark may also stand in documents packed inside.
MAX_DIRECTORY_MARKS = 5000
_DIRECTORY_MARK, _ENTRY_MARK = b"PK\x01\x02", b"PK\x03\x04"
_ENCRYPTED = 0x1  # bit of the flags of an entry
_PART = 64 * 1024
_BROKEN = (BadZipFile, DeflateError, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How many entries a container may have, and how many bytes all of them together when unpacked."""

    entries: int
    unpacked: int


class NoContainer(Exception):
    """It is no whole ZIP file."""


class Unsafe(NoContainer):
    """It is one, but built as no tool for documents builds it: a bomb, a path that leads elsewhere."""


@contextmanager
def opened(file: BinaryIO, size: int, bounds: Bounds) -> Iterator[ZipFile]:
    """Open a container whose every entry was read once and kept nowhere; raise `NoContainer`, `Unsafe`."""
    if not _looks_like_one(file):
        raise NoContainer
    try:
        with ZipFile(file) as container:
            entries = container.infolist()
            if not _are_harmless(entries, size, bounds):
                raise Unsafe
            _read_all(container, entries, bounds.unpacked)
            yield container
    except _BROKEN as error:
        raise NoContainer from error


def first(container: ZipFile) -> ZipInfo:
    """Return the entry that lies first in the file."""
    return min(container.infolist(), key=lambda one: one.header_offset)


def kind_of(container: ZipFile) -> str:
    """Return what the first entry `mimetype` says the container is, an empty text where there is none."""
    begins = first(container)
    if begins.filename != "mimetype" or begins.header_offset or begins.file_size > _PART:
        return ""
    return container.read(begins).strip().decode("ascii", "replace")


def _looks_like_one(file: BinaryIO) -> bool:
    file.seek(0)
    begins, marks, before = file.read(len(_ENTRY_MARK)), 0, b""
    while part := file.read(_PART):
        marks += (before + part).count(_DIRECTORY_MARK)
        before = part[-len(_DIRECTORY_MARK) + 1 :]
    file.seek(0)
    return begins == _ENTRY_MARK and marks <= MAX_DIRECTORY_MARKS


def _read_all(container: ZipFile, entries: list[ZipInfo], most: int) -> None:
    """Read everything once and keep nothing: what does not match its header or check sum is refused."""
    for entry in entries:
        with container.open(entry) as packed:
            while part := packed.read(_PART):
                most -= len(part)
                if most < 0:
                    raise BadZipFile


def _are_harmless(entries: list[ZipInfo], size: int, bounds: Bounds) -> bool:
    names = {one.filename for one in entries}
    unpacked = sum(one.file_size for one in entries)
    return (
        0 < len(entries) <= bounds.entries
        and len(names) == len(entries)
        and unpacked <= min(bounds.unpacked, MAX_RATIO * size)
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
