"""The card to be read: its sections with questions and answers in words, for page and comparison."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, pgettext
from sqlalchemy import Text

from models import Activity
from models.activity.card import CODE_LISTS, LINKS, column_of
from models.activity.content import principles_of
from models.registry.reference import Principle
from rules.registry_vocabulary import PrincipleGroup
from rules.vocabulary import Kind
from views.card.words import field_name, sections_of
from views.words.formats import NOTHING, cell, money
from views.words.labels import label
from views.words.language import reader_language

_SEEN_BY_ALL = frozenset({"title", "new_resource.name"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question with its answer; `id` is the field's name, `long` texts keep their lines."""

    id: str
    question: str
    answer: str
    hidden: bool = False
    assumption: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section of the card to be read."""

    number: int
    title: str
    answers: list[Answered]


def card_parts(activity: Activity, texts: bool) -> list[Part]:
    """Return the sections that this kind of card has; without `texts` they are withheld."""
    return [
        Part(
            number=section.number,
            title=gettext(section.title),
            answers=[
                one
                for field in section.fields
                if _fits(activity, field)
                for one in _answered(activity, field, texts)
            ],
        )
        for section in sections_of(activity.kind)
    ]


def _fits(activity: Activity, field: str) -> bool:
    """What is asked of a new resource is shown only where there is one to come."""
    creating = activity.kind is Kind.creation
    if field == "resource":
        return not creating or activity.resource is not None
    return creating or not field.startswith("new_resource.")


def _answered(activity: Activity, field: str, texts: bool) -> Iterator[Answered]:
    if field.startswith("principles."):
        yield from _principles(activity, PrincipleGroup(field.split(".")[1]), texts)
        return
    hidden = not texts and _is_text(field) and field not in _SEEN_BY_ALL
    yield Answered(
        id=field,
        question=field_name(field),
        answer="" if hidden else _said(activity, field, texts),
        hidden=hidden,
        assumption=bool(_info(field).get("assumption")),
    )


def _said(activity: Activity, field: str, texts: bool) -> str:
    if field == "budget_eur":
        return money(activity.budget_eur)
    if field == "suggestions":
        return _suggestions(activity, texts)
    if field in CODE_LISTS or field in LINKS:
        found = getattr(activity, field)
        rows = found if isinstance(found, list) else [found] if found else []
        return "; ".join(map(str, rows)) or NOTHING
    return str(cell(getattr(activity, column_of(field))))


def _suggestions(activity: Activity, texts: bool) -> str:
    words = {
        True: pgettext("suggestion", "accepted"),
        False: pgettext("suggestion", "rejected"),
        None: pgettext("suggestion", "not decided"),
    }
    said = (
        f"{one.resource.code}: {words[one.accepted]}{f' ({one.reason})' if one.reason and texts else ''}"
        for one in activity.suggestions
    )
    return "; ".join(said) or NOTHING


def _principles(activity: Activity, group: PrincipleGroup, texts: bool) -> Iterable[Answered]:
    for one, answer in principles_of(activity):
        if one.group is not group:
            continue
        said = [label(answer.answer) if answer and answer.answer else NOTHING]
        if answer and answer.explanation and texts:
            said.append(answer.explanation)
        yield Answered(id=f"principles.{one.code}", question=principle_title(one), answer=". ".join(said))


def principle_title(one: Principle) -> str:
    return one.title_en if reader_language() == "en" else one.title_lv


def _is_text(field: str) -> bool:
    known = Activity.__table__.columns.get(column_of(field))
    return known is not None and isinstance(known.type, Text)


def _info(field: str) -> dict[Any, Any]:
    known = Activity.__table__.columns.get(column_of(field))
    return known.info if known is not None else {}
