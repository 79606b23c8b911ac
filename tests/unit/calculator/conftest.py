"""The real knowledge and texts, and a way to talk to the calculator alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.calculator.form import CalculatorForm
from bot.calculator.links import Links
from bot.clock import OSLO
from bot.dialogue.context import Context
from bot.dialogue.forms import Said
from bot.dialogue.payloads import Message
from bot.dialogue.reading import Question, Reading
from bot.dialogue.voice import Voice
from bot.knowledge import loader
from bot.knowledge.model import Knowledge, Language
from bot.settings import ROOT
from bot.subsidy import Rules
from bot.texts import Texts

DIRECTORY = ROOT / "data" / "knowledge"
NOW = datetime(2026, 11, 21, 12, tzinfo=OSLO)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return Knowledge("real", loader.load(DIRECTORY, NOW.date()))


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts.load(DIRECTORY / "messages")


@pytest.fixture(scope="session")
def rules() -> Rules:
    return Rules.load()


@pytest.fixture(scope="session")
def links(tmp_path_factory: pytest.TempPathFactory) -> Links:
    return Links(tmp_path_factory.mktemp("var"))


@pytest.fixture
def today() -> date:
    return NOW.date()


@dataclass
class Talk:
    """A conversation with the calculator, kept the way the dialogue keeps it."""

    form: CalculatorForm
    voice: Voice
    schemes: tuple[str, ...] = ()
    context: Context = field(default_factory=Context)
    state: dict[str, Any] | None = None
    open: bool = False

    def say(self, text: str, intent: str | None = None, *, named: tuple[str, ...] = ()) -> Message | None:
        """Say something; None means that the calculator left it to others."""
        questions = (Question(text, ((intent, 0.9),), named=named),) if intent or named else ()
        said = Said(text, Reading(text, questions), self.context, self.voice)
        if self.state is None or (not self.open and not self.form.wants_change(self.state, said)):
            if self.state is not None and self.state.get("done") and intent:
                return None
            turn = self.form.start(said, self.schemes)
        else:
            resumed = self.form.resume(self.state, said)
            if resumed is None:
                return None
            turn = resumed
        assert len(turn.messages) == 1
        self.state = turn.state
        self.open = turn.state is not None and not turn.state.get("done")
        self.context = self.context.with_form("calculator", turn.state, is_open=self.open)
        return turn.messages[0]

    def again(self) -> Message:
        """Return the pending question."""
        assert self.state is not None
        return self.form.ask_again(self.state, Said("", Reading(""), self.context, self.voice))

    def last(self, *texts: str) -> Message:
        """Say several things and return the last answer."""
        message = None
        for text in texts:
            message = self.say(text)
        assert message is not None
        return message


@pytest.fixture
def talk(knowledge: Knowledge, texts: Texts, rules: Rules, links: Links) -> Callable[..., Talk]:
    def make(language: Language = "nb", now: datetime = NOW, schemes: tuple[str, ...] = ()) -> Talk:
        return Talk(CalculatorForm(rules, links), Voice(knowledge, texts, language, now), schemes)

    return make


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"
