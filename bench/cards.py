"""The cards that the persons ask for, change and vote on, looked up by the owner of the tables."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, create_engine, text

AT_ONCE = 50
HOLDER, ASKED, ASKED_MUCH = "CSDD", "EM", "VARAM"


@dataclass(frozen=True, slots=True)
class Cards:
    """Numbers of cards: one that each person sees, drafts, and those that are voted on.

    `voted` are cards that the member's institution may vote on, `voted_bare` others of them, `many` those of
    an institution that is asked about most cards; those with fewest votes come first. `known` has key and
    revision of all.
    """

    applicant: str
    member: str
    admin: str
    draft: str
    other_draft: str
    voted: tuple[str, ...]
    voted_bare: tuple[str, ...]
    many: tuple[str, ...]
    known: dict[str, tuple[int, int]]

    def api(self, number: str) -> str:
        """Return where the API has the card."""
        return f"/api/v1/activities/{self.known[number][0]}"


_OWN = """
    SELECT number FROM activity a JOIN institution i ON i.id = a.holder_id
    WHERE i.code = :code AND {} ORDER BY {} LIMIT 2
"""
# Somebody else has to answer yet, so that the vote does not close the round; a liquidation asks for more
# than a vote.
_VOTED = """
    SELECT a.number FROM activity a JOIN requirement r ON r.activity_id = a.id
    JOIN institution i ON i.id = r.institution_id
    WHERE a.status = 'in_approval' AND a.kind <> 'liquidation' AND i.code = :code
    AND r.state IN ('waiting', 'answered')
    AND EXISTS (SELECT 1 FROM requirement o WHERE o.round_id = r.round_id AND o.id <> r.id
        AND o.state = 'waiting')
    ORDER BY (SELECT count(*) FROM vote v WHERE v.requirement_id = r.id), a.number DESC LIMIT 500
"""
_OPEN = "SELECT number FROM activity WHERE status = 'in_approval' ORDER BY number DESC LIMIT 1"
_KNOWN = text("SELECT number, id, revision FROM activity WHERE number IN :numbers")


def cards(url: str) -> Cards:
    """Look for cards that suit."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = _cards(connection)
    engine.dispose()
    return found


def _cards(connection: Connection) -> Cards:
    def found(query: str, code: str = "") -> list[str]:
        return list(connection.scalars(text(query), {"code": code} if code else {}))

    drafts = found(_OWN.format("a.status IN ('draft', 'returned')", "a.revision, number DESC"), HOLDER)
    own = found(_OWN.format("a.round >= 1", "number DESC"), HOLDER)
    pages = {"applicant": own[0], "member": max(found(_VOTED, ASKED)), "admin": found(_OPEN)[0]}
    looked_at = {*pages.values(), *drafts}
    voted = [one for one in found(_VOTED, ASKED) if one not in looked_at]
    many = [one for one in found(_VOTED, ASKED_MUCH) if one not in {*looked_at, *voted}]
    return Cards(
        **pages,
        draft=drafts[0],
        other_draft=drafts[1],
        voted=tuple(voted[::2]),
        voted_bare=tuple(voted[1::2]),
        many=tuple(many),
        known=_known(connection, {*looked_at, *voted, *many}),
    )


def _known(connection: Connection, numbers: Iterable[str]) -> dict[str, tuple[int, int]]:
    wanted = _KNOWN.bindparams(bindparam("numbers", list(numbers), expanding=True))
    return {row.number: (row.id, row.revision) for row in connection.execute(wanted)}
