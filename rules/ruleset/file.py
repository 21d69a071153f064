"""Reads one rule set from TOML and refuses what the rules could not carry out."""

from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum
from json import dumps
from typing import get_args, get_type_hints

from rules.facts import Answers
from rules.ruleset import (
    AFFECTED,
    CARD_FIELDS,
    DOMAIN_ARCHITECT,
    KIND,
    OPTIONAL,
    PARAMETERS,
    WORDS,
    Case,
    Condition,
    Parameter,
    Rule,
    RuleSet,
    Source,
    Text,
)
from rules.ruleset.toml_reading import table_of, with_line
from rules.ruleset.toml_table import CODE, LONGEST_CODE, RuleSetRefused, Table
from rules.text import N_, nfc
from rules.vocabulary import Kind

_FACTS: dict[str, tuple[type, ...]] = {
    KIND: (Kind,),
    **{answer: get_args(hint) for answer, hint in get_type_hints(Answers).items()},
}
MOST_DAYS = 365  # of a parameter that counts working days
_NAMES = ("institution", "holder")
_OF_RESOURCE = (*_NAMES, "resource", "main")


def parse(
    text: str, file: str, institutions: Collection[str] | None = None, domains: Collection[str] | None = None
) -> RuleSet:
    """Return the rule set that the text of `file` says, or raise `RuleSetRefused` naming the line.

    Without `institutions` and `domains` (codes), those that the rules name are taken on trust.
    """
    head = table_of(text, file)
    try:
        rule_set = _rule_set(head, institutions)
        if domains is not None:
            _check_domains(head, rule_set, domains)
        return rule_set
    except RuleSetRefused as refused:
        raise with_line(refused, text) from None


def _rule_set(head: Table, institutions: Collection[str] | None) -> RuleSet:
    rule_set = RuleSet(
        file=head.file,
        id=head.code("id"),
        title=_text(head.table("title"), ()),
        valid_from=head.take("valid_from", date, None),
        valid_to=head.take("valid_to", date, None),
        parameters=_parameters(head.table("parameters")),
        rules=_rules(head, None if institutions is None else {nfc(code) for code in institutions}),
        cases=tuple(_cases(head)),
    )
    head.done()
    start, end = rule_set.valid_from, rule_set.valid_to
    if start is not None and end is not None and end < start:
        raise head.refused("valid_to", _BACKWARDS)
    return rule_set


def _check_domains(head: Table, rule_set: RuleSet, domains: Collection[str]) -> None:
    """A condition on a domain that does not exist would never hold, and nobody would see it."""
    for rule in rule_set.rules:
        where = {"file": head.file, "rule": rule.id, "field": "when.domain"}
        named = [value for one in rule.when if one.fact == "domain" for value in one.values]
        for code in (one for one in named if one not in domains):
            raise RuleSetRefused(_NO_DOMAIN, **where, value=code)


def _parameters(table: Table) -> dict[str, Parameter]:
    said = {name: kind for name, kind in OPTIONAL.items() if name in table.values}
    wanted = {**PARAMETERS, **said}
    found = {name: _parameter(table.table(name), kind) for name, kind in wanted.items()}
    table.known += [name for name in OPTIONAL if name not in said]
    table.done()
    if found["silence_is_consent"].value:
        raise table.refused("silence_is_consent.value", _SILENCE)
    return found


def _parameter(table: Table, kind: type) -> Parameter:
    value = table.take("value", kind)
    if kind is int and value < 1:
        raise table.refused("value", N_("%(file)s, rule %(rule)s, field %(field)s: at least one day."))
    if kind is int and value > MOST_DAYS:
        raise table.refused("value", _TOO_LONG, most=MOST_DAYS)
    parameter = Parameter(value, table.take("assumption", bool), _text(table, (), done=False))
    table.done()
    return parameter


def _cases(head: Table) -> Iterator[Case]:
    for place, values in enumerate(head.take("case", list, []), start=1):
        if not isinstance(values, dict):
            raise head.refused("case", N_("%(file)s, rule %(rule)s, field %(field)s: no table of cases."))
        table = Table(values, head.file, path=f"case.{place}.")
        asked = table.take("asked", list)
        if not all(isinstance(code, str) for code in asked):
            raise table.refused("asked", _NO_CODES)
        yield Case(table.text("title"), table.take("card", dict), tuple(map(nfc, asked)))
        table.done()


def _rules(head: Table, institutions: Collection[str] | None) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    for values in head.take("rule", list):
        if not isinstance(values, dict):
            raise head.refused("rule", N_("%(file)s, rule %(rule)s, field %(field)s: no table of rules."))
        table = Table(values, head.file, _name(values.get("id")) or str(len(rules) + 1))
        rules.append(_rule(table, institutions))
        if rules[-1].id in [rule.id for rule in rules[:-1]]:
            raise table.refused("id", N_("%(file)s, rule %(rule)s, field %(field)s: this id stands twice."))
    if not rules:
        raise head.refused("rule", N_("%(file)s, rule %(rule)s, field %(field)s: missing."))
    return tuple(rules)


def _name(rule_id: object) -> str:
    fits = isinstance(rule_id, str) and len(rule_id) <= LONGEST_CODE and CODE.fullmatch(rule_id)
    return str(rule_id) if fits else ""


def _rule(table: Table, institutions: Collection[str] | None) -> Rule:
    asks = _asks(table, institutions)
    rule = Rule(
        id=table.code("id"),
        basis=table.text("basis"),
        asks=asks,
        fixed=table.take("fixed", bool),
        watches=_watches(table),
        when=tuple(_conditions(table.table("when", {}))),
        sentences=_sentences(table.table("sentences")) if asks == AFFECTED else {},
        reason=_text(table, (*_NAMES, "domain") if asks == DOMAIN_ARCHITECT else _NAMES, done=False),
    )
    table.done()
    return rule


def _asks(table: Table, institutions: Collection[str] | None) -> str:
    asks = nfc(table.text("asks"))
    if asks in WORDS or institutions is None or asks in institutions:
        return asks
    raise table.refused("asks", _NO_INSTITUTION, value=asks, known=WORDS)


def _watches(table: Table) -> tuple[str, ...]:
    watches = table.take("watches", list, [])
    for field in watches:
        if not isinstance(field, str) or field not in CARD_FIELDS:
            raise table.refused("watches", _NO_FIELD, value=str(field))
    return tuple(watches)


def _conditions(table: Table) -> Iterator[Condition]:
    unknown = N_("%(file)s, rule %(rule)s, field %(field)s: no such fact. Known are: %(known)s.")
    unfit = N_("%(file)s, rule %(rule)s, field %(field)s: %(value)s is no value of this fact.")
    for fact, value in table.values.items():
        if fact not in _FACTS:
            raise table.refused(fact, unknown, known=tuple(_FACTS))
        values = tuple(value) if isinstance(value, list) else (value,)
        others = [one for one in values if not _is_one_of(_FACTS[fact], one)]
        if not values or others:
            told = tuple(dumps(one, ensure_ascii=False, default=str) for one in others)
            raise table.refused(fact, unfit, value=told or "[]")
        yield Condition(fact, values)


def _is_one_of(kinds: tuple[type, ...], value: object) -> bool:
    return any(value in list(kind) if issubclass(kind, StrEnum) else type(value) is kind for kind in kinds)


def _sentences(table: Table) -> dict[Source, Text]:
    names = {Source.named: _NAMES}
    found = {source: _text(table.table(source), names.get(source, _OF_RESOURCE)) for source in Source}
    table.done()
    return found


def _text(table: Table, names: tuple[str, ...], done: bool = True) -> Text:
    text = Text(table.sentence("lv", names), table.sentence("en", names))
    if done:
        table.done()
    return text


_NO_INSTITUTION = N_(
    "%(file)s, rule %(rule)s, field %(field)s: there is no institution %(value)s, and it is none of "
    "%(known)s."
)
_BACKWARDS = N_("%(file)s, rule %(rule)s, field %(field)s: it ends before it begins.")
_SILENCE = N_("%(file)s, rule %(rule)s, field %(field)s: silence is never consent in this system.")
_TOO_LONG = N_("%(file)s, rule %(rule)s, field %(field)s: at most %(most)s days.")
_NO_CODES = N_("%(file)s, rule %(rule)s, field %(field)s: codes of institutions in a list.")
_NO_FIELD = N_("%(file)s, rule %(rule)s, field %(field)s: the card has no field %(value)s.")
_NO_DOMAIN = N_("%(file)s, rule %(rule)s, field %(field)s: there is no domain %(value)s.")
