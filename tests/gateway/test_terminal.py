"""`bot ask` and `bot chat` against the running gateway."""

from typing import Any

import pytest
import typer
from conftest import Gateway, StandIn, free_port
from typer.testing import CliRunner

from bot.conversation.cli import register

BUTTONS = [
    {"title": "Mentor", "payload": "velg:mentor:amount"},
    {"title": "IPS", "payload": "velg:ips:amount"},
]
SOURCES = [{"title": "Tiltaksforskriften", "url": "https://lovdata.no/x", "checked": "2026-08-01"}]


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    register(made)
    return made


def answer(_body: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"text": "Hvilket?", "buttons": BUTTONS, "custom": {"kind": "answer", "sources": SOURCES}}]


def test_ask_prints_text_buttons_and_sources(gateway: Gateway, rasa: StandIn, app: typer.Typer) -> None:
    rasa.answer = answer
    result = CliRunner().invoke(app, ["ask", "hvor mye får vi?", "--url", gateway.url])
    assert result.exit_code == 0
    assert "Hvilket?\n  [1] Mentor\n  [2] IPS\n" in result.output
    assert "Tiltaksforskriften (sjekket 2026-08-01) https://lovdata.no/x" in result.output


def test_chat_picks_a_button_by_number(gateway: Gateway, rasa: StandIn, app: typer.Typer) -> None:
    rasa.answer = answer
    result = CliRunner().invoke(app, ["chat", "--url", gateway.url], input="hvor mye får vi?\n2\n\n")
    assert result.exit_code == 0
    assert rasa.seen[1]["choice"]["scheme"] == "ips"


@pytest.mark.parametrize("url", [None, "http://[", "no-url"])
def test_nothing_there_is_one_sentence(app: typer.Typer, url: str | None) -> None:
    result = CliRunner().invoke(app, ["ask", "hei", "--url", url or f"http://127.0.0.1:{free_port()}"])
    assert result.exit_code == 1
    assert result.output.count("\n") == 1
    assert "Traceback" not in result.output


def test_a_refused_question_says_why(gateway: Gateway, app: typer.Typer) -> None:
    result = CliRunner().invoke(app, ["ask", "a" * 70_000, "--url", gateway.url])
    assert result.exit_code == 1
    assert "larger than" in result.output
