"""Who has to co-approve a card, and why: the main question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from rules.facts import CardFacts, ResourceFact
from rules.registry_vocabulary import InstitutionKind, ResourceStatus
from rules.ruleset import AFFECTED, DOMAIN_ARCHITECT, SECTOR_MINISTRY, Rule, RuleSet, Source, Text
from rules.text import nfc
from rules.vocabulary import Kind, NoteCode

GONE = frozenset({ResourceStatus.liquidated, ResourceStatus.cancelled})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an institution is asked: the rule, its basis, and the fact that met it."""

    rule: str
    rule_set: str
    basis: str
    fact: str  # "always", "sector_ministry", "domain:CODE", "used:CODE", "affected:CODE" …
    lv: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One institution that must be asked; fixed = it may not answer "not applicable"."""

    institution: str
    fixed: bool
    reasons: tuple[Reason, ...]
    watches: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ValueError(f"A requirement of {self.institution} needs a reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Who is not asked, and why; `resources` are the own ones for which nobody is asked."""

    institution: str
    code: NoteCode
    lv: str
    en: str
    resources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """The answer: requirements in the order of the approval sheet, and notes."""

    rule_set: str
    requirements: tuple[Requirement, ...]
    notes: tuple[Note, ...]

    @property
    def institutions(self) -> tuple[str, ...]:
        """The codes of those asked, in order."""
        return tuple(requirement.institution for requirement in self.requirements)


class _Call(NamedTuple):
    """A rule calls for an institution because of one fact; `resource` where it is a resource.

    `former` = whom the institution succeeded: as the resource's holder, or as the one that was named.
    """

    rule: Rule
    institution: str
    fact: str
    text: Text
    resource: str = ""
    former: str = ""


def evaluate(facts: CardFacts, rule_set: RuleSet) -> Evaluation:
    """Return who must be asked about the card under the rule set, with every reason, and who not."""
    holder = nfc(facts.holder)
    calls = _all_calls(facts, rule_set)
    others = [call for call in calls if call.institution != holder]
    own = [call for call in calls if call.institution == holder]
    return Evaluation(
        rule_set=rule_set.id,
        requirements=_merged(others, facts, rule_set),
        notes=tuple(_notes(facts, holder, own, rule_set)),
    )


def asked(facts: CardFacts, rule_set: RuleSet) -> tuple[str, ...]:
    """Return only the codes of those asked, in order: `evaluate` without words, for many cards at once."""
    holder = nfc(facts.holder)
    return _in_order([call for call in _all_calls(facts, rule_set) if call.institution != holder])


def _all_calls(facts: CardFacts, rule_set: RuleSet) -> list[_Call]:
    return [call for rule in rule_set.rules if rule.applies(facts) for call in _calls(rule, facts)]


def _in_order(calls: list[_Call]) -> tuple[str, ...]:
    """The institutions that are always asked in the order of the rules, then the others by code."""
    fixed = dict.fromkeys(call.institution for call in calls if call.rule.fixed)
    return (*fixed, *sorted({call.institution for call in calls} - fixed.keys()))


def _calls(rule: Rule, facts: CardFacts) -> Iterator[_Call]:
    if rule.asks == AFFECTED:
        yield from _affected(rule, facts)
    elif rule.asks == SECTOR_MINISTRY:
        if ministry := _sector_ministry(facts):
            yield _Call(rule, ministry, SECTOR_MINISTRY, rule.reason)
    elif rule.asks == DOMAIN_ARCHITECT:
        if facts.domain_architect:
            fact = f"domain:{facts.answers.domain}"
            yield _Call(rule, nfc(facts.domain_architect), fact, rule.reason)
    else:
        fact = ",".join(condition.fact for condition in rule.when) or "always"
        yield _Call(rule, rule.asks, fact, rule.reason)


def _affected(rule: Rule, facts: CardFacts) -> Iterator[_Call]:
    """Facts in order: used, affected (unless used), consumers of a liquidated resource, named."""
    used = _by_code(facts.used_resources)
    affected = {code: one for code, one in _by_code(facts.affected_resources).items() if code not in used}
    consumers = facts.consumers if facts.kind == Kind.liquidation else ()
    living = dict(sorted(_by_code(tuple(one for one in consumers if one.status not in GONE)).items()))
    for source, resources in ((Source.used, used), (Source.affected, affected), (Source.consumer, living)):
        for code, one in resources.items():
            fact, text = f"{source}:{code}", rule.sentences[source]
            yield _Call(rule, nfc(one.holder), fact, text, code, one.former_holder)
    for code in dict.fromkeys(map(nfc, facts.affected_institutions)):
        now = facts.successors.get(code, code)
        former = code if now != code else ""
        yield _Call(rule, now, f"{Source.named}:{code}", rule.sentences[Source.named], former=former)


def _by_code(resources: tuple[ResourceFact, ...]) -> dict[str, ResourceFact]:
    return {nfc(one.code): one for one in resources}


def _sector_ministry(facts: CardFacts) -> str | None:
    """Return the nearest ministry above the holder; the holder itself never counts."""
    above = (nfc(one.code) for one in facts.lineage if one.kind == InstitutionKind.ministry)
    return next((code for code in above if code != nfc(facts.holder)), None)


def _merged(calls: list[_Call], facts: CardFacts, rule_set: RuleSet) -> tuple[Requirement, ...]:
    main = facts.resource.code if facts.resource else ""
    card = {"holder": facts.holder, "main": main, "domain": facts.answers.domain}
    by_institution: dict[str, list[_Call]] = {}
    for call in calls:
        by_institution.setdefault(call.institution, []).append(call)
    return tuple([_requirement(one, by_institution[one], card, rule_set) for one in _in_order(calls)])


def _requirement(
    institution: str, calls: list[_Call], card: dict[str, str | None], rule_set: RuleSet
) -> Requirement:
    return Requirement(
        institution=institution,
        fixed=any([call.rule.fixed for call in calls]),
        reasons=tuple([_reason(call, card, rule_set) for call in calls]),
        watches=_watches(calls),
    )


def _reason(call: _Call, card: dict[str, str | None], rule_set: RuleSet) -> Reason:
    names = {**card, "institution": call.institution, "resource": call.resource}
    lv, en = call.text.lv.format_map(names), call.text.en.format_map(names)
    if call.former:
        since = _SUCCESSOR if call.resource else _SUCCESSOR_OF_NAMED
        lv, en = lv + since.lv.format(former=call.former), en + since.en.format(former=call.former)
    rule = call.rule
    return Reason(rule=rule.id, rule_set=rule_set.id, basis=rule.basis, fact=call.fact, lv=lv, en=en)


_SUCCESSOR = Text("; iepriekšējais pārzinis: {former}", "; former holder: {former}")
_SUCCESSOR_OF_NAMED = Text("; iepriekš: {former}", "; formerly: {former}")


def _watches(calls: list[_Call]) -> tuple[str, ...]:
    if len(calls) == 1:
        return calls[0].rule.watches
    return tuple(dict.fromkeys(field for call in calls for field in call.rule.watches))


def _notes(facts: CardFacts, holder: str, own: list[_Call], rule_set: RuleSet) -> Iterator[Note]:
    resources = {call.resource: call.former for call in own if call.resource}
    if any(not call.resource for call in own):
        yield _note(holder, NoteCode.own_activity)
    asks_ministry = any(rule.asks == SECTOR_MINISTRY and rule.applies(facts) for rule in rule_set.rules)
    if asks_ministry and _sector_ministry(facts) is None:
        yield _note(holder, NoteCode.no_sector_ministry)
    if resources:
        yield _note(holder, NoteCode.own_resource, resources)


def _note(institution: str, code: NoteCode, resources: Mapping[str, str] = MappingProxyType({})) -> Note:
    """`resources` = code → former holder, if the holder took it over with somebody's work."""
    text = _NOTES[code]
    return Note(
        institution=institution,
        code=code,
        lv=text.lv.format(holder=institution, resources=_listed(resources, _TAKEN_OVER.lv)),
        en=text.en.format(holder=institution, resources=_listed(resources, _TAKEN_OVER.en)),
        resources=tuple(resources),
    )


def _listed(resources: Mapping[str, str], taken_over: str) -> str:
    return ", ".join(
        code + (taken_over.format(former=former) if former else "") for code, former in resources.items()
    )


def no_longer_asked(institution: str) -> Note:
    """Return the note on an institution that was asked in the round before and is not asked now."""
    return _note(institution, NoteCode.no_longer_asked)


def new_consumer(institution: str, resource: str) -> Note:
    """Return the note on a system that has come to need, since the round opened, what is to be liquidated."""
    return _note(institution, NoteCode.new_consumer, {resource: ""})


_TAKEN_OVER = Text(" (iepriekšējais pārzinis: {former})", " (former holder: {former})")


_NOTES = {
    NoteCode.own_activity: Text(
        "Sava aktivitāte: pārzinis {holder} savu kartīti nesaskaņo",
        "Own activity: {holder} does not co-approve its own card",
    ),
    NoteCode.no_sector_ministry: Text(
        "Pārzinim {holder} nav nozares ministrijas",
        "{holder} has no sector ministry",
    ),
    NoteCode.own_resource: Text(
        "Pārziņa {holder} paša resursi, tāpēc par tiem nav jāsaskaņo: {resources}",
        "Resources of {holder} itself, so nobody is asked about them: {resources}",
    ),
    NoteCode.no_longer_asked: Text(
        "Iepriekšējā kārtā bija jāsaskaņo arī {holder}; tagad vairs nav",
        "{holder} had to co-approve in the round before; now it no longer has to",
    ),
    NoteCode.new_consumer: Text(
        "Kārtai sākoties, reģistrā vēl nebija, ka likvidējamo resursu izmanto {resources} ({holder})",
        "When the round opened, the registry did not say yet that {resources} ({holder}) needs the resource",
    ),
}
