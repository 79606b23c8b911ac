"""Telegram's HTML: escaping, paragraphs, and texts that are longer than one message may be.

A block is a paragraph of HTML. Tags never go from one line to the next, so a block can be cut at every line break.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape, unescape

from telegram.constants import MessageLimit

_TAG = re.compile(r"<[^>]+>")
_BULLET = re.compile(r"^- ", re.MULTILINE)
_LINK = re.compile(r"https://[^\s<>\"]+")
_CUT = MessageLimit.MAX_TEXT_LENGTH - 96
"""A little below the limit, so that the line about a choice still has room."""


def plain(text: str) -> str:
    """Return a text as HTML without any markup."""
    return escape(text, quote=False)


def bold(text: str) -> str:
    """Return a text in bold; the tags stay on their line."""
    return "\n".join(f"<b>{plain(line)}</b>" for line in text.split("\n") if line)


def italic(text: str) -> str:
    """Return a text in italics; the tags stay on their line."""
    return "\n".join(f"<i>{plain(line)}</i>" for line in text.split("\n") if line)


def link(title: str, url: str) -> str:
    """Return a link; an address that is none of the web's is left out."""
    if not _LINK.fullmatch(url):
        return plain(title)
    return f'<a href="{escape(url)}">{plain(title)}</a>'


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a plain text as blocks, with proper bullets."""
    return [_BULLET.sub("• ", plain(part.strip())) for part in text.split("\n\n") if part.strip()]


def bullets(lines: Iterable[str]) -> str:
    """Return lines of HTML as a list."""
    return "\n".join(f"• {line}" for line in lines)


def visible(html: str) -> str:
    """Return what is read of a piece of HTML."""
    return unescape(_TAG.sub("", html))


def size(html: str) -> int:
    """Return the length as Telegram counts it: in UTF-16 units, without tags."""
    return len(visible(html).encode("utf-16-le")) // 2


def pack(blocks: Sequence[str], limit: int = _CUT) -> list[str]:
    """Return blocks as few messages, cut between paragraphs, else between lines, else between words."""
    messages: list[str] = []
    current = ""
    for block in blocks:
        for piece, glue in _pieces(block, limit):
            joined = f"{current}{glue}{piece}" if current else piece
            if current and size(joined) > limit:
                messages.append(current)
                joined = piece
            current = joined
    return [*messages, current] if current else messages


def _pieces(block: str, limit: int) -> Iterator[tuple[str, str]]:
    """Return a block in pieces that fit, each with what joins it to the one before."""
    if size(block) <= limit:
        yield block, "\n\n"
        return
    glue = "\n\n"
    for line in block.split("\n"):
        if size(line) <= limit:
            yield line, glue
        else:
            for piece in _words(visible(line), limit):
                yield plain(piece), glue
                glue = " "
        glue = "\n"


def _words(text: str, limit: int) -> Iterator[str]:
    """Return a line in pieces of whole words; a word that is too long itself is cut."""
    current = ""
    for word in text.split(" "):
        rest = word
        while size(plain(rest)) > limit:
            if current:
                yield current
                current = ""
            yield rest[: limit // 2]
            rest = rest[limit // 2 :]
        joined = f"{current} {rest}" if current else rest
        if size(plain(joined)) > limit:
            yield current
            joined = rest
        current = joined
    if current:
        yield current
