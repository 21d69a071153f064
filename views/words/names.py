"""Names of institutions, domains and resources, as the reader of a page or of a mail knows them."""

from collections.abc import Iterable

from flask_babel import get_locale
from sqlalchemy.orm import InstrumentedAttribute

from models import Domain, Institution, Resource
from rules.ruleset import Text


def in_words(name: Text) -> str:
    """Return what was written in both languages in that of the reader."""
    locale = get_locale()
    return name.en if locale and locale.language == "en" else name.lv


def name_of(row: Institution | Domain | Resource) -> str:
    """Return the name in the reader's language, the Latvian one where there is no other."""
    return in_words(row.name)


def named(row: object) -> str:
    """Return code and name; rows that have none say what they call themselves."""
    if isinstance(row, Institution | Resource):
        return f"{row.code} · {name_of(row)}"
    return name_of(row) if isinstance(row, Domain) else str(row)


def in_order() -> InstrumentedAttribute[str]:
    """Return the key by which institutions stand in the order of the names that the reader sees."""
    return Institution.sort_key_en if str(get_locale()) == "en" else Institution.sort_key


def options(found: Iterable[Institution | Resource]) -> list[tuple[str, str]]:
    """Return rows as the options of a control: code, and code with name."""
    return [(one.code, named(one)) for one in found]
