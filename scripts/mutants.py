"""Say how many changes of the rules the tests notice, and list those that they do not in docs/mutants.md."""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "mutants.md"
SURVIVORS = "## Survivors\n\n"  # what stands below is generated, but the judgements
HEAD = "| function | change | judgement |\n|---|---|---|\n"
FLOOR = 88  # per cent of the mutants
NOTICED, NOT_TRIED = {"killed", "timeout"}, "not checked"
NOT_JUDGED = "not judged yet"
CONTEXT = 3  # words and signs that a change shows before and after itself
SIGNS = re.compile(r"\w+|\s+|.")
ROW = re.compile(r"^\| `([^`]+)` \| (.+) \| ([^|]+) \|$", re.MULTILINE)


class Mutant(NamedTuple):
    """A change, and what became of it."""

    file: Path
    name: str
    verdict: str


class Survivor(NamedTuple):
    """A change that no test notices, by the function it is made in."""

    function: str
    change: str


def main() -> int:
    """Print the part that is killed, renew the table; return 1 below the floor or while one is not judged."""
    mutants = list(_mutants())
    if not mutants or any(one.verdict == NOT_TRIED for one in mutants):
        print("Some mutants are not tried yet: make mutants")
        return 1
    survivors = sorted(_survivor(one) for one in mutants if one.verdict not in NOTICED)
    killed = len(mutants) - len(survivors)
    part = 100 * killed / len(mutants)
    print(f"rules/ {killed} of {len(mutants)} mutants killed: {part:.1f} %, floor {FLOOR} %")
    judged = _renew(survivors, len(mutants))
    for judgement, count in judged.most_common():
        print(f"{count:5} {judgement}")
    return 1 if part < FLOOR or judged[NOT_JUDGED] else 0


def _mutants() -> Iterator[Mutant]:
    for file in sorted(Path("rules").rglob("*.py")):
        found = SourceFileMutationData(path=file)
        found.load()
        for name, code in found.exit_code_by_key.items():
            yield Mutant(file, name, status_by_exit_code[code])


def _survivor(mutant: Mutant) -> Survivor:
    module, _, function = mutant.name.rpartition("__mutmut_")[0].removeprefix("rules.").rpartition(".")
    plain = re.sub(r"^(x_|xǁ)", "", function).replace("ǁ", ".")
    return Survivor(f"{module}.{plain}", _change(mutant))


def _change(mutant: Mutant) -> str:
    """Return what the mutant changes, as `before → after` with a little of the line around it."""
    lines = get_diff_for_mutant(mutant.name, path=mutant.file).splitlines()
    before, after = (_joined(lines, sign) for sign in "-+")
    start, end = _common(before, after), _common(before[::-1], after[::-1])
    end = min(end, len(before) - start, len(after) - start)
    first = max(0, start - CONTEXT)
    shown = (one[first : len(one) - end + min(CONTEXT, end)] for one in (before, after))
    old, new = ("".join(one).strip() for one in shown)
    return f"`` {old} `` → `` {new} ``".replace("|", r"\|")


def _joined(lines: list[str], sign: str) -> list[str]:
    kept = (line[1:] for line in lines if line.startswith(sign) and not line.startswith(sign * 3))
    return SIGNS.findall(" ".join(" ".join(kept).split()))


def _common(one: list[str], other: list[str]) -> int:
    """Return with how many signs both begin."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _renew(survivors: list[Survivor], tried: int) -> Counter[str]:
    """Write the table anew, with the judgements that it has; return how many are of each kind."""
    head, _, table = PAGE.read_text(encoding="utf-8").partition(SURVIVORS)
    judgements = {Survivor(*found[:2]): found[2] for found in ROW.findall(table)}
    given = [judgements.get(one, NOT_JUDGED) for one in survivors]
    pairs = zip(survivors, given, strict=True)
    rows = [f"| `{one.function}` | {one.change} | {said} |\n" for one, said in pairs]
    kinds = Counter(said.partition(":")[0] for said in given)
    counts = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    sentence = f"{len(rows)} of {tried} mutants survive: {counts}.\n\n"
    PAGE.write_text(head + SURVIVORS + sentence + HEAD + "".join(rows), encoding="utf-8")
    return kinds


if __name__ == "__main__":
    sys.exit(main())
