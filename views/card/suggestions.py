"""What the registry suggests for a card as it is typed: lines of the form."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.services.card.typed import MOST, Suggested, Typed
from models import Activity
from views.words.labels import label


@dataclass(frozen=True, slots=True)
class Line:
    """A resource, whose it is, how the registry connects it with the main one, and what was decided."""

    code: str
    name: str
    holder: str
    fact: str
    accepted: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The lines for a main resource; `of` = its code, empty while none is chosen."""

    of: str
    lines: list[Line]


def suggested_codes(card: Activity, sent: Iterable[str]) -> list[str]:
    """Return the resources suggested to the card, and those that the page offered before it was saved."""
    held = (one.resource.code for one in card.suggestions)
    offered = (name.split(".", 1)[1].rpartition(".")[0] for name in sent if _is_decision(name))
    return list(dict.fromkeys((*held, *offered)))[:MOST]


def offered_for(sent: Mapping[str, str] | None) -> str | None:
    """Return the main resource for which the sent form offered suggestions; None when it does not say."""
    return sent.get("suggestions_of") if sent else None


def suggestions_for(found: Typed) -> Suggestions:
    """Return the suggestions for a typed card."""
    main = found.facts.resource
    return Suggestions(main.code if main else "", [_line(one) for one in found.suggested])


def _is_decision(name: str) -> bool:
    return name.startswith("suggestions.") and name.endswith((".accepted", ".reason"))


def _line(one: Suggested) -> Line:
    decided, link = one.decided, one.because
    fact = link.description_lv or label(link.kind)
    named = (one.resource.code, one.resource.name_lv, one.resource.holder.code)
    return Line(*named, fact, decided.accepted, decided.reason)
