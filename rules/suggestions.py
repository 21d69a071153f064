"""What the registry proposes to list: direct providers and consumers of the main resource."""

from rules.facts import CardFacts, ResourceFact, SuggestionFact
from rules.requirements import GONE
from rules.text import nfc
from rules.vocabulary import Kind, ResourceUse


def suggest(facts: CardFacts) -> tuple[SuggestionFact, ...]:
    """Return the suggestions for a card: providers (as used) by code, then consumers (as affected).

    A rejection stays, with its reason. An acceptance stays only while its resource stands in a
    list; taken out of it, the resource is undecided again. What the applicant listed without a
    suggestion is not suggested.
    """
    if facts.kind != Kind.development:
        return ()
    listed = {nfc(one.code) for one in (*facts.used_resources, *facts.affected_resources)}
    decided = {nfc(one.resource): one for one in facts.suggestions}
    found = (_suggestion(code, use, decided.get(code), code in listed) for code, use in _candidates(facts))
    return tuple(one for one in found if one is not None)


def _candidates(facts: CardFacts) -> list[tuple[str, ResourceUse]]:
    """Each resource of others once: as used, if it is both."""
    used = _foreign(facts, facts.providers)
    affected = [code for code in _foreign(facts, facts.consumers) if code not in used]
    return [(code, ResourceUse.used) for code in used] + [(code, ResourceUse.affected) for code in affected]


def _foreign(facts: CardFacts, resources: tuple[ResourceFact, ...]) -> list[str]:
    holder = nfc(facts.holder)
    return sorted(
        {nfc(one.code) for one in resources if nfc(one.holder) != holder and one.status not in GONE}
    )


def _suggestion(
    code: str, use: ResourceUse, decided: SuggestionFact | None, listed: bool
) -> SuggestionFact | None:
    accepted = decided.accepted if decided else None
    if listed:
        return SuggestionFact(code, use, True) if accepted else None
    if decided and accepted is False:
        return SuggestionFact(code, use, False, decided.reason)
    return SuggestionFact(code, use)
