"""How Latvian is set: quotation marks, dates in words, and what no line may tear apart."""

import re
from datetime import date

TIED = "\u00a0"  # the no-break space
_MONTHS = (
    "janvāris", "februāris", "marts", "aprīlis", "maijs", "jūnijs", "jūlijs", "augusts", "septembris",
    "oktobris", "novembris", "decembris",
)  # fmt: off
_QUOTED = re.compile(r'(?<![^\s(\[–—/„])["„“]([^\s"„“”](?:[^"„“”\n]*[^\s"„“”])?)["“”](?![^\W_])')
_UNITS = (
    "EUR|USD|€|%|‰|°C|h|min|s|ms|km|cm|mm|m|kg|g|t|ha|kW|MW|kWh|GB|MB|KB|TB|Mbit|Gbit|tūkst|milj|mljrd|lpp"
)
_TIES = (
    re.compile(r"(?<=\d\.) (?=[^\W\d_A-ZĀČĒĢĪĶĻŅŠŪŽ])"),  # 12. oktobris, 2026. gada, 3. kārta
    re.compile(r"(?<=\bgada) (?=\d)"),  # 2026. gada 12. oktobris
    re.compile(r"(?<=\d) (?=\d{3}(?!\d))"),  # 184 500
    re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))"),  # 100 EUR
    re.compile(r"(?<=\b[Nn]r\.) (?=\w)|(?<=\bplkst\.) (?=\d)|(?<=\blpp\.) (?=\d)|(?<=§) (?=\d)"),
    re.compile(r"(?<=^[^\W\d_]) (?=\w)|(?<=[\s(„][^\W\d_]) (?=\w)"),  # a word of one letter
    re.compile(r"(?<=\b[A-ZĀČĒĢĪĶĻŅŠŪŽ]\.) (?=[A-ZĀČĒĢĪĶĻŅŠŪŽ])"),  # J. Bērziņš
    re.compile(r" (?=– )"),  # a dash begins no line
)


class Exact(str):
    """A name, number or hash that is printed sign by sign as it is."""

    __slots__ = ()


def typeset(text: str) -> str:
    """Return a text with Latvian quotation marks, and no-break spaces where words belong together."""
    tied = _QUOTED.sub(r"„\1”", text)
    for tie in _TIES:
        tied = tie.sub(TIED, tied)
    return tied


def in_full(day: date) -> str:
    """2026. gada 12. oktobris, which no line tears apart."""
    return f"{day.year}. gada {day.day}. {_MONTHS[day.month - 1]}".replace(" ", TIED)
