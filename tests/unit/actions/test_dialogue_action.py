"""What an action does with a message of Rasa's."""

import io
import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import services
from actions.answer import ActionAnswer
from actions.base import DialogueAction, language_of, now_of
from actions.clarify import ActionClarify
from actions.crisis import ActionCrisis
from bot.clock import OSLO
from bot.dialogue.context import Context
from bot.knowledge.terms import LANGUAGES, Language
from bot.settings import get_settings

NOW = "2026-11-23T10:00:00+01:00"


def question(intent: str, *named: str, text: str = "noe") -> dict[str, Any]:
    return {"text": text, "ranking": [[intent, 0.95]], "named": list(named), "weak": [], "excluded": [], "inferred": []}


async def run(action: DialogueAction, *questions: dict[str, Any], **metadata: Any) -> list[dict[str, Any]]:
    """Return the envelopes an action hands back."""
    latest = {"text": "noe", "questions": list(questions), "metadata": metadata}
    tracker = Tracker("someone", {}, latest, [], False, None, {}, None)
    dispatcher = CollectingDispatcher()
    assert await action.run(dispatcher, tracker, {}) == []
    for message in dispatcher.messages:
        assert not message["text"]
        assert not message["buttons"]
    envelopes = [message["custom"] for message in dispatcher.messages]
    assert json.loads(json.dumps(envelopes)) == envelopes
    return envelopes


@pytest.mark.usefixtures("working")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_answer_is_handed_over_in_an_envelope(language: Language) -> None:
    before = services.trouble_count()
    (envelope,) = await run(
        ActionAnswer(), question("amount", "mentor"), language=language, now=NOW, request_id="r1", context={}
    )
    assert envelope["envelope"] is True
    custom = envelope["custom"]
    assert (custom["kind"], custom["scheme"], custom["topic"]) == ("answer", "mentor", "amount")
    assert custom["language"] == language
    assert custom["sources"]
    assert envelope["text"]
    assert Context.from_json(envelope["context"]) == Context(scheme="mentor", topic="amount", last="answer")
    assert services.trouble_count() == before


@pytest.mark.usefixtures("working")
async def test_the_thread_sent_with_a_message_is_followed() -> None:
    stored = Context(scheme="bio", topic="overview").to_json()
    (envelope,) = await run(ActionAnswer(), question("duration"), language="nb", now=NOW, context=stored)
    assert envelope["custom"]["scheme"] == "bio"


@pytest.mark.usefixtures("working")
async def test_several_questions_give_several_envelopes() -> None:
    envelopes = await run(ActionAnswer(), question("amount", "mentor"), question("apply", "mentor"), now=NOW)
    assert [envelope["custom"]["topic"] for envelope in envelopes] == ["amount", "apply"]


@pytest.mark.usefixtures("working")
async def test_any_action_takes_the_turn_the_message_calls_for() -> None:
    (envelope,) = await run(ActionClarify(), question("crisis"), language="en", now=NOW)
    assert envelope["custom"]["kind"] == "crisis"
    (same,) = await run(ActionCrisis(), question("crisis"), language="en", now=NOW)
    assert same == envelope


@pytest.mark.usefixtures("working")
@pytest.mark.parametrize("metadata", [{}, {"language": None, "now": None, "context": None, "request_id": None}])
async def test_a_message_without_metadata_is_answered_in_bokmal(metadata: dict[str, Any]) -> None:
    (envelope,) = await run(ActionAnswer(), question("amount", "mentor"), **metadata)
    assert envelope["custom"]["language"] == "nb"


@pytest.mark.usefixtures("working")
async def test_a_message_nobody_understood_is_admitted() -> None:
    (envelope,) = await run(ActionClarify(), language="nn", now=NOW)
    assert envelope["custom"]["kind"] == "fallback"
    assert "reason" not in envelope["custom"]
    assert envelope["context"]["misses"] == 1


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_knowledge_one_calm_sentence_is_all(language: Language) -> None:
    before = services.trouble_count()
    envelopes = await run(
        ActionAnswer(), question("amount", "mentor"), question("apply", "mentor"), language=language, now=NOW
    )
    assert envelopes == [
        {
            "envelope": True,
            "text": services.texts().get("trouble", language),
            "custom": {"kind": "fallback", "language": language, "reason": "unavailable"},
        }
    ]
    assert services.trouble_count() == before + 1


@pytest.mark.usefixtures("broken")
async def test_trouble_leaves_the_thread_of_the_conversation_alone() -> None:
    (envelope,) = await run(ActionAnswer(), question("amount"), context=Context(scheme="bio").to_json())
    assert "context" not in envelope


@pytest.mark.usefixtures("broken")
async def test_trouble_is_logged_by_its_place_and_never_by_its_message(log_lines: io.StringIO) -> None:
    await run(ActionAnswer(), question("amount", text="hemmelig setning"), request_id="r42")
    written = log_lines.getvalue()
    (event,) = [json.loads(line) for line in written.splitlines()]
    assert (event["event"], event["level"], event["error"]) == ("action.failed", "error", "OperationalError")
    assert (event["request_id"], event["action"]) == ("r42", "action_answer")
    assert all(re.fullmatch(r"\w+\.py:\d+", place) for place in event["where"])
    assert "hemmelig" not in written


@pytest.mark.usefixtures("working")
@pytest.mark.parametrize("metadata", [{"now": "i morgen"}, {"questions": "x", "now": "2026-13-01"}])
async def test_a_time_that_is_none_ends_in_one_calm_sentence(metadata: dict[str, Any]) -> None:
    (envelope,) = await run(ActionAnswer(), question("amount", "mentor"), language="en", **metadata)
    assert envelope["text"] == services.texts().get("trouble", "en")


@pytest.mark.parametrize(
    ("metadata", "language"),
    [
        ({"language": "nb"}, "nb"),
        ({"language": "nn"}, "nn"),
        ({"language": "en"}, "en"),
        ({"language": "de"}, "nb"),
        ({"language": "EN"}, "nb"),
        ({"language": ["en"]}, "nb"),
        ({"language": 3}, "nb"),
        ({}, "nb"),
    ],
)
def test_the_language_is_one_we_speak(metadata: dict[str, Any], language: Language) -> None:
    assert language_of(metadata) == language


@pytest.mark.parametrize(
    ("stated", "hour"),
    [("2026-11-23T10:00:00+01:00", 10), ("2026-11-23T10:00:00", 10), ("2026-11-23T09:00:00Z", 10)],
)
def test_the_stated_time_is_norwegian(stated: str, hour: int) -> None:
    moment = now_of({"now": stated})
    assert moment == datetime(2026, 11, 23, hour, tzinfo=OSLO)
    assert moment.tzinfo is OSLO


@pytest.mark.parametrize("metadata", [{}, {"now": None}, {"now": ""}, {"now": 17}, {"now": ["2026"]}])
def test_without_a_stated_time_it_is_now(metadata: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOT_NOW", raising=False)
    get_settings.cache_clear()
    assert abs(now_of(metadata) - datetime.now(OSLO)) < timedelta(minutes=1)
    monkeypatch.setenv("BOT_NOW", "2026-05-17T12:00:00")
    get_settings.cache_clear()
    assert now_of(metadata) == datetime(2026, 5, 17, 12, tzinfo=OSLO)
    get_settings.cache_clear()


@pytest.mark.usefixtures("working")
def test_services_are_made_once() -> None:
    assert services.texts() is services.texts()
    assert services.turns() is services.turns()
    assert services.knowledge() is services.knowledge()
    assert len(services.knowledge().schemes) == 31


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calm_sentence_names_a_number_to_call(language: Language) -> None:
    envelope = services.trouble_envelope(language)
    assert "55 55 33 36" in envelope["text"]
    assert envelope["custom"]["language"] == language
