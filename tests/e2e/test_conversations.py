"""Whole conversations over the public address, from the tables in conversations.yml and guided.yml."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e import guided
from tests.e2e.client import Talk
from tests.evaluation import leakage
from tests.evaluation.dialogue_scoring import choices, turn_faults


def table(name: str) -> list[dict[str, Any]]:
    """Return the conversations of a file in this folder."""
    conversations: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))
    return conversations


GUIDED = table("guided.yml")
CONVERSATIONS = table("conversations.yml") + GUIDED

OWN_KEYS = {"text_contains", "text_any", "buttons", "messages", "not_kind"} | guided.KEYS


def own_faults(expect: dict[str, Any], talk: Talk) -> list[str]:
    """Return the keys of this file's own expectations that do not hold."""
    text = talk.text.replace("\u00a0", " ").casefold()
    found = {
        "text_contains": all(part.casefold() in text for part in expect.get("text_contains", [])),
        "text_any": not expect.get("text_any") or any(part.casefold() in text for part in expect["text_any"]),
        "buttons": len(talk.buttons) >= expect.get("buttons", 0),
        "messages": len(talk.reply) >= expect.get("messages", 1),
        "not_kind": not set(talk.kinds) & set(expect.get("not_kind", [])),
    }
    return [key for key, holds in found.items() if not holds] + guided.faults(expect, talk)


def said(turn: dict[str, Any], talk: Talk) -> str:
    """Return what the employer sends in a turn."""
    if "press" in turn:
        return str(talk.buttons[turn["press"] - 1]["payload"])
    if "type_title" in turn:
        return str(talk.buttons[turn["type_title"] - 1]["title"])
    return str(turn["user"])


@pytest.mark.e2e
@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda conversation: conversation["name"])
def test_conversation(talk: Callable[[], Talk], conversation: dict[str, Any]) -> None:
    person = talk()
    before = None
    for number, turn in enumerate(conversation["turns"], 1):
        text = said(turn, person)
        reply = person.say(text)
        expect = turn["expect"]
        shared = {key: value for key, value in expect.items() if key not in OWN_KEYS}
        faults = turn_faults(shared, reply, before) + own_faults(expect, person)
        assert not faults, f"turn {number} ({text}): {faults} do not hold: {[m['custom'] for m in reply]}"
        before = choices(reply)


def test_the_table_is_large_enough_and_its_keys_are_known() -> None:
    shared = set(leakage.LABELS["expect_keys"])
    assert len(CONVERSATIONS) - len(GUIDED) >= 30
    assert len(GUIDED) >= 40
    assert len({conversation["name"] for conversation in CONVERSATIONS}) == len(CONVERSATIONS)
    for conversation in CONVERSATIONS:
        for turn in conversation["turns"]:
            assert len({"user", "press", "type_title"} & set(turn)) == 1
            assert set(turn["expect"]) <= shared | OWN_KEYS


def test_the_sentences_stand_nowhere_else() -> None:
    typed = [
        leakage.Sentence.of(conversation["name"], turn["user"])
        for conversation in CONVERSATIONS
        for turn in conversation["turns"]
        if "user" in turn
    ]
    own = [sentence for sentence in typed if len(sentence.key.split()) > leakage.SOCIAL_WORDS]
    leaks = leakage.near_copies(own, leakage.training() + leakage.held_out())
    assert not leaks, "\n".join(map(str, leaks))
