"""The registry as facts, whatever it was read from; and the facts of a card over it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from rules import reading
from rules.facts import Answers, CardFacts, InstitutionFact, ResourceFact
from rules.refusals import Invalid, Problem
from rules.text import N_, nfc
from rules.vocabulary import Kind, ProblemCode

_INVALID = N_("Some of what you sent cannot be used. Correct what is listed and try again.")
_RESOURCE_LISTS = ("used_resources", "affected_resources")
_LISTS = (*_RESOURCE_LISTS, "affected_institutions")
_YES_NO = tuple(one.name for one in fields(Answers) if one.name != "domain")
_KNOWN = frozenset({"kind", "holder", "resource", "domain", *_LISTS, *_YES_NO})


@dataclass(frozen=True)
class Registry:
    """Institutions with their parents, resources, dependencies and domains, by code in NFC."""

    institutions: Mapping[str, InstitutionFact]
    parents: Mapping[str, str]  # institution → the one above it
    resources: Mapping[str, ResourceFact]
    dependencies: tuple[tuple[str, str], ...]  # (consumer, provider)
    architects: Mapping[str, str | None]  # domain → institution of its architect
    successors: Mapping[str, str] = field(default_factory=dict)  # closed institution → in charge now

    def lineage(self, code: str) -> tuple[InstitutionFact, ...]:
        """Return the institutions above this one, nearest first."""
        found: list[str] = []
        above = self.parents.get(code)
        while above is not None and above not in found:
            found.append(above)
            above = self.parents.get(above)
        return tuple(self.institutions[one] for one in found)

    def providers(self, code: str) -> tuple[ResourceFact, ...]:
        """Return the resources that this one needs directly, by code."""
        return tuple(self.resources[one] for one in self._linked[0].get(code, ()))

    def consumers(self, code: str) -> tuple[ResourceFact, ...]:
        """Return the resources that need this one directly, by code."""
        return tuple(self.resources[one] for one in self._linked[1].get(code, ()))

    @cached_property
    def _linked(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        providers: dict[str, list[str]] = {}
        consumers: dict[str, list[str]] = {}
        for consumer, provider in sorted(set(self.dependencies)):
            providers.setdefault(consumer, []).append(provider)
            consumers.setdefault(provider, []).append(consumer)
        return providers, consumers


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a card names, by code, and what it answers."""

    kind: Kind | None
    holder: str
    resource: str = ""
    used_resources: Sequence[str] = ()
    affected_resources: Sequence[str] = ()
    affected_institutions: Sequence[str] = ()
    answers: Answers


def card_facts(named: Named, known: Registry, **said: Any) -> CardFacts:
    """Return the facts of a card that names these codes; resources nobody knows are left out.

    `said` = what the card says by itself, by the names of `CardFacts`.
    """
    institutions, domain = tuple(named.affected_institutions), named.answers.domain
    return CardFacts(
        kind=named.kind,
        holder=named.holder,
        lineage=known.lineage(named.holder),
        resource=known.resources.get(named.resource),
        used_resources=known_resources(known, named.used_resources),
        affected_resources=known_resources(known, named.affected_resources),
        providers=known.providers(named.resource),
        consumers=known.consumers(named.resource),
        affected_institutions=institutions,
        successors={code: known.successors[code] for code in institutions if code in known.successors},
        domain_architect=known.architects.get(domain) if domain else None,
        answers=named.answers,
        **said,
    )


def known_resources(known: Registry, codes: Iterable[str]) -> tuple[ResourceFact, ...]:
    """Return those of the resources that are known, in this order."""
    return tuple(known.resources[code] for code in codes if code in known.resources)


def facts_from_json(data: object, registry: Registry) -> CardFacts:
    """Return the facts that `rules evaluate` and the preview take, looked up in the registry.

    Raises `Invalid` with every problem at once: unknown codes and fields, values of the wrong type.
    """
    if not isinstance(data, Mapping):
        raise Invalid(_INVALID, (Problem("", ProblemCode.invalid),))
    problems = tuple(_problems(data, registry))
    if problems:
        raise Invalid(_INVALID, problems)
    domain = nfc(data.get("domain") or "") or None
    named = Named(
        kind=Kind(nfc(data["kind"])),
        holder=nfc(data["holder"]),
        resource=nfc(data.get("resource") or ""),
        **{name: tuple(map(nfc, data.get(name) or ())) for name in _LISTS},
        answers=Answers(domain=domain, **{name: data.get(name) for name in _YES_NO}),
    )
    return card_facts(named, registry)


def _problems(data: Mapping[str, object], registry: Registry) -> Iterator[Problem]:
    yield from (Problem(str(name), ProblemCode.unknown_field) for name in data if name not in _KNOWN)
    yield from _of_code(data, "kind", frozenset(Kind), required=True)
    yield from _of_code(data, "holder", registry.institutions, required=True)
    yield from _of_code(data, "resource", registry.resources)
    for name in _RESOURCE_LISTS:
        yield from _of_list(data, name, registry.resources)
    yield from _of_list(data, "affected_institutions", registry.institutions)
    yield from _of_code(data, "domain", registry.architects)
    for name in _YES_NO:
        if data.get(name) is not None and not isinstance(data[name], bool):
            yield Problem(name, ProblemCode.invalid)


def _of_code(
    data: Mapping[str, object],
    name: str,
    known: Mapping[str, object] | frozenset[Kind],
    required: bool = False,
) -> Iterator[Problem]:
    value = data.get(name)
    if value not in (None, ""):
        yield from _of_one(name, value, known)
    elif required:
        yield Problem(name, ProblemCode.required)


def _of_list(data: Mapping[str, object], name: str, known: Mapping[str, object]) -> Iterator[Problem]:
    listed = data.get(name)
    if listed is None:
        return
    if not isinstance(listed, list):
        yield Problem(name, ProblemCode.invalid)
        return
    for place, code in enumerate(listed):
        yield from _of_one(f"{name}.{place}", code, known)


def _of_one(field: str, code: object, known: Mapping[str, object] | frozenset[Kind]) -> Iterator[Problem]:
    if not isinstance(code, str):
        yield Problem(field, ProblemCode.invalid)
        return
    try:
        if reading.code(code) not in known:
            yield Problem(field, ProblemCode.unknown, {"code": code})
    except reading.Unreadable as odd:
        yield odd.problem(field)
