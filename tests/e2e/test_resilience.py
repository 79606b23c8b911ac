"""What happens when a process dies, and what the logs tell: everything but the words of a conversation."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest

from bot.run.supervision import Supervised
from tests.e2e.client import Talk, ready, until

pytestmark = pytest.mark.e2e

RESTART_SECONDS = 60
REMEMBERED_SECONDS = 1.2


def pid_of(assistant: Supervised, name: str) -> int:
    """Return the process of a part, 0 where it is not running."""
    return int(assistant.states().get(name, {}).get("pid", 0))


def kill(assistant: Supervised, name: str) -> int:
    """End a part the hard way."""
    pid = pid_of(assistant, name)
    assert pid
    os.kill(pid, signal.SIGKILL)
    return pid


def back(assistant: Supervised, name: str, killed: int) -> bool:
    """Tell whether a killed part has come back in time; /ready may remember for a second what it found."""
    if not until(lambda: pid_of(assistant, name) not in {0, killed}, RESTART_SECONDS):
        return False
    time.sleep(REMEMBERED_SECONDS)
    return until(lambda: ready(assistant) == (200, []), RESTART_SECONDS)


def logs(assistant: Supervised) -> dict[str, str]:
    """Return the logs of the three parts."""
    return {name: (assistant.logs / f"{name}.log").read_text("utf-8", "replace") for name in assistant.states()}


def test_everything_is_ready(assistant: Supervised) -> None:
    assert ready(assistant) == (200, [])
    assert set(assistant.states()) == {"gateway", "rasa", "actions"}


def test_a_killed_action_server_gives_a_calm_sentence_and_comes_back(
    assistant: Supervised, talk: Callable[[], Talk]
) -> None:
    person = talk()
    person.say("Hva slags folk er mentortilskudd beregnet på i en barnehage?")
    killed = kill(assistant, "actions")
    reply = person.say("og hvor mange kroner dreier det seg om?")
    if pid_of(assistant, "actions") in {0, killed}:
        assert person.kinds == ["fallback"]
    assert "Traceback" not in person.text
    assert person.kinds == ["answer"] or "55 55 33 36" in person.text, reply
    assert back(assistant, "actions", killed)
    person.say("og hvor mange kroner dreier det seg om?")
    assert (person.reply[0]["custom"].get("scheme"), person.reply[0]["custom"].get("topic")) == ("mentor", "amount")


def test_the_thread_survives_a_killed_rasa(assistant: Supervised, talk: Callable[[], Talk]) -> None:
    person = talk()
    person.say("Hvilke bedrifter kan ta imot folk på VTA-O?")
    assert person.reply[0]["custom"].get("scheme") == "vta-o"
    killed = kill(assistant, "rasa")
    person.say("hvor lenge varer det?")
    assert person.kinds == ["answer"] or "55 55 33 36" in person.text
    assert back(assistant, "rasa", killed)
    person.say("hvor lenge varer det?")
    assert (person.reply[0]["custom"].get("scheme"), person.reply[0]["custom"].get("topic")) == ("vta-o", "duration")


@pytest.mark.parametrize("part", ["rasa", "actions"])
def test_ready_tells_what_is_missing(assistant: Supervised, talk: Callable[[], Talk], part: str) -> None:
    talk()
    pid = pid_of(assistant, part)
    os.kill(pid, signal.SIGSTOP)
    try:
        assert until(lambda: ready(assistant) == (503, [part]), 20), ready(assistant)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert until(lambda: ready(assistant) == (200, []), 20)


def test_the_request_id_stands_in_all_three_logs(assistant: Supervised, talk: Callable[[], Talk]) -> None:
    person, request = talk(), f"e2e-{uuid4().hex}"
    person.say("Hva får en campingplass i mentortilskudd?", request_id=request)
    assert person.request_id == request
    without = [name for name in logs(assistant) if not until(lambda name=name: request in logs(assistant)[name], 3)]
    assert without == [], "the request id is missing in these logs"


def test_no_log_has_a_word_of_a_conversation(assistant: Supervised, talk: Callable[[], Talk]) -> None:
    person = talk()
    words = ("zebrafink", "kvantetuba", "12057900540")
    person.say(f"Får {words[0]} og {words[1]} mentortilskudd hos oss? Fødselsnummer {words[2]}.")
    person.say(f"{words[0]} {words[1]} hvor lenge varer det")
    person.say("velg:mentor:duration")
    answer = person.reply[0]["text"].split(". ")[0]
    person.say(f"/amount{{{words[0]}}}")
    killed = kill(assistant, "actions")
    person.say(f"og {words[1]} hvor mye får vi")
    assert back(assistant, "actions", killed)
    files = [path for path in Path(assistant.logs).rglob("*") if path.is_file()]
    assert len(files) >= 3
    for path in files:
        text = path.read_text("utf-8", "replace").casefold()
        for secret in (*words, answer.casefold(), "hvor mye får vi"):
            assert secret not in text, f"{path.name} has: {secret}"


def test_a_very_long_message_is_refused_kindly_and_the_next_one_works(talk: Callable[[], Talk]) -> None:
    person = talk()
    person.say("Vi lurer på mentortilskudd til verkstedet. " * 300)
    assert person.kinds == ["fallback"]
    assert "lang" in person.text
    person.say("Vi har mange ansatte, og en av dem trenger litt ekstra. " * 25 + "Hvor lenge varer mentortilskudd?")
    assert person.kinds[0] in {"answer", "clarify"}
    person.say("Hvor lenge kan et hotell ha noen på arbeidstrening?")
    assert person.reply[0]["custom"].get("scheme") == "arbeidstrening"
