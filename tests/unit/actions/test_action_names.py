"""Domain, rules and actions agree with each other."""

import importlib
import pkgutil
from collections import Counter
from typing import Any

import pytest
import yaml

import actions
from actions.base import DialogueAction
from actions.server import DomainlessExecutor
from bot.dialogue.capabilities import CAPABILITIES
from bot.knowledge.terms import TOPICS
from bot.settings import ROOT


def read(path: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / path).read_text("utf-8"))
    return content


@pytest.fixture(scope="module")
def classes() -> dict[str, type[DialogueAction]]:
    """Every action of the package by its name."""
    found: dict[str, type[DialogueAction]] = {}
    for module in pkgutil.iter_modules(actions.__path__, "actions."):
        for item in vars(importlib.import_module(module.name)).values():
            if isinstance(item, type) and issubclass(item, DialogueAction) and item is not DialogueAction:
                name = item().name()
                assert name not in found, f"two actions are called {name}"
                found[name] = item
    return found


def test_the_domain_names_exactly_the_actions_there_are(classes: dict[str, type[DialogueAction]]) -> None:
    named = read("domain.yml")["actions"]
    assert sorted(named) == sorted(classes)


def test_the_server_offers_exactly_the_actions_there_are(classes: dict[str, type[DialogueAction]]) -> None:
    executor = DomainlessExecutor()
    executor.register_package("actions")
    assert sorted(executor.actions) == sorted(classes)


def test_every_intent_has_exactly_one_rule() -> None:
    domain = read("domain.yml")
    steps = [rule["steps"] for rule in read("data/rules/rules.yml")["rules"]]
    assert all(list(map(list, pair)) == [["intent"], ["action"]] for pair in steps)
    ruled = Counter(intent["intent"] for intent, _action in steps)
    assert set(ruled.values()) == {1}
    assert set(ruled) == {*domain["intents"], "nlu_fallback"}
    assert len(domain["intents"]) == len(set(domain["intents"]))


def test_every_action_is_reached_by_a_rule() -> None:
    used = {rule["steps"][1]["action"] for rule in read("data/rules/rules.yml")["rules"]}
    assert used == set(read("domain.yml")["actions"])


def test_topics_are_answered_by_one_action() -> None:
    rules = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in read("data/rules/rules.yml")["rules"]}
    assert {rules[topic] for topic in TOPICS} == {"action_answer"}
    assert rules["crisis"] == "action_crisis"
    assert set(rules) - set(TOPICS) - {"nlu_fallback"} == set(CAPABILITIES)


def test_stories_use_known_intents_and_actions_as_the_rules_have_them() -> None:
    rules = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in read("data/rules/rules.yml")["rules"]}
    for story in read("data/stories/stories.yml")["stories"]:
        steps = story["steps"]
        for said, done in zip(steps[::2], steps[1::2], strict=True):
            assert rules[said["intent"]] == done["action"]


def test_the_training_data_holds_no_unknown_intent() -> None:
    known = set(read("domain.yml")["intents"])
    trained: set[str] = set()
    for path in (ROOT / "data" / "nlu").rglob("*.yml"):
        trained |= {block["intent"] for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]}
    assert trained == known
