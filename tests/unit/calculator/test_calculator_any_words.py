"""Whatever is said, the calculator answers or leaves it alone, and its state stays plain JSON."""

import json
from collections.abc import Callable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.calculator.conftest import Talk

_PIECES = """
regn ut lønn 30 000 kr timen 60 % stilling halv nei ja vet ikke Oslo Tromsø Herøy Molde sone 4 mentor varig timer uka
fra 1. mars 31. februar til nyttår i seks måneder 24 år -5 0 500 % otp aga endre hva hvis hun jobber avbryt sommerjobb
inkluderingstilskudd vta-o fireårig ikke nedsatt arbeidsevne 1990 1 000 000 000 fem tusen
"""
WORDS = st.sampled_from(_PIECES.split())
MESSAGES = st.one_of(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), st.text(min_size=1, max_size=40))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MESSAGES, min_size=1, max_size=7), st.sampled_from(["nb", "nn", "en"]))
def test_any_conversation_goes_on(talk: Callable[..., Talk], messages: list[str], language: str) -> None:
    conversation = talk(language)
    for text in messages:
        answer = conversation.say(text)
        assert json.loads(json.dumps(conversation.state)) == conversation.state
        if answer is not None:
            assert answer.text
            json.dumps(answer.to_json())
            assert all(len(button.payload.encode()) <= 64 for button in answer.buttons)
        if conversation.state is not None and conversation.open:
            assert conversation.again().custom["kind"] == "question"
