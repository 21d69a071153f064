"""ClamAV's daemon, asked over its socket whether a file has a virus in it."""

import socket
import struct
from contextlib import suppress
from typing import BinaryIO

from flask import current_app

PATIENCE = 20.0  # seconds for one answer of the daemon
_PIECE = 64 * 1024
_LONGEST_ANSWER = 4096


class Away(Exception):
    """The daemon cannot be reached, or does not say what a file is."""


def is_set() -> bool:
    """Return whether this installation has a scanner."""
    return bool(current_app.config["CLAMD"])


def is_clean(content: BinaryIO) -> bool:
    """Return whether the daemon finds nothing; raise `Away`."""
    try:
        with _connected(current_app.config["CLAMD"]) as line:
            answer = _ask(line, content)
    except (OSError, ValueError) as error:
        raise Away(str(error)) from error
    if answer.endswith("OK"):
        return True
    if answer.endswith("FOUND"):
        return False
    raise Away(answer or "no answer")


def _ask(line: socket.socket, content: BinaryIO) -> str:
    """Send the file in pieces, each after its length, the last one empty, and return what is said of it."""
    content.seek(0)
    with suppress(BrokenPipeError, ConnectionResetError):  # too large for it: it says so before the end
        line.sendall(b"zINSTREAM\0")
        while piece := content.read(_PIECE):
            line.sendall(struct.pack("!L", len(piece)) + piece)
        line.sendall(struct.pack("!L", 0))
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER and (more := line.recv(_LONGEST_ANSWER)):
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(address: str) -> socket.socket:
    """Connect to `host:port`, or to a socket of this machine where the address is a path."""
    path = address.removeprefix("unix:")
    if path.startswith("/"):
        return _connected_here(path)
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)


def _connected_here(path: str) -> socket.socket:
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        line.settimeout(PATIENCE)
        line.connect(path)
    except OSError:
        line.close()
        raise
    return line
