"""The engine: conditions, ranking, exclusion, and the choice of the next question."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.finder import Finder, load_finder
from bot.finder.engine import Known, Truth, applies, change, evaluate, expected, holds, next_question
from bot.finder.schema import UNKNOWN, Condition, Effect
from bot.knowledge import loader
from bot.knowledge.model import Knowledge
from tests.unit.finder.conftest import DIRECTORY, TODAY

RULES = load_finder(Knowledge("real", loader.load(DIRECTORY, TODAY)), TODAY)


def facts(**values: str) -> dict[str, frozenset[str]]:
    return {fact: frozenset(value.split()) for fact, value in values.items()}


@st.composite
def situations(draw: st.DrawFn) -> Known:
    """Any combination of known facts."""
    known = {}
    for name, fact in RULES.facts.items():
        values = sorted(fact.values)
        most = len(values) if fact.many else 1
        found = draw(st.frozensets(st.sampled_from(values), max_size=most))
        if found:
            known[name] = found
    return known


def test_conditions_hold_fail_or_stay_open(finder: Finder) -> None:
    condition: Condition = {"relation": ("new",), "age": ("young",)}
    assert holds(finder, condition, facts(relation="new", age="young")) is Truth.YES
    assert holds(finder, condition, facts(relation="employee")) is Truth.NO
    assert holds(finder, condition, facts(relation="new")) is Truth.OPEN


def test_a_vague_value_leaves_the_finer_ones_open(finder: Finder) -> None:
    vague = facts(capacity="reduced")
    assert holds(finder, {"capacity": ("lasting",)}, vague) is Truth.OPEN
    assert holds(finder, {"capacity": ("full",)}, vague) is Truth.NO
    assert holds(finder, {"capacity": (UNKNOWN,)}, vague) is not Truth.YES
    assert holds(finder, {"capacity": (UNKNOWN,)}, {}) is Truth.YES


def test_schemes_that_lead_get_their_reasons_strongest_first(finder: Finder) -> None:
    best = evaluate(finder, facts(relation="new", pay="place", nav="ja")).ranked[0]
    assert best.scheme == "arbeidstrening"
    assert best.fits
    weights = [rule.weight for rule in best.reasons]
    assert [weight for weight in weights if weight] == sorted((w for w in weights if w), reverse=True)


def test_a_scheme_asked_about_is_told_when_it_is_out(finder: Finder) -> None:
    known = facts(relation="employee", sick="nei", needs="equipment")
    assert "sommerjobb" not in [entry.scheme for entry in evaluate(finder, known).excluded]
    told = evaluate(finder, known, ("sommerjobb",)).excluded
    assert told[0].scheme == "sommerjobb"
    assert told[0].reason.effect is Effect.EXCLUDED


@pytest.mark.parametrize(
    ("known", "question"),
    [
        ({}, "relation"),
        (facts(relation="employee"), "sick"),
        (facts(relation="new", age="adult", capacity="lasting", nav="ja", pay="wage", needs="wage"), "benefit"),
        (facts(relation="employee", sick="long", capacity="temporary", needs="colleague"), None),
    ],
)
def test_the_question_that_decides_is_asked(finder: Finder, known: Known, question: str | None) -> None:
    assert next_question(finder, known, frozenset(), 0) == question


def test_every_question_decides_in_some_situation(finder: Finder) -> None:
    cases: Mapping[str, Known] = {
        "summer": facts(relation="new", age="young", pay="wage", needs="equipment"),
        "post": facts(relation="new", benefit="ja", pay="wage", needs="followup"),
        "norwegian": facts(relation="new", pay="wage", needs="colleague"),
        "age": facts(relation="new", capacity="lasting", pay="wage", needs="wage", benefit="nei"),
    }
    for fact, known in cases.items():
        assert change(finder, known, fact) > 0, fact


def test_sector_is_understood_but_never_asked_for_in_vain(finder: Finder) -> None:
    # Public and private employers may use the same schemes, so the sector decides nothing by itself.
    assert change(finder, facts(relation="new", pay="wage"), "sector") == 0
    known = facts(relation="employee", needs="training", sector="public")
    bio = next(entry for entry in evaluate(finder, known).ranked if entry.scheme == "bio")
    assert any("offentlige" in rule.why.nb for rule in bio.reasons)


def test_nothing_is_asked_after_six_questions(finder: Finder) -> None:
    assert next_question(finder, {}, frozenset(), 6) is None
    assert next_question(finder, {}, frozenset({"relation"}), 1) not in {None, "relation"}


@given(situations())
@settings(max_examples=40, deadline=None)
def test_ranking_is_deterministic_and_ordered(known: Known) -> None:
    first, shuffled = evaluate(RULES, known), evaluate(RULES, dict(reversed(list(known.items()))))
    assert first == shuffled
    assert [entry.score for entry in first.ranked] == sorted((e.score for e in first.ranked), reverse=True)
    assert len(first.ranked) <= 4
    assert len(first.excluded) <= 4


@given(situations())
@settings(max_examples=40, deadline=None)
def test_an_excluded_scheme_never_ranks(known: Known) -> None:
    result = evaluate(RULES, known)
    out = {
        scheme
        for scheme, entry in RULES.schemes.items()
        if any(rule.effect is Effect.EXCLUDED and applies(RULES, rule, known) for rule in entry.rules)
    }
    assert not out & {entry.scheme for entry in result.ranked}
    assert {entry.scheme for entry in result.excluded} <= out == result.ruled_out


@given(situations(), st.sampled_from([question.fact for question in RULES.questions]))
@settings(max_examples=40, deadline=None)
def test_not_knowing_never_excludes(known: Known, fact: str) -> None:
    less = {name: values for name, values in known.items() if name != fact}
    assert evaluate(RULES, less).ruled_out <= evaluate(RULES, known).ruled_out


@given(situations())
@settings(max_examples=20, deadline=None)
def test_a_settled_fact_is_never_asked_for(known: Known) -> None:
    fact = next_question(RULES, known, frozenset(), 0)
    assert fact is None or fact not in known or known[fact] <= RULES.facts[fact].vague.keys()
    assert all(score >= 0 for score in expected(RULES, known).values())
