"""A TOML table read key by key, so that nothing in a rule set is overlooked or mistyped."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from string import Formatter
from typing import Any

from rules.refusals import Refusal
from rules.signs import in_lines, in_one_line, misplaced
from rules.text import N_, length, says_something

LONGEST_CODE = 80
LONGEST_TEXT = 1000
CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REQUIRED: Any = object()


class RuleSetRefused(Refusal):
    """A rule set cannot be loaded; names file, rule ("-" for the head of the file) and field."""


class Table:
    """A table from which every key must be taken; `rule` and `path` are for the messages."""

    def __init__(self, values: Mapping[str, Any], file: str, rule: str = "-", path: str = "") -> None:
        self.values, self.file, self.rule, self.path = dict(values), file, rule, path
        self.known: list[str] = []

    def take(self, name: str, kind: type, default: Any = _REQUIRED) -> Any:
        """Return the value under a name, or raise `RuleSetRefused` for another type or none."""
        self.known.append(name)
        if name not in self.values:
            if default is _REQUIRED:
                raise self.refused(name, N_("%(file)s, rule %(rule)s, field %(field)s: missing."))
            return default
        value = self.values.pop(name)
        if type(value) is not kind:  # a bool is no number here, a time no date
            raise self.refused(name, _WRONG_TYPE[kind])
        return value

    def text(self, name: str) -> str:
        """Return a text that is not empty and that pages and letters can show."""
        value = in_lines(self.take(name, str)).strip()
        if not says_something(value):
            raise self.refused(name, N_("%(file)s, rule %(rule)s, field %(field)s: the text is empty."))
        if length(value) > LONGEST_TEXT:
            raise self.refused(name, _TOO_LONG, most=LONGEST_TEXT)
        odd = misplaced(value)
        if odd is not None:
            raise self.refused(name, _CONTROL, value=odd.sign)
        return value

    def sentence(self, name: str, names: tuple[str, ...]) -> str:
        """Return a text that has no placeholders but these."""
        sentence = self.text(name)
        for placeholder in sorted(set(_placeholders(sentence)) - set(names)):
            raise self.refused(name, _NO_PLACEHOLDER, value=placeholder, known=names)
        return sentence

    def code(self, name: str) -> str:
        """Return a code that can stand in an address: small letters, digits, single hyphens."""
        value = in_one_line(self.text(name))
        if len(value) > LONGEST_CODE or not CODE.fullmatch(value):
            raise self.refused(name, _NO_CODE, most=LONGEST_CODE)
        return value

    def table(self, name: str, default: Any = _REQUIRED) -> "Table":
        """Return the table under a name."""
        return Table(self.take(name, dict, default), self.file, self.rule, f"{self.path}{name}.")

    def done(self) -> None:
        """Raise `RuleSetRefused` if something in the table was not asked for."""
        for name in self.values:
            raise self.refused(name, _NO_FIELD, known=tuple(self.known))

    def refused(self, name: str, key: str, **values: object) -> RuleSetRefused:
        """Return the refusal that names file, rule and field."""
        return RuleSetRefused(key, file=self.file, rule=self.rule, field=f"{self.path}{name}", **values)


def _placeholders(sentence: str) -> Iterator[str]:
    """Yield what stands in braces, whole: a name with a format or a conversion is no known name."""
    try:
        for _, name, form, conversion in Formatter().parse(sentence):
            if name is not None:
                whole = name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
                yield whole or "{}"
    except ValueError as error:
        yield "}" if str(error).startswith("Single '}'") else "{"


_WRONG_TYPE = {
    str: N_("%(file)s, rule %(rule)s, field %(field)s: wrong type, here belongs a text in quotation marks."),
    int: N_("%(file)s, rule %(rule)s, field %(field)s: wrong type, here belongs a whole number."),
    bool: N_("%(file)s, rule %(rule)s, field %(field)s: wrong type, here belongs true or false."),
    date: N_("%(file)s, rule %(rule)s, field %(field)s: wrong type, here belongs a day such as 2027-01-01."),
    list: N_("%(file)s, rule %(rule)s, field %(field)s: wrong type, here belongs a list in square brackets."),
    dict: N_(
        "%(file)s, rule %(rule)s, field %(field)s: wrong type, here belongs a table with names and values."
    ),
}
_TOO_LONG = N_("%(file)s, rule %(rule)s, field %(field)s: at most %(most)s characters.")
_CONTROL = N_("%(file)s, rule %(rule)s, field %(field)s: no text shows the character %(value)s.")
_NO_PLACEHOLDER = N_(
    "%(file)s, rule %(rule)s, field %(field)s: no placeholder %(value)s. Known are: %(known)s."
)
_NO_CODE = N_(
    "%(file)s, rule %(rule)s, field %(field)s: at most %(most)s small letters (a–z), digits and hyphens "
    "between them."
)
_NO_FIELD = N_("%(file)s, rule %(rule)s, field %(field)s: no such field. Known are: %(known)s.")
