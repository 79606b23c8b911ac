"""The questions of a message that were left when the most that is answered at once was answered."""

import re
from collections.abc import Sequence

from bot.dialogue.payloads import Button, Message
from bot.dialogue.reading import Question, Reading
from bot.dialogue.voice import Voice

MOST = 4
"""Questions offered again; as many as can be answered in one turn."""

LONGEST = 64
"""Bytes of a payload, Telegram's limit; a longer question is quoted without a button."""

_CUT = re.compile(
    r"(?<=[?!.])\s+|\n+|\s*[,;]?\s+(?:og|and|samt|also)\s+"
    r"(?=(?:hv|kv|kor|when|what|who|how|where|which|why|når|kan|må|får|can|do|must)\w*\b)",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:og|and|samt|also|men|but)\s+", re.IGNORECASE)


def left_over(reading: Reading, answered: Sequence[Question]) -> list[str]:
    """Return the questions that come after the last one that was answered, in the employer's own words."""
    end = 0
    for question in answered:
        found = reading.text.find(question.text, end)
        end = found + len(question.text) if found >= 0 else end
    parts = (_LEAD.sub("", part.strip(" ,;-\t")) for part in _CUT.split(reading.text[end:]))
    return [part for part in parts if len(part.split()) > 1][:MOST] if end else []


def left_over_message(reading: Reading, answered: Sequence[Question], voice: Voice) -> Message:
    """Return what says that not everything was answered, and offers the rest."""
    custom = {"kind": "smalltalk", "language": voice.language}
    rest = left_over(reading, answered)
    if not rest:
        return Message(voice.say("more_questions"), custom)
    lines = "\n".join(f"- {part}" for part in rest)
    buttons = tuple(Button(part, part) for part in dict.fromkeys(rest) if len(part.encode()) <= LONGEST)
    return Message(f"{voice.say('more_questions_left')}\n{lines}", custom, buttons)
