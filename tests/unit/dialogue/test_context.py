"""The thread of a conversation, as it is stored and read."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.context import Context

names = st.one_of(st.none(), st.sampled_from(["mentor", "vta-o", "bio"]))
contexts = st.builds(
    Context,
    scheme=names,
    previous=names,
    topic=st.one_of(st.none(), st.sampled_from(["amount", "apply"])),
    misses=st.integers(0, 5),
    mentioned=st.lists(st.sampled_from(["mentor", "vta-o", "bio"]), max_size=3).map(tuple),
    last=st.one_of(st.none(), st.sampled_from(["guess", "thanks", "answer"])),
    form=st.one_of(st.none(), st.just("calculator")),
    forms=st.dictionaries(st.just("calculator"), st.dictionaries(st.text(max_size=5), st.integers()), max_size=1),
)


@given(contexts)
def test_a_stored_context_reads_back_the_same(context: Context) -> None:
    assert Context.from_json(json.loads(json.dumps(context.to_json()))) == context


@pytest.mark.parametrize("stored", [None, {}, {"unknown": 1}])
def test_nothing_stored_is_an_empty_context(stored: dict[str, Any] | None) -> None:
    assert Context.from_json(stored) == Context()


@pytest.mark.parametrize(
    "stored",
    [
        {"scheme": 7, "previous": ["mentor"], "topic": {"a": 1}, "form": False},
        {"scheme": "", "previous": "", "topic": "", "form": ""},
        {"misses": "2"},
        {"mentioned": "mentor", "last": 3},
        {"mentioned": [3, None, ""]},
        {"misses": 1.5},
        {"misses": None},
        {"forms": "calculator"},
        {"forms": [["calculator", {}]]},
        {"forms": None},
    ],
)
def test_wrong_types_are_dropped(stored: dict[str, Any]) -> None:
    assert Context.from_json(stored) == Context()


def test_wrong_types_do_not_take_right_ones_with_them() -> None:
    read = Context.from_json({"scheme": "mentor", "topic": 3, "misses": 1, "forms": []})
    assert read == Context(scheme="mentor", misses=1)


def test_a_new_scheme_makes_the_old_one_the_previous() -> None:
    context = Context().about("mentor", "overview").about("bio", "amount")
    assert (context.scheme, context.previous, context.topic) == ("bio", "mentor", "amount")


def test_the_same_scheme_again_keeps_the_previous_one() -> None:
    context = Context().about("mentor", "overview").about("bio", "amount").about("bio", "apply")
    assert (context.scheme, context.previous, context.topic) == ("bio", "mentor", "apply")


def test_an_answer_without_scheme_keeps_the_scheme_talked_about() -> None:
    context = Context().about("mentor", "overview").missed().about(None, "apply")
    assert (context.scheme, context.previous, context.topic, context.misses) == ("mentor", None, "apply", 0)


def test_misses_count_up_and_are_forgotten() -> None:
    twice = Context(scheme="mentor", topic="amount").missed().missed()
    assert twice.misses == 2
    assert twice.understood() == Context(scheme="mentor", topic="amount")
    assert twice.about("bio", "amount").misses == 0


def test_a_form_is_remembered_open_and_done() -> None:
    opened = Context(misses=1).with_form("calculator", {"wage": 1}, is_open=True)
    assert (opened.form, opened.forms, opened.misses) == ("calculator", {"calculator": {"wage": 1}}, 0)
    done = opened.with_form("calculator", {"wage": 1, "done": True}, is_open=False)
    assert (done.form, done.forms["calculator"]["done"]) == (None, True)
    assert opened.forms == {"calculator": {"wage": 1}}


def test_two_forms_do_not_mix_their_states() -> None:
    context = Context().with_form("calculator", {"a": 1}, is_open=False).with_form("finder", {"b": 2}, is_open=True)
    assert context.forms == {"calculator": {"a": 1}, "finder": {"b": 2}}
    assert context.form == "finder"


def test_several_schemes_that_were_shown_stand_until_another_one_is() -> None:
    both = Context().showing(["mentor", "bio", "mentor"], "comparison")
    assert (both.mentioned, both.last) == (("mentor", "bio"), "comparison")
    assert both.showing(["bio"], "answer").mentioned == ("mentor", "bio")
    assert both.showing([], "thanks").mentioned == ("mentor", "bio")
    assert both.showing(["vta"], "answer").mentioned == ()
    assert both.showing(["vta", "aft"], "answer").mentioned == ("vta", "aft")
