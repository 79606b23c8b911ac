"""The action server's executor, called the way Rasa calls it."""

import json
from typing import Any

import pytest
import rasa_sdk

from actions.server import DomainlessExecutor


def call(action: str = "action_answer", **changes: Any) -> dict[str, Any]:
    """Return the body Rasa posts for an action."""
    question = {"text": "hva er mentor", "ranking": [["overview", 0.95]], "named": ["mentor"]}
    body = {
        "version": rasa_sdk.__version__,
        "next_action": action,
        "sender_id": "someone",
        "tracker": {
            "sender_id": "someone",
            "slots": {},
            "latest_message": {
                "text": "hva er mentor",
                "questions": [question],
                "metadata": {"language": "en", "now": "2026-11-23T10:00:00+01:00", "context": {}},
            },
            "events": [],
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": None,
        },
    }
    return {**body, **changes}


@pytest.fixture(scope="module")
def executor() -> DomainlessExecutor:
    made = DomainlessExecutor()
    made.register_package("actions")
    return made


@pytest.mark.parametrize("payload", [{}, {"domain": None}, {"domain": {}}])
def test_no_domain_is_no_fault(executor: DomainlessExecutor, payload: dict[str, Any]) -> None:
    assert executor.update_and_return_domain(payload, "action_answer") == {}


def test_a_domain_that_was_sent_is_used(executor: DomainlessExecutor) -> None:
    assert executor.update_and_return_domain({"domain": {"intents": []}}, "action_answer") == {"intents": []}


@pytest.mark.usefixtures("working")
@pytest.mark.parametrize("changes", [{}, {"domain": {}}, {"domain": {"intents": ["overview"]}}])
async def test_an_action_runs_without_the_domain(executor: DomainlessExecutor, changes: dict[str, Any]) -> None:
    result = await executor.run(call(**changes))
    assert result is not None
    answer = json.loads(result.model_dump_json())
    assert answer["events"] == []
    (response,) = answer["responses"]
    assert response["custom"]["custom"]["scheme"] == "mentor"
    assert response["custom"]["custom"]["language"] == "en"


@pytest.mark.usefixtures("broken")
async def test_trouble_is_a_good_answer_to_rasa(executor: DomainlessExecutor) -> None:
    result = await executor.run(call())
    assert result is not None
    (response,) = json.loads(result.model_dump_json())["responses"]
    assert response["custom"]["custom"]["reason"] == "unavailable"
