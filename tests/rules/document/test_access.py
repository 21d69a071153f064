"""Who reads documents and comments, who adds and who withdraws: without a database."""

import pytest

from rules.document.access import (
    Entry,
    institution_reads,
    is_involved,
    reads_comment,
    reads_document,
    refused_adding,
    refused_comment_withdrawal,
    refused_document_withdrawal,
    usual,
)
from rules.document.kinds import KINDS, NAMES, ending
from rules.document.words import Visibility
from rules.facts import Actor
from rules.refusals import NotAllowed, WrongStatus
from rules.visibility import CardPlace
from rules.vocabulary import FINAL, Role, Status

DRAFT = CardPlace(holder="VID")
ROUND = CardPlace(holder="VID", round=1, asked=frozenset({"DVI", "FM"}))
PUBLIC = CardPlace(holder="VID", round=1, asked=frozenset({"DVI", "FM"}), published=True)
SHARED = Entry(visibility=Visibility.shared, institution="VID", author_id=1)
OF_DVI = Entry(visibility=Visibility.internal, institution="DVI", author_id=2)


def person(institution, *roles, key=9):
    place = {"institution": institution, "institution_id": institution and 7}
    return Actor(username="x", user_id=key, roles=frozenset(roles), **place)


APPLICANT, MEMBER = person("VID", Role.applicant, key=1), person("DVI", Role.cab_member, key=2)
OWN_MEMBER = person("VID", Role.cab_member)
HEAD, STRANGER = person("VARAM", Role.cab_head), person("BVKB", Role.applicant)
ADMIN, USER_ADMIN = person(None, Role.admin), person("DVI", Role.user_admin)
BOTH = person("DVI", Role.admin, Role.cab_member)
NOBODY = Actor(username="")
ALL = (APPLICANT, OWN_MEMBER, MEMBER, HEAD, STRANGER, ADMIN, USER_ADMIN, BOTH, NOBODY)


def readers(reads):
    return [one for one in ALL if reads(one)]


@pytest.mark.parametrize(
    ("card", "involved"),
    [
        (DRAFT, [APPLICANT, ADMIN, BOTH]),
        (ROUND, [APPLICANT, OWN_MEMBER, MEMBER, HEAD, ADMIN, BOTH]),
        (PUBLIC, [APPLICANT, OWN_MEMBER, MEMBER, HEAD, ADMIN, BOTH]),
    ],
    ids=["draft", "in a round", "approved"],
)
def test_involved_is_who_would_see_the_card_had_it_never_been_approved(card, involved):
    assert readers(lambda one: is_involved(card, one)) == involved
    assert readers(lambda one: reads_comment(card, SHARED, one)) == involved


def test_shared_documents_of_an_approved_card_are_for_everybody_registered():
    assert readers(lambda one: reads_document(PUBLIC, False, SHARED, one)) == list(ALL[:-1])


def test_shared_documents_of_a_restricted_card_are_for_those_involved():
    read = readers(lambda one: reads_document(PUBLIC, True, SHARED, one))
    assert read == readers(lambda one: is_involved(PUBLIC, one))


@pytest.mark.parametrize("card", [ROUND, PUBLIC])
def test_internal_entries_are_for_people_with_a_process_role_of_the_institution(card):
    assert readers(lambda one: reads_comment(card, OF_DVI, one)) == [MEMBER]
    assert readers(lambda one: reads_document(card, False, OF_DVI, one)) == [MEMBER]


def test_internal_entries_of_a_draft_are_not_for_colleagues_who_do_not_see_it():
    own = Entry(visibility=Visibility.internal, institution="VID")
    assert readers(lambda one: reads_comment(DRAFT, own, one)) == [APPLICANT]


def test_an_institution_reads_what_is_shared_when_it_holds_the_card_or_was_asked():
    read = [code for code in ("VID", "DVI", "BVKB") if institution_reads(ROUND, SHARED, code)]
    assert (read, institution_reads(DRAFT, SHARED, "DVI")) == (["VID", "DVI"], False)


def test_an_institution_reads_nobody_elses_internal_entry():
    assert [code for code in ("VID", "DVI", "FM") if institution_reads(ROUND, OF_DVI, code)] == ["DVI"]


def test_the_holder_shares_and_others_keep_to_themselves_unless_they_say_otherwise():
    assert (usual(ROUND, APPLICANT), usual(ROUND, MEMBER)) == (Visibility.shared, Visibility.internal)


@pytest.mark.parametrize("status", Status)
def test_those_involved_add_in_every_status_but_a_final_one(status):
    refused = refused_adding(ROUND, status, MEMBER)
    assert isinstance(refused, WrongStatus) if status in FINAL else refused is None


@pytest.mark.parametrize("status", [Status.approved, Status.completed])
@pytest.mark.parametrize("one", [STRANGER, ADMIN, USER_ADMIN, BOTH])
def test_nobody_else_adds_whatever_the_status(one, status):
    assert isinstance(refused_adding(PUBLIC, status, one), NotAllowed)


@pytest.mark.parametrize("one", [MEMBER, HEAD, ADMIN, STRANGER])
def test_only_its_institution_withdraws_a_document(one):
    assert isinstance(refused_document_withdrawal(PUBLIC, Status.approved, SHARED, one), NotAllowed)
    colleague = person("VID", Role.change_controller)
    assert refused_document_withdrawal(PUBLIC, Status.approved, SHARED, colleague) is None


def test_only_its_author_withdraws_a_comment():
    assert refused_comment_withdrawal(ROUND, Status.in_approval, SHARED, APPLICANT) is None
    for one in (OWN_MEMBER, MEMBER, ADMIN):
        assert isinstance(refused_comment_withdrawal(ROUND, Status.in_approval, SHARED, one), NotAllowed)


@pytest.mark.parametrize("refused", [refused_document_withdrawal, refused_comment_withdrawal])
def test_nothing_is_withdrawn_twice_or_after_the_end(refused):
    gone = Entry(visibility=Visibility.shared, institution="VID", author_id=1, withdrawn=True)
    assert isinstance(refused(ROUND, Status.in_approval, gone, APPLICANT), WrongStatus)
    assert isinstance(refused(ROUND, Status.withdrawn, SHARED, APPLICANT), WrongStatus)


@pytest.mark.parametrize(
    ("name", "known"), [("a.PDF", ".pdf"), ("a.pdf.exe", ""), (".docx", ".docx"), ("a", "")]
)
def test_a_kind_is_told_by_the_last_ending(name, known):
    assert ending(name) == known


def test_people_read_the_names_of_all_kinds():
    assert {one.lower() for one in NAMES.split(", ")} == {one[1:] for one in KINDS} - {"jpg"}
