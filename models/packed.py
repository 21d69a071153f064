"""Column types that PostgreSQL keeps in fewer bytes: JSON that repeats itself, and hexadecimal digests."""

# SQLite keeps both as they are read here, JSON and text.

import json
import zlib
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

# What most of these texts have in common. It belongs to what is kept: changed, it would make that unreadable,
# so a better one gets the next number, and this one stays.
_VERSION = b"\x01"
_KNOWN = (Path(__file__).parent / "packed_1.txt").read_bytes()


def pack(value: object) -> bytes:
    """Return JSON, compressed against the known text."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=_KNOWN)
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return _VERSION + packer.compress(plain) + packer.flush()


def unpack(packed: bytes) -> Any:
    """Return what was packed."""
    return json.loads(zlib.decompressobj(-zlib.MAX_WBITS, zdict=_KNOWN).decompress(packed[1:]))


class Packed(TypeDecorator[Any]):
    """JSON of which no query reads a part: evidence, reasons, contents of cards."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(LargeBinary() if _packs(dialect) else JSON())

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return pack(value) if value is not None and _packs(dialect) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return unpack(value) if value is not None and _packs(dialect) else value


class Digest(TypeDecorator[str]):
    """A SHA-256 in hexadecimal digits."""

    impl = String(64)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(LargeBinary(32) if _packs(dialect) else String(64))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return bytes.fromhex(value) if value is not None and _packs(dialect) else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return value.hex() if value is not None and _packs(dialect) else value


def _packs(dialect: Dialect) -> bool:
    return dialect.name == "postgresql"
