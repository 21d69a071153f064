"""How long one `evaluate` takes for a card with ten resources."""

import time
import timeit

from rules.facts import CardFacts, InstitutionFact, ResourceFact
from rules.registry_vocabulary import InstitutionKind
from rules.requirements import evaluate
from rules.ruleset.known import shipped
from rules.vocabulary import Kind

TIMES = 5_000


def evaluate_us() -> float:
    """Return microseconds of CPU per call, the best of five series."""
    rule_set = shipped().get("mk368-2023")
    facts = CardFacts(
        kind=Kind.development,
        holder="VID",
        lineage=(InstitutionFact("FM", InstitutionKind.ministry),),
        resource=ResourceFact("EDS", "VID"),
        used_resources=tuple(ResourceFact(f"R{place}", f"I{place}") for place in range(10)),
    )
    series = timeit.repeat(lambda: evaluate(facts, rule_set), timer=time.process_time, number=TIMES, repeat=5)
    return min(series) / TIMES * 1_000_000
