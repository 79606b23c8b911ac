"""Hold six conversations with the running assistant and write them down as they came out, in docs/examples.md.

Usage: `python -m tests.e2e.examples [--url ADDRESS]`. Without an address the assistant is started for it.
"""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.settings import ROOT
from tests.e2e.client import Message, Talk
from tests.evaluation.running import REFERENCE_TIME, running

PAGE = ROOT / "docs" / "examples.md"
IMAGES = ROOT / "docs" / "images"


@dataclass(frozen=True, slots=True)
class Example:
    """A conversation; a number presses that button of the last reply."""

    name: str
    title: str
    turns: tuple[str | int, ...]


EXAMPLES = (
    Example(
        "calculation",
        "A calculation that is changed (bokmål)",
        (
            "Hva får jeg for en 60 % stilling med 28 000 i måneden, hun har nedsatt arbeidsevne, i Tromsø, "
            "fra 1. mars?",
            1,
            "hva hvis hun jobber 80 %?",
            "endre til 14,1 %",
        ),
    ),
    Example(
        "wrong-input",
        "Wrong input of every kind (nynorsk)",
        (
            "Rekn ut lønstilskot for kaféen vår",
            "-500",
            "masse",
            "tre hundre tusen i året",
            "ja",
            "Førde",
            "endre start til 1.3.1990",
            "1. mars",
            "ho er 15 år",
            "24",
        ),
    ),
    Example(
        "mentor",
        "What a mentor costs (English)",
        (
            "Calculate a mentor grant for us",
            "45 000 a month",
            "4 hours a week",
            "Bergen",
            "what if it is 6 hours a week?",
        ),
    ),
    Example(
        "finder",
        "From a situation to schemes (bokmål)",
        (
            "vi har en lærling med angst som trenger mer tid",
            "nei, ikke sykmeldt",
            3,
            "250 kr timen, 20 timer i måneden, i Bodø",
        ),
    ),
    Example(
        "interrupted",
        "Interrupted, taken up again, and a change of mind (bokmål)",
        (
            "Kan dere regne ut hva et lønnstilskudd blir når lønna er 32,5 tusen?",
            "hvem ringer jeg i Alta?",
            "vet ikke",
            "jeg mente varig lønnstilskudd",
            "vi holder til i Sunnfjord",
            2,
        ),
    ),
    Example(
        "compare",
        "Compare, combine, contact (bokmål and nynorsk)",
        (
            "Hva er forskjellen på varig og midlertidig lønnstilskudd?",
            "Kan vi ha mentor og lønnstilskudd samtidig?",
            "Hvem kontakter jeg om refusjon?",
            "kven ringjer eg i førde?",
        ),
    ),
)

HEAD = """# Six conversations

Held with the running assistant and written down as they came out, by `python -m tests.e2e.examples`. The assistant took
{now} for now. `[ … ]` are buttons.
"""


def lines_of(example: Example, talk: Talk, images: Path) -> Iterator[str]:
    """Yield a conversation as Markdown, and save its charts."""
    yield f"\n## {example.title}\n"
    charts = 0
    for turn in example.turns:
        said = str(talk.buttons[turn - 1]["title"]) if isinstance(turn, int) else turn
        yield f"**Employer:** {'presses ' if isinstance(turn, int) else ''}{said}\n"
        for message in talk.say(said):
            yield from _reply(message)
            if message.get("image"):
                charts += 1
                name = f"example-{example.name}-{charts}.png"
                (images / name).write_bytes(talk.http.get(message["image"]).content)
                yield f"![{message['custom']['alt']}](images/{name})\n"


def _reply(message: Message) -> Iterator[str]:
    custom: dict[str, Any] = message["custom"]
    slot = f", asks for `{custom['slot']}`" if custom.get("slot") else ""
    yield f"**Assistant** (`{custom['kind']}`{slot}):\n"
    yield "\n".join(f"> {line}".rstrip() for line in message["text"].split("\n")) + "\n"
    if message.get("buttons"):
        yield " ".join(f"`[ {button['title']} ]`" for button in message["buttons"]) + "\n"


def write(url: str, examples: Sequence[Example] = EXAMPLES, page: Path = PAGE, images: Path = IMAGES) -> None:
    """Hold the conversations and write the page and its charts."""
    images.mkdir(parents=True, exist_ok=True)
    parts = [HEAD.format(now=REFERENCE_TIME[:16].replace("T", " at "))]
    for example in examples:
        talk = Talk(SimpleNamespace(url=url))
        with closing(talk.http):
            parts += lines_of(example, talk, images)
    page.write_text("\n".join(parts), "utf-8")


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", help="an assistant that runs already")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        write(arguments.url or stack.enter_context(running()).url)


if __name__ == "__main__":
    main()
