"""Which e-mail addresses can be delivered to: only what every mail server takes."""

import re

LONGEST = 254  # a path of SMTP has at most 256 characters with its brackets (RFC 5321)
_ADDRESS = re.compile(
    # Before the @ dots stand between words; no quotes, and no letters that need SMTPUTF8.
    r"(?=[^@]{1,64}@)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@"
    # After it names of at most 63 signs, where a second pair of dashes marks an encoded name only.
    r"((?!(?!xn)..--)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+"
    # The last is a word, so the whole is no number of a computer; `invalid` cannot exist (RFC 2606).
    r"(?!invalid$)(?!(?!xn)..--)[a-z]([a-z0-9-]{0,61}[a-z])",
    re.IGNORECASE | re.ASCII,
)


def is_address(text: str) -> bool:
    """Whether mail can be delivered to an address, as far as its writing tells."""
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None
