"""Keys of rows as they come in addresses and forms."""

from typing import Any


def is_key(value: Any) -> bool:
    """Return whether this may be the key of a row: a whole number that the database can hold."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) < 19 and 0 < int(text) < 2**31
