"""A conversation written out, to save or print."""

from collections.abc import Iterable
from html import escape

from bot.clock import OSLO
from bot.conversation.models import Author
from bot.conversation.notices import Code, Phrases
from bot.conversation.stored import Stored

_STYLE = (
    "body{font:1.1rem/1.5 sans-serif;margin:2rem auto;max-width:42rem;padding:0 1rem}h2{font-size:1rem}time{color:#555}"
)
"""Stands in the page itself, which is kept as a file."""


def as_text(messages: Iterable[Stored], phrases: Phrases, language: Code) -> str:
    """Return the conversation as plain text, one paragraph a message."""
    head = phrases.get("transcript_head", language).strip()
    parts = [f"{_who(message, phrases, language)}, {_when(message)}\n{message.text}" for message in messages]
    return "\n\n".join([head, *parts]) + "\n"


def as_html(messages: Iterable[Stored], phrases: Phrases, language: Code) -> str:
    """Return the conversation as a page that needs nothing else."""
    title = escape(phrases.get("transcript_title", language).strip())
    head = escape(phrases.get("transcript_head", language).strip())
    items = "".join(
        f"<article><h2>{escape(_who(message, phrases, language))} <time>{_when(message)}</time></h2>"
        f"{_paragraphs(message.text)}</article>"
        for message in messages
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body><main><h1>{title}</h1><p>{head}</p>{items}</main></body></html>"
    )


def _who(message: Stored, phrases: Phrases, language: Code) -> str:
    person = (message.payload or {}).get("person")
    if message.author is Author.PERSON and isinstance(person, dict):
        return ", ".join(str(person[key]) for key in ("name", "role") if person.get(key))
    return phrases.get(f"transcript_{message.author.value}", language).strip()


def _when(message: Stored) -> str:
    return message.moment.astimezone(OSLO).strftime("%d.%m.%Y %H.%M")


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in text.split("\n\n"))
