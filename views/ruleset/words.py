"""A rule as a sentence in the reader's language, and where it is read."""

from collections.abc import Mapping

from flask import has_request_context, url_for
from flask_babel import gettext, pgettext

from rules.ruleset import AFFECTED, DOMAIN_ARCHITECT, KIND, SECTOR_MINISTRY, Condition, Rule, Text
from rules.vocabulary import Kind, Role
from views.base import current_actor
from views.card.words import domain_names, field_name
from views.words.labels import label
from views.words.language import LANGUAGES


def rule_url(code: str, rule: str = "") -> str | None:
    """Return the address of a rule, or of its set, for those who may open it: the system administrators."""
    if has_request_context() and current_actor().has(Role.admin):
        return url_for("RuleSetPage.show", code=code, _anchor=rule or None)
    return None


_NO_TEXT = Text("", "")


def part_name(part: str) -> str:
    """Return what a part of a rule is called; those of the file that nobody reads, by their own name."""
    names = {
        "basis": gettext("Basis"),
        "asks": gettext("Who co-approves"),
        "when": pgettext("rule", "Condition"),
        "reason": pgettext("rule", "Reason"),
        "sentences": pgettext("rule", "Reasons for each fact"),
        "fixed": gettext("May “Not applicable” be answered"),
        "watches": gettext("Changes of the card that ask again"),
    }
    return names.get(part, part)


def differing_texts(rule: Rule, other: Rule) -> list[str]:
    """Return the reasons that one rule gives in other words than the other, in each language that differs."""
    texts = [(rule.reason, other.reason)]
    texts += [(text, other.sentences.get(fact, _NO_TEXT)) for fact, text in rule.sentences.items()]
    pairs = [(getattr(text, one), getattr(its, one)) for text, its in texts for one in LANGUAGES]
    return [words for words, its in pairs if words != its]


def who(rule: Rule) -> str:
    """Return whom a rule asks, in a word or by code."""
    words = {
        SECTOR_MINISTRY: gettext("the sector ministry"),
        DOMAIN_ARCHITECT: gettext("the institution of the architect"),
        AFFECTED: gettext("the institutions affected"),
    }
    return words.get(rule.asks, rule.asks)


def rule_sentence(rule: Rule, names: Mapping[str, str]) -> str:
    """Return what a rule says; `names` = code → name of institutions."""
    sentence = _sentence(rule, names.get(rule.asks, rule.asks))
    if not rule.when:
        return sentence
    conditions = "; ".join(condition_words(one) for one in rule.when)
    return gettext("%(sentence)s Only if: %(conditions)s.", sentence=sentence, conditions=conditions)


def condition_words(condition: Condition) -> str:
    """Return a condition: the question of the card and the answers that fulfil it."""
    values = ", ".join(_value(condition.fact, value) for value in condition.values)
    return gettext("%(field)s: %(values)s", field=field_name(condition.fact), values=values)


def _sentence(rule: Rule, name: str) -> str:
    if rule.asks == SECTOR_MINISTRY:
        return gettext(
            "The sector ministry of the holder co-approves. If it has none, the approval sheet says so."
        )
    if rule.asks == DOMAIN_ARCHITECT:
        return gettext("The institution that employs the chief architect of the card's domain co-approves.")
    if rule.asks == AFFECTED:
        return gettext(
            "If the activity uses or affects a resource of an institution or its work, that institution "
            "co-approves. A liquidation is also co-approved by the holders of its direct users."
        )
    if rule.when:
        return gettext("%(institution)s co-approves the activity.", institution=name)
    return gettext("%(institution)s co-approves every activity.", institution=name)


def _value(fact: str, value: object) -> str:
    if fact == KIND:
        return label(Kind(str(value)))
    if fact == "domain":
        return domain_names().get(str(value), str(value))
    if isinstance(value, bool):
        return pgettext("answer", "Yes") if value else pgettext("answer", "No")
    return str(value)
