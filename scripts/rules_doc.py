"""Bring docs/rules.md and docs/desk.md up to date with what they tell of the code: `rules_doc.py`."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args, get_type_hints

from rules.desk.flow import TICKET_TRANSITIONS
from rules.desk.words import TicketAction
from rules.facts import Answers
from rules.ruleset import CARD_FIELDS, KIND, WORDS, Condition, RuleSet, Source
from rules.ruleset.known import shipped
from rules.vocabulary import Kind

_DOCS = Path(__file__).parent.parent / "docs"
DOCS = (_DOCS / "rules.md", _DOCS / "desk.md")
MARKED = re.compile(r"(<!-- generated: (?P<part>[\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
ASKS = {
    "sector_ministry": "the nearest ministry above the holder; the holder itself never counts",
    "domain_architect": "the institution that employs the chief architect of the card's domain",
    "affected": "holders of used and affected resources, institutions named; for a liquidation also the "
    "holders of what uses the resource directly",
}


def main() -> None:
    """Write the documents anew."""
    for doc in DOCS:
        doc.write_text(up_to_date(doc.read_text(encoding="utf-8")), encoding="utf-8")


def up_to_date(text: str) -> str:
    """Return the document with every generated part as the code and the rule sets are now."""
    return MARKED.sub(lambda found: f"{found[1]}{_part(found['part'])}{found[3]}", text)


def _part(name: str) -> str:
    return "\n".join(PARTS[name]()) + "\n"


def _rules() -> Iterator[str]:
    for rule_set in shipped().sets:
        yield f"**`{rule_set.id}`**: {rule_set.title.en}; {_validity(rule_set)}."
        yield ""
        yield from _table(
            ("rule", "asks", "may answer “not applicable”", "when", "basis", "reason"),
            (
                (
                    f"`{one.id}`",
                    f"`{one.asks}`",
                    "no" if one.fixed else "yes",
                    _when(one.when),
                    one.basis,
                    one.reason.en,
                )
                for one in rule_set.rules
            ),
        )
        yield ""


def _parameters() -> Iterator[str]:
    names = shipped().sets[0].parameters
    rows = (
        (f"`{name}`", one.label.en, str(one.value).lower(), "assumption" if one.assumption else "official")
        for name, one in names.items()
    )
    yield from _table(("parameter", "meaning", "value in `mk368-2023`", "known as"), rows)


def _facts() -> Iterator[str]:
    yield from _table(
        ("fact", "values"),
        ((f"`{fact}`", ", ".join(values)) for fact, values in _conditions()),
    )


def _fields() -> Iterator[str]:
    yield ", ".join(f"`{field}`" for field in sorted(CARD_FIELDS))


def _asks() -> Iterator[str]:
    rows = [("an institution's code", "this institution"), *((f"`{word}`", ASKS[word]) for word in WORDS)]
    yield from _table(("`asks`", "who is asked"), rows)


def _sources() -> Iterator[str]:
    yield ", ".join(f"`{source}`" for source in Source)


def _conditions() -> Iterator[tuple[str, list[str]]]:
    yield KIND, [f"`{kind}`" for kind in Kind]
    for name, hint in get_type_hints(Answers).items():
        yes_no = bool in get_args(hint)
        yield name, ["`true`", "`false`"] if yes_no else ["codes of domains, as under *Pārvaldība → Jomas*"]


def _when(conditions: tuple[Condition, ...]) -> str:
    return "; ".join(f"{one.fact}: {', '.join(map(str, one.values))}" for one in conditions) or "always"


def _validity(rule_set: RuleSet) -> str:
    start = rule_set.valid_from
    return f"from {start} (assumption)" if start else "inactive until two administrators set its day"


def _ticket_states() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "    [*] --> new: create"
    ways: dict[tuple[str, str], list[str]] = {}
    for row in TICKET_TRANSITIONS:
        for source in row.sources:
            ways.setdefault((source, row.target), []).append(row.action)
    for (source, target), actions in ways.items():
        if source != target:
            yield f"    {source} --> {target}: {', '.join(actions)}"
    yield "```"


def _ticket_steps() -> Iterator[str]:
    rows = []
    for action in TicketAction:
        mine = [row for row in TICKET_TRANSITIONS if row.action is action]
        sources = ", ".join(source for row in mine for source in row.sources)
        targets = dict.fromkeys("same" if row.sources == (row.target,) else str(row.target) for row in mine)
        who = (mine[0].who.__doc__ or "").rstrip(".")
        rows.append((f"`{action}`", sources, ", ".join(targets), f"{who[0].lower()}{who[1:]}"))
    yield from _table(("step", "from", "to", "who"), rows)


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]] | list[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join('---' for _ in head)}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"


PARTS: dict[str, Callable[[], Iterator[str]]] = {
    "rules": _rules,
    "parameters": _parameters,
    "facts": _facts,
    "fields": _fields,
    "asks": _asks,
    "sources": _sources,
    "ticket-states": _ticket_states,
    "ticket-steps": _ticket_steps,
}

if __name__ == "__main__":
    main()
