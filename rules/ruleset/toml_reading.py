"""A rule set's file as text and as TOML; what is neither is refused by its line."""

import re
import tomllib

from rules.ruleset.toml_lines import line_of, standing_at
from rules.ruleset.toml_signs import OddSign, odd_sign, unseen_sign
from rules.ruleset.toml_table import RuleSetRefused, Table
from rules.text import N_

_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def decoded(content: bytes, file: str) -> str:
    """Return the text of a file, with or without a byte order mark; refuse what is not in UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise RuleSetRefused(_NO_TEXT, file=f"{file}:{line}", line=line, rule="-", field="-") from error


def table_of(text: str, file: str) -> Table:
    """Return the head of a rule set; refuse what is no TOML, naming the line and what stands there."""
    try:
        return Table(tomllib.loads(text), file)
    except (ValueError, RecursionError) as error:  # some numbers and nestings are more than tomllib bears
        at = _POSITION.search(str(error))
        line = int(at[1]) if at and at[1] else len(text.rstrip().split("\n"))
        rule, field = standing_at(text, line)
        odd = odd_sign(text.split("\n")[line - 1])
        said = _said(odd) if odd else {}
        raise RuleSetRefused(
            odd.key if odd else _fault(str(error)),
            **{"file": f"{file}:{line}", "line": line, "rule": rule, "field": field, **said},
        ) from error


def with_line(refused: RuleSetRefused, text: str) -> RuleSetRefused:
    """Add to a refusal the line of its rule and field; name a sign there that nobody sees instead."""
    line = line_of(text, str(refused.values["rule"]), str(refused.values["field"]))
    refused.values |= {"file": f"{refused.values['file']}:{line}", "line": line}
    unseen = unseen_sign(text.split("\n")[line - 1])
    return RuleSetRefused(unseen.key, **{**refused.values, **_said(unseen)}) if unseen else refused


def _said(odd: OddSign) -> dict[str, object]:
    return {"sign": odd.sign, **({"instead": odd.instead} if odd.instead else {})}


def _fault(reason: str) -> str:
    """Return what is wrong in words that are translated: tomllib speaks English only."""
    return next((said for start, said in _FAULTS if reason.startswith(start)), _OTHER)


_TWICE = N_(
    "%(file)s, rule %(rule)s, field %(field)s: from here on this is no TOML: a name or "
    "a table stands here again."
)
_QUOTES = N_(
    "%(file)s, rule %(rule)s, field %(field)s: from here on this is no TOML: the quotation "
    "mark that ends a text is missing."
)
_BACKSLASH = N_(
    "%(file)s, rule %(rule)s, field %(field)s: from here on this is no TOML: the backslash "
    "(\\) begins no sign that is known. Write it twice."
)
_DAY = N_(
    "%(file)s, rule %(rule)s, field %(field)s: from here on this is no TOML: there is no such day or time."
)
_SIGN = N_(
    "%(file)s, rule %(rule)s, field %(field)s: from here on this is no TOML: here stands "
    "a sign that cannot be seen. Delete it."
)
_OTHER = N_(
    "%(file)s, rule %(rule)s, field %(field)s: from here on this is no TOML. A text stands "
    "in quotation marks, a day is written 2027-01-01, and no equals sign, comma or bracket may be missing."
)
_FAULTS = (
    *((start, _TWICE) for start in ("Cannot ", "Duplicate ")),
    *((start, _QUOTES) for start in ("Illegal character '\\n'", "Unterminated string")),
    *((start, _BACKSLASH) for start in ("Unescaped ", "Invalid hex", "Escaped character")),
    *((start, _SIGN) for start in ("Illegal character", "Found invalid character")),
    ("Invalid date", _DAY),
)
_NO_TEXT = N_("%(file)s, rule %(rule)s, field %(field)s: this is no text in UTF-8. Save the file as UTF-8.")
