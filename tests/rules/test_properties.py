"""What holds for every card that can be written over the real registry, whatever stands on it."""

from dataclasses import replace

from hypothesis import given, settings, strategies as st

from rules.counterfactuals import counterfactuals
from rules.facts import Answers, CardFacts
from rules.requirements import asked, evaluate
from rules.ruleset.known import RuleSet
from rules.vocabulary import Kind
from tests.helpers.registry import facts, institutions, resources, rule_set

ALWAYS = ("VARAM", "AiM", "CSP", "KM", "DVI", "LPS")
codes = st.sampled_from(sorted(institutions()))
listed = st.lists(st.sampled_from(sorted(resources())), max_size=10, unique=True)


@st.composite
def cards(draw: st.DrawFn) -> CardFacts:
    """Any card: holder, kind, resources, institutions and answers as they come."""
    kind = draw(st.sampled_from(sorted(Kind)))
    main = None if kind == Kind.creation else draw(st.none() | st.sampled_from(sorted(resources())))
    told = facts(
        draw(codes),
        kind,
        main,
        ", ".join(draw(listed)),
        ", ".join(draw(listed)),
        ", ".join(draw(st.lists(codes, max_size=5))),
    )
    yes_no = st.none() | st.booleans()
    answers = Answers(domain="taxes", personal_data=draw(yes_no), restricted=draw(yes_no))
    return replace(told, answers=answers, domain_architect=draw(st.none() | codes))


rule_sets = st.sampled_from(["mk368-2023", "mk368-architect"]).map(rule_set)
everywhere = settings(max_examples=15, deadline=None)


@everywhere
@given(cards(), rule_sets)
def test_somebody_is_always_asked_and_each_once(card: CardFacts, rules: RuleSet) -> None:
    found = evaluate(card, rules).institutions
    assert found
    assert len(found) == len(set(found))


@everywhere
@given(cards(), rule_sets)
def test_the_always_required_are_asked_except_the_holder(card: CardFacts, rules: RuleSet) -> None:
    found = evaluate(card, rules).institutions
    assert set(ALWAYS) - {card.holder} - set(found) == set()


@everywhere
@given(cards(), rule_sets)
def test_the_sector_ministry_is_asked_or_a_note_says_that_there_is_none(
    card: CardFacts, rules: RuleSet
) -> None:
    answer = evaluate(card, rules)
    ministry = next((one.code for one in card.lineage if one.kind == "ministry"), None)
    noted = "no_sector_ministry" in {note.code for note in answer.notes}
    assert (ministry in answer.institutions) != noted


@everywhere
@given(cards(), rule_sets)
def test_the_holder_is_never_asked(card: CardFacts, rules: RuleSet) -> None:
    assert card.holder not in evaluate(card, rules).institutions


@everywhere
@given(cards(), rule_sets)
def test_every_requirement_has_a_reason_with_basis_and_both_sentences(
    card: CardFacts, rules: RuleSet
) -> None:
    found = evaluate(card, rules).requirements
    told = [(why.basis, why.lv, why.en, why.fact) for one in found for why in one.reasons]
    assert len(told) >= len(found) > 0
    assert [one for one in told if "" in one] == []


@everywhere
@given(cards(), rule_sets, st.randoms())
def test_the_order_of_lists_on_the_card_does_not_matter_to_who_is_asked(card, rules, random) -> None:
    used, named = list(card.used_resources), list(card.affected_institutions)
    random.shuffle(used)
    random.shuffle(named)
    mixed = replace(card, used_resources=tuple(used), affected_institutions=tuple(named))
    assert evaluate(mixed, rules).institutions == evaluate(card, rules).institutions


@everywhere
@given(cards(), rule_sets)
def test_the_same_card_gives_the_same_answer_again(card: CardFacts, rules: RuleSet) -> None:
    assert evaluate(card, rules) == evaluate(replace(card), rules)


@everywhere
@given(cards(), rule_sets)
def test_the_fixed_ones_keep_the_order_of_the_rules_and_their_reasons_too(
    card: CardFacts, rules: RuleSet
) -> None:
    place = {rule.id: number for number, rule in enumerate(rules.rules)}
    found = evaluate(card, rules).requirements
    assert found
    firsts = [place[one.reasons[0].rule] for one in found if one.fixed]
    assert firsts == sorted(firsts)
    for one in found:
        places = [place[reason.rule] for reason in one.reasons]
        assert places == sorted(places)


@everywhere
@given(cards(), rule_sets)
def test_no_rule_gives_one_institution_the_same_reason_twice(card: CardFacts, rules: RuleSet) -> None:
    found = evaluate(card, rules).requirements
    told = [(one.institution, reason.rule, reason.fact) for one in found for reason in one.reasons]
    assert len(told) == len(set(told)) > 0


@everywhere
@given(cards(), rule_sets, st.sampled_from(sorted(resources())))
def test_another_used_resource_never_removes_a_requirement(card, rules, code) -> None:
    more = replace(card, used_resources=(*card.used_resources, resources()[code]))
    before, after = (evaluate(one, rules).institutions for one in (card, more))
    assert before
    assert set(before) - set(after) == set()


@everywhere
@given(cards(), rule_sets)
def test_fixed_ones_come_first_and_the_others_by_code(card: CardFacts, rules: RuleSet) -> None:
    found = evaluate(card, rules).requirements
    others = [one.institution for one in found if not one.fixed]
    assert [one.fixed for one in found] == sorted((one.fixed for one in found), reverse=True)
    assert others == sorted(others)


@everywhere
@given(cards(), rule_sets)
def test_the_short_way_names_the_same(card: CardFacts, rules: RuleSet) -> None:
    assert asked(card, rules) == evaluate(card, rules).institutions


@settings(max_examples=15, deadline=None)
@given(cards(), rule_sets)
def test_a_counterfactual_names_only_those_who_are_asked(card: CardFacts, rules: RuleSet) -> None:
    # PMLP is asked because of a used resource alone: there is something to tell.
    with_one = replace(card, holder="VID", used_resources=(resources()["FPR"],), affected_resources=())
    with_one = replace(with_one, affected_institutions=(), kind=Kind.development, domain_architect=None)
    told = {code for one in counterfactuals(with_one, rules) for code in one.institutions}
    assert "PMLP" in told
    for any_card in (with_one, card):
        named = {code for one in counterfactuals(any_card, rules) for code in one.institutions}
        assert named - set(evaluate(any_card, rules).institutions) == set()
