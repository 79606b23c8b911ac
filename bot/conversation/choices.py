"""Buttons: what a payload means, and which offered button a typed answer picks."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation.replies import Button

_ID = "[a-z0-9_-]{1,64}"
_INTENT_PAYLOAD = re.compile(rf"velg:intent:({_ID})")
_TOPIC_PAYLOAD = re.compile(rf"velg:({_ID})?:({_ID})?")

_PLACES = (
    "1 en ein et eit one første fyrste første first 1st",
    "2 to two andre second 2nd",
    "3 tre three tredje third 3rd",
    "4 fire four fjerde fourth 4th",
    "5 fem five femte fifth 5th",
    "6 seks six sjette sixth 6th",
    "7 sju syv seven sjuende syvende sjuande seventh",
    "8 åtte eight åttende åttande eighth",
)
_PLACE_OF = {word: place for place, words in enumerate(_PLACES) for word in words.split()}
_LAST_WORDS = {"siste", "last"}
_FILLER_WORDS = """
den det de nummer nr no alternativ valg val option number jeg eg mener meiner tror trur vil ha ta velger vel
tar tek ja takk om med for på the one i mean want take choose please about yes er is it som vi oss heller da
"""
_FILLERS = frozenset(_FILLER_WORDS.split())
_FILLERS_OF_PLACES = _FILLERS - {"med", "for", "på", "om", "about", "er", "is"} | {
    "alternativet",
    "valget",
    "valet",
}
_WORDS = re.compile(r"[^\W_]+")
_SHORT = 8
"""A typed choice has at most so many words; a longer message says something of its own."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a picked button stands for; ids are checked by their shape only."""

    scheme: str | None = None
    topic: str | None = None
    intent: str | None = None

    def as_json(self) -> dict[str, str | None]:
        """Return the choice as Rasa's channel reads it."""
        return {"scheme": self.scheme, "topic": self.topic, "intent": self.intent}


def parse(payload: str) -> Choice | None:
    """Return the choice a button payload (`velg:<scheme>:<topic>` or `velg:intent:<intent>`) stands for."""
    payload = payload.strip()
    if match := _INTENT_PAYLOAD.fullmatch(payload):
        return Choice(intent=match[1])
    match = _TOPIC_PAYLOAD.fullmatch(payload)
    if match is None or not (match[1] or match[2]):
        return None
    return Choice(scheme=match[1], topic=match[2])


def pick(text: str, offered: Sequence[Button], *, clarifying: bool = False, asking: bool = False) -> Button | None:
    """Return the offered button a message picks, or None where it says something else.

    Args:
        text: What the employer sent: a payload, a title, a place ("2", "den andre") or part of a title.
        offered: The buttons of the bot's last messages, in order.
        clarifying: The bot asked which one was meant, so part of a title is an answer too.
        asking: A form asks for something; where its buttons have figures in them, a number is the answer
            itself and not a place.
    """
    for button in offered:
        if text.strip() == button.payload:
            return button
    words = _normal(text)
    if not words or len(words) > _SHORT:
        return None
    for button in offered:
        if words == _normal(button.title):
            return button
    figures = asking and any(character.isdigit() for button in offered for character in button.title)
    place = None if figures else _place(words, len(offered))
    if place is not None:
        return offered[place] if place < len(offered) else None
    return _by_part(words, offered) if clarifying else None


def _normal(text: str) -> list[str]:
    """Return the words of a text, case-folded and without accents that typing drops."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("é", "e").replace("ò", "o")
    return _WORDS.findall(folded)


def _place(words: list[str], count: int) -> int | None:
    """Return which place words such as "den andre" or "number two" name, counted from 0."""
    rest = [word for word in words if word not in _FILLERS_OF_PLACES] or words[-1:]
    if len(rest) != 1:
        return None
    if rest[0] in _LAST_WORDS and count:
        return count - 1
    return _PLACE_OF.get(rest[0])


def _by_part(words: list[str], offered: Sequence[Button]) -> Button | None:
    """Return the only button whose title has all the telling words; endings may differ."""
    telling = [word for word in words if word not in _FILLERS]
    if not any(len(word) >= 3 for word in telling):
        return None
    hits = [button for button in offered if all(_in_title(word, _normal(button.title)) for word in telling)]
    return hits[0] if len(hits) == 1 else None


def _in_title(word: str, title: list[str]) -> bool:
    """Tell whether a title has a word, or a form of it ("midlertidige", "mentor" of "mentortilskudd")."""
    stem = word[:-1] if len(word) > 5 and word[-1] in "aetn" else word
    return any(part == word or (len(stem) >= 3 and part.startswith(stem)) for part in title)
