"""Realistic situations, each through the whole form, with "don't know" wherever the text does not say."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.dialogue.payloads import Message
from bot.finder import FinderForm
from bot.knowledge.model import Language
from tests.unit.finder.conftest import Says

SITUATIONS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "situations.yml").read_text(encoding="utf-8")
)
TELEGRAM = 4096
"""Longest message, in characters, that Telegram takes in one piece."""

DONT_KNOW: dict[Language, str] = {"nb": "Vet ikke", "nn": "Veit ikkje", "en": "Don't know"}


def recommended(form: FinderForm, says: Says, situation: dict[str, Any]) -> tuple[Message, int]:
    """Go through the form; return the recommendation and how many questions it took."""
    language: Language = situation.get("language", "nb")
    turn = form.start(says(situation["say"], language), ())
    questions = 0
    while turn.state is not None and not turn.state["done"]:
        questions += 1
        answer = situation.get("answers", {}).get(turn.state["pending"], DONT_KNOW[language])
        going_on = form.resume(turn.state, says(answer, language, "deny"))
        assert going_on is not None
        turn = going_on
    return turn.messages[-1], questions


def test_there_are_enough_situations_in_every_language() -> None:
    languages = [situation.get("language", "nb") for situation in SITUATIONS]
    assert len(languages) >= 50
    assert min(languages.count(language) for language in ("nb", "nn", "en")) >= 9


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation["say"][:60])
def test_situation(form: FinderForm, says: Says, situation: dict[str, Any]) -> None:
    message, questions = recommended(form, says, situation)
    assert message.kind == "recommendation"
    schemes = [entry["scheme"] for entry in message.custom["schemes"]]
    excluded = [entry["scheme"] for entry in message.custom["excluded"]]
    first = situation["first"]
    assert set(schemes[: len(first)]) == set(first), (schemes, message.custom["facts"])
    assert set(situation.get("among", ())) <= set(schemes), schemes
    assert not set(situation.get("never", ())) & set(schemes), schemes
    assert set(situation.get("out", ())) <= set(excluded), excluded
    assert bool(message.custom["notes"]) >= situation.get("note", False)
    assert questions <= 6
    assert len(message.text) < TELEGRAM
    assert len(schemes) <= 4
    assert len(excluded) <= 4
    assert not set(schemes) & set(excluded)
