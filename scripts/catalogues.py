"""Keep the catalogues in step with the sentences in the code: `catalogues.py update` or `check`."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from sysconfig import get_path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
LANGUAGES = ("lv", "en")
OWN = ("app", "models", "rules", "views")
LIBRARIES = ("flask_appbuilder", "wtforms")  # their sentences reach our readers, too
MARKS = (
    *("_", "N_", "gettext", "lazy_gettext", "_l", "ngettext:1,2", "lazy_ngettext:1,2"),
    *("pgettext:1c,2", "lazy_pgettext:1c,2", "_p:1c,2", "npgettext:1c,2,3", "lazy_npgettext:1c,2,3"),
)
PLACEHOLDER = re.compile(r"%\(\w+\)[ds]")
LONE_PERCENT = re.compile(r"%(?!\(\w+\)[ds]|[%ds])")


def update() -> None:
    """Add new sentences, drop those that are gone; an English sentence is its own English text."""
    wanted = sentences()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
        if language == "en":
            _fill_with_keys(catalogue)
        with _path(language).open("wb") as file:
            write_po(file, catalogue, width=100, no_location=True, sort_output=True, ignore_obsolete=True)
        print(f"{language}: {len(catalogue)} sentences, {len(list(_untranslated(catalogue)))} to translate")


def problems() -> list[str]:
    """Name everything by which a catalogue falls short of the code."""
    wanted = sentences()
    return [
        f"{language}: {problem}" for language in LANGUAGES for problem in _problems(read(language), wanted)
    ]


def sentences() -> Catalog:
    """Collect what code and templates, ours and the libraries', ask to be translated."""
    catalogue = Catalog()
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    libraries = Path(get_path("purelib"))
    for folder in [*(ROOT / package for package in OWN), *(libraries / library for library in LIBRARIES)]:
        found = extract_from_dir(folder, methods, options, keywords=parse_keywords(MARKS))
        for _, _, sentence, _, context in found:
            catalogue.add(sentence, context=context)
    return catalogue


def read(language: str) -> Catalog:
    """Read the catalogue of a language from translations/."""
    with _path(language).open("rb") as file:
        return read_po(file, locale=language)


def _path(language: str) -> Path:
    return ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"


def _fill_with_keys(catalogue: Catalog) -> None:
    for message in _untranslated(catalogue):
        message.string = message.id


def _problems(catalogue: Catalog, wanted: Catalog) -> Iterator[str]:
    for message in _missing(wanted, catalogue):
        yield f"not in the catalogue (make i18n adds it): {_name(message)}"
    for message in _missing(catalogue, wanted):
        yield f"in no code any more (make i18n drops it): {_name(message)}"
    for message in _untranslated(catalogue):
        yield f"not translated: {_name(message)}"
    for message in _sentences_of(catalogue):
        yield from (f"{fault}: {_name(message)}" for fault in _faults(message))


def _missing(asked: Catalog, known: Catalog) -> Iterator[Message]:
    return (each for each in _sentences_of(asked) if known.get(each.id, each.context) is None)


def _faults(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    if any(
        LONE_PERCENT.search(text.replace("%%", "")) for text in (*_texts(message.id), *_texts(message.string))
    ):
        yield "a percent sign must be doubled"
    if not _keeps_placeholders(message):
        yield "placeholders differ"


def _sentences_of(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _untranslated(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in _sentences_of(catalogue) if not all(_texts(message.string)))


def _keeps_placeholders(message: Message) -> bool:
    known = {place for text in _texts(message.id) for place in PLACEHOLDER.findall(text)}
    used = [set(PLACEHOLDER.findall(text)) for text in _texts(message.string) if text]
    if isinstance(message.id, str):
        return all(places == known for places in used)
    return all(places <= known for places in used)  # "one day" may leave out its number


def _texts(texts: object) -> tuple[str, ...]:
    return tuple(texts) if isinstance(texts, list | tuple) else (str(texts or ""),)


def _name(message: Message) -> str:
    context = f" ({message.context})" if message.context else ""
    return f"{_texts(message.id)[0]!r}{context}"


def main(task: str) -> str | None:
    """Do the task; return what is wrong, None when nothing is."""
    if task == "update":
        update()
        return None
    found = problems()
    return "\n".join([*found, f"{len(found)} problems in the catalogues"]) if found else None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
