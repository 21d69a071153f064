"""Reads a letter from its bytes as strictly as the standards are written, unlike a library that forgives."""

import re
from base64 import b64decode
from quopri import decodestring

WORD = re.compile(r"=\?utf-8\?([bq])\?([!->@-~]+)\?=")
WORD_LONGEST, LINE_LONGEST = 75, 78


def heads_of(letter: bytes) -> dict[str, str]:
    """Return the headers by name, unfolded: only the line breaks go, the blanks stay (RFC 5322)."""
    block = letter.partition(b"\r\n\r\n")[0].decode("ascii")
    unfolded = re.sub(r"\r\n(?=[ \t])", "", block)
    return dict(line.split(": ", 1) for line in unfolded.split("\r\n"))


def read(value: str) -> str:
    """Return what a header says (RFC 2047): blanks between encoded words vanish, those beside text stay.

    Whatever looks like an encoded word without being one stays as it is.
    """
    said, encoded_before, blank = "", False, ""
    for token in re.split(r"([ \t]+)", value):
        if not token.strip():
            blank = token
            continue
        word = WORD.fullmatch(token) if len(token) <= WORD_LONGEST else None
        said += "" if word and encoded_before else blank
        said += _decoded(*word.groups()) if word else token
        encoded_before, blank = bool(word), ""
    return said + blank


def person_in(value: str) -> tuple[str, str]:
    """Return name and address of a header that names one person."""
    name, _, address = value.rpartition(" ")
    name = read(name)
    if name.startswith('"'):
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    return name, address.strip("<>") if name else address


def part_of(letter: bytes, kind: str) -> str:
    """Return a part of the body by its kind, as `text/html`; its lines end with a line feed."""
    for part in _parts(letter):
        head, _, body = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if b"Content-Type: " + kind.encode() + b'; charset="utf-8"' in head:
            assert b"Content-Transfer-Encoding: quoted-printable" in head
            return decodestring(body.removesuffix(b"\r\n")).decode().replace("\r\n", "\n")
    raise AssertionError(f"no {kind}")


def _parts(letter: bytes):
    """Yield the parts of a letter, and those of a part that has parts."""
    boundary = re.search(rb'boundary="([^"]+)"', letter)[1]
    for part in letter.split(b"--" + boundary)[1:-1]:
        if b"Content-Type: multipart/" in part.partition(b"\r\n\r\n")[0]:
            yield from _parts(part)
        else:
            yield part


def longest_line(letter: bytes) -> int:
    """Return how long the longest line is, in bytes and without its end."""
    return max(len(line) for line in letter.split(b"\r\n"))


def _decoded(kind: str, text: str) -> str:
    said = b64decode(text, validate=True) if kind == "b" else decodestring(text, header=True)
    return said.decode()
