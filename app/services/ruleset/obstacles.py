"""What keeps a rule set from being carried out with the registry as it is."""

from collections.abc import Iterator

from sqlalchemy import select

from app.extensions import db
from app.services.registry.facts import registry
from models import Domain, Institution
from rules.golden import verdicts
from rules.refusals import Refusal, WrongStatus
from rules.registry_vocabulary import InstitutionStatus
from rules.ruleset import DOMAIN_ARCHITECT, WORDS, RuleSet, Text
from rules.text import N_, sort_key


def obstacles(rule_set: RuleSet) -> tuple[Refusal, ...]:
    """Return what keeps a rule set from being carried out with the registry as it is now."""
    return (*_nobody_to_ask(rule_set), *_lost_domains(rule_set), *_failed_cases(rule_set))


def without_architect() -> tuple[Text, ...]:
    """Return the names of the domains for which no institution is entered, or one that is closed."""
    closed = Institution.status.is_distinct_from(InstitutionStatus.active)
    names = select(Domain.name_lv, Domain.name_en).outerjoin(Domain.architect).where(closed)
    empty = (Text(*both) for both in db.session.execute(names))
    return tuple(sorted(empty, key=lambda one: sort_key(one.lv)))


def unasked_domains(rule_set: RuleSet) -> tuple[Text, ...]:
    """Return the domains whose architect this rule set would ask, if an open institution were entered."""
    return without_architect() if asks_architects(rule_set) else ()


def _nobody_to_ask(rule_set: RuleSet) -> Iterator[Refusal]:
    if names := unasked_domains(rule_set):
        yield WrongStatus(_NO_ARCHITECT, rule_set=rule_set.id, domains=names)
    statuses = select(Institution.code, Institution.status)
    known_ones = {code: status for code, status in db.session.execute(statuses)}
    for rule in rule_set.rules:
        if rule.asks not in WORDS and known_ones.get(rule.asks) is not InstitutionStatus.active:
            yield WrongStatus(_GONE, rule_set=rule_set.id, rule=rule.id, institution=rule.asks)


def _lost_domains(rule_set: RuleSet) -> Iterator[Refusal]:
    """A domain that was given another code since the file was read: its condition would never hold."""
    codes = set(db.session.scalars(select(Domain.code)))
    for rule in rule_set.rules:
        named = {str(value) for one in rule.when if one.fact == "domain" for value in one.values}
        if lost := sorted(named - codes):
            yield WrongStatus(_NO_DOMAIN, rule_set=rule_set.id, rule=rule.id, domains=tuple(lost))


def asks_architects(rule_set: RuleSet) -> bool:
    """Whether a rule asks the chief architect of the card's domain."""
    return any(rule.asks == DOMAIN_ARCHITECT for rule in rule_set.rules)


def _failed_cases(rule_set: RuleSet) -> Iterator[Refusal]:
    failed = tuple(one.title for one in verdicts(rule_set, registry()) if not one.passed)
    if failed:
        yield WrongStatus(_FAILED, rule_set=rule_set.id, cases=failed)


_NO_ARCHITECT = N_(
    "%(rule_set)s asks chief architects, but no institution is entered (or it is closed) for: %(domains)s."
)
_GONE = N_("%(rule_set)s, rule %(rule)s asks %(institution)s, which is closed or not in the registry.")
_NO_DOMAIN = N_(
    "%(rule_set)s, rule %(rule)s has a condition on a domain that is not in the list of domains: %(domains)s."
)
_FAILED = N_("%(rule_set)s does not pass its golden cases: %(cases)s.")
