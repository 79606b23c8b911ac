"""`bot ask` and `bot chat`: talk to a running gateway from a terminal."""

from typing import Annotated, Any, NoReturn
from uuid import uuid4

import httpx
import typer
from rich.console import Console

from bot.settings import get_settings

_TIMEOUT_SECONDS = 30.0

_console = Console(highlight=False, markup=False, soft_wrap=True)

Url = Annotated[str, typer.Option("--url", help="Address of the gateway; default: this machine, port PORT.")]


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.command()(ask)
    app.command()(chat)


def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.")],
    url: Url = "",
    sender: Annotated[str, typer.Option(help="Id of a conversation to go on with; default: a new one.")] = "",
) -> None:
    """Ask one question and print the answer."""
    with _client(url) as client:
        _show(_send(client, sender or f"cli-{uuid4()}", question), first=1)


def chat(url: Url = "") -> None:
    """Chat; pick a button by its number, stop with an empty line."""
    sender = f"cli-{uuid4()}"
    _console.print("Skriv et spørsmål. Velg en knapp med nummeret. Tom linje avslutter.", style="dim")
    buttons: list[dict[str, Any]] = []
    with _client(url) as client:
        while True:
            try:
                typed = input("> ").strip()
            except (EOFError, KeyboardInterrupt):
                return
            if not typed:
                return
            if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(buttons):
                typed = str(buttons[int(typed) - 1]["payload"])
            buttons = _show(_send(client, sender, typed), first=1)


def _client(url: str) -> httpx.Client:
    """Return a client of the gateway."""
    base = url or f"http://127.0.0.1:{get_settings().port}"
    return httpx.Client(base_url=base, timeout=_TIMEOUT_SECONDS, trust_env=False)


def _send(client: httpx.Client, sender: str, message: str) -> list[dict[str, Any]]:
    """Return the gateway's answer, or stop with one clear sentence."""
    # A terminal may hand over bytes that are no text; the gateway drops them like any invisible character.
    body = {"sender": sender, "message": message.encode("utf-8", "replace").decode()}
    base = str(client.base_url).rstrip("/")
    try:
        response = client.post("/webhooks/rest/webhook", json=body)
    except httpx.ConnectError:
        _fail(f"Nothing listens on {base}; start the assistant first.")
    except httpx.TimeoutException:
        _fail(f"{base} did not answer within {_TIMEOUT_SECONDS:.0f} seconds.")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        _fail(f"{base} could not be asked ({type(error).__name__}).")
    try:
        answer = response.json()
    except ValueError:
        _fail(f"What listens on {base} is not the assistant.")
    if response.status_code != httpx.codes.OK:
        detail = answer.get("error") if isinstance(answer, dict) else None
        reason = detail.get("message") if isinstance(detail, dict) else f"status {response.status_code}"
        _fail(f"The assistant refused the message: {reason}")
    if not isinstance(answer, list):
        _fail(f"What listens on {base} is not the assistant.")
    return answer


def _fail(reason: str) -> NoReturn:
    """Print why it does not work and stop."""
    typer.echo(reason, err=True)
    raise typer.Exit(1)


def _show(messages: list[dict[str, Any]], first: int) -> list[dict[str, Any]]:
    """Print messages with numbered buttons and sources; return the buttons in order."""
    shown: list[dict[str, Any]] = []
    if not messages:
        _console.print("(ingen svar: et menneske har samtalen)", style="dim")
    for message in messages:
        _console.print(message.get("text", ""))
        for button in message.get("buttons", []):
            _console.print(f"  [{first + len(shown)}] {button['title']}", style="cyan")
            shown.append(button)
        for source in message.get("custom", {}).get("sources", []):
            checked = f" (sjekket {source['checked']})" if source.get("checked") else ""
            _console.print(f"  {source.get('title', '')}{checked} {source.get('url', '')}".rstrip(), style="dim")
        _console.print()
    return shown
