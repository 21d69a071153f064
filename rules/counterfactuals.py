"""What would change the answer: the card evaluated again with one fact left out at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rules.facts import CardFacts, ResourceFact
from rules.requirements import evaluate
from rules.ruleset import ANSWERS, RuleSet, Source, Text
from rules.text import nfc
from rules.vocabulary import Kind

_ANSWER, _DOMAIN = "answer", "answer:domain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """Without one fact these institutions would not be asked; `fact` as in `Reason.fact`."""

    fact: str
    institutions: tuple[str, ...]
    lv: str
    en: str


def counterfactuals(facts: CardFacts, rule_set: RuleSet) -> tuple[Counterfactual, ...]:
    """Return each fact of the card that alone makes somebody asked, in the order of the facts."""
    asked = evaluate(facts, rule_set).institutions
    main, found = facts.resource.code if facts.resource else "", []
    for source, code, without in _leaving_one_out(facts):
        still = evaluate(without, rule_set).institutions
        if gone := tuple(one for one in asked if one not in still):
            found.append(_counterfactual(source, code, gone, main))
    return tuple(found)


def _leaving_one_out(facts: CardFacts) -> Iterator[tuple[str, str, CardFacts]]:
    used, affected = facts.used_resources, facts.affected_resources
    for code in _codes(used):
        without = replace(facts, used_resources=_less(used, code), affected_resources=_less(affected, code))
        yield Source.used, code, without
    for code in (code for code in _codes(affected) if code not in _codes(used)):
        yield Source.affected, code, replace(facts, affected_resources=_less(affected, code))
    for code in _codes(facts.consumers) if facts.kind == Kind.liquidation else ():
        yield Source.consumer, code, replace(facts, consumers=_less(facts.consumers, code))
    for code in dict.fromkeys(map(nfc, facts.affected_institutions)):
        rest = tuple(one for one in facts.affected_institutions if nfc(one) != code)
        yield Source.named, code, replace(facts, affected_institutions=rest)
    yield from _leaving_answers_out(facts)


def _leaving_answers_out(facts: CardFacts) -> Iterator[tuple[str, str, CardFacts]]:
    for name in ANSWERS:
        if getattr(facts.answers, name) is None:
            continue
        without = replace(facts, answers=replace(facts.answers, **{name: None}))
        yield _ANSWER, name, replace(without, domain_architect=None) if name == "domain" else without


def _codes(resources: tuple[ResourceFact, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(nfc(one.code) for one in resources))


def _less(resources: tuple[ResourceFact, ...], code: str) -> tuple[ResourceFact, ...]:
    return tuple(one for one in resources if nfc(one.code) != code)


def _counterfactual(source: str, code: str, institutions: tuple[str, ...], main: str) -> Counterfactual:
    names = {"code": code, "main": main, "institutions": ", ".join(institutions)}
    text = _WITHOUT.get(f"{source}:{code}") or _WITHOUT[source]
    return Counterfactual(
        fact=f"{source}:{code}",
        institutions=institutions,
        lv=text.lv.format_map(names),
        en=text.en.format_map(names),
    )


_WITHOUT = {
    Source.used: Text(
        "Ja neizmanto {code}, {institutions} saskaņojums nav vajadzīgs.",
        "Without {code}, {institutions} is not asked.",
    ),
    Source.affected: Text(
        "Ja neietekmē {code}, {institutions} saskaņojums nav vajadzīgs.",
        "If {code} is not affected, {institutions} is not asked.",
    ),
    Source.consumer: Text(
        "Ja {code} vairs neizmantotu {main}, {institutions} saskaņojums nebūtu vajadzīgs.",
        "If {code} no longer used {main}, {institutions} would not be asked.",
    ),
    Source.named: Text(
        "Ja kartītē nenorāda {code}, {institutions} saskaņojums nav vajadzīgs.",
        "If the card does not name {code}, {institutions} is not asked.",
    ),
    _ANSWER: Text(
        "Ja šī atbilde būtu cita, {institutions} saskaņojums nebūtu vajadzīgs.",
        "With another answer here, {institutions} would not be asked.",
    ),
    _DOMAIN: Text(
        "Ja nebūtu norādīta joma, {institutions} saskaņojums nebūtu vajadzīgs.",
        "If no domain were chosen, {institutions} would not be asked.",
    ),
}
