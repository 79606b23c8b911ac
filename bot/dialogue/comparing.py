"""Sets two schemes side by side: a row for each topic that differs, one sentence for those that do not."""

import re
from collections.abc import Sequence
from typing import Any

from rapidfuzz import fuzz

from bot.dialogue.answers import source_json
from bot.dialogue.payloads import Button, Message, choose
from bot.dialogue.voice import Voice
from bot.knowledge.model import Answer, Source

COMPARED = ("overview", "eligibility", "amount", "covers", "duration", "apply")
"""Topics that tell two schemes apart."""

ALIKE = 84.0
ALIKE_ORDERED = 75.0
"""Texts this alike (0-100) say the same: the words they share, and all of their words. Measured on every pair of
schemes: the wage subsidies cover the same costs, VTA and VTA-O are for the same people, and no others come near."""

_SUBSIDY = re.compile(r"l[øo]nns?til?s[ck]\w*|tilsk\w*|subsid\w*", re.IGNORECASE)
_KINDS = (
    ("varig-lonnstilskudd", re.compile(r"\b(?:varige?|permanente?|permanent)\b", re.IGNORECASE)),
    ("midlertidig-lonnstilskudd", re.compile(r"\b(?:midlertidige?|mellombels|temporary)\b", re.IGNORECASE)),
    ("firearig-lonnstilskudd", re.compile(r"\b(?:fire ?årige?|4[- ]?årige?|four[- ]year)\b", re.IGNORECASE)),
)
"""One word for several: "varig og midlertidig lønnstilskudd" names two schemes."""


def schemes_to_compare(named: Sequence[str], text: str, earlier: str | None) -> list[str]:
    """Return the schemes a comparison is about: the named ones, else kinds of wage subsidy, else the one before too."""
    schemes = list(named)
    if len(schemes) < 2 and _SUBSIDY.search(text):
        kinds = [(match.start(), scheme) for scheme, pattern in _KINDS if (match := pattern.search(text))]
        schemes = list(dict.fromkeys([*(scheme for _, scheme in sorted(kinds)), *schemes]))
    if len(schemes) == 1 and earlier and earlier != schemes[0]:
        schemes.insert(0, earlier)
    return schemes


def comparison(first: str, second: str, voice: Voice) -> Message:
    """Return the comparison of two schemes."""
    rows, lines, alike = [], [], []
    sources: dict[str, Source] = {}
    for topic in COMPARED:
        found = [voice.knowledge.answer(scheme, topic, voice.language, voice.today) for scheme in (first, second)]
        answers = [answer for answer in found if answer is not None]
        if len(answers) < len(found):
            continue
        sources |= {source.id: source for answer in answers for source in answer.sources}
        title = voice.say(f"topic_{topic}")
        values = [_shown(answer) for answer in answers]
        if _alike(topic, (first, second), voice):
            alike.append({"topic": topic, "title": title, "value": values[0]})
            continue
        rows.append({"topic": topic, "title": title, "values": values})
        lines.append(f"{title}\n- {voice.name(first)}: {values[0]}\n- {voice.name(second)}: {values[1]}")
    parts = [voice.say("compare", first=voice.name(first), second=voice.name(second)), *lines]
    if alike:
        topics = voice.texts.listed([voice.say(f"about_{row['topic']}") for row in alike], voice.language)
        parts.append(voice.say("compare_alike", topics=topics))
    custom: dict[str, Any] = {
        "kind": "comparison",
        "language": voice.language,
        "schemes": [first, second],
        "titles": [voice.name(first), voice.name(second)],
        "rows": rows,
        "alike": alike,
        "sources": [source_json(source) for source in sources.values()],
    }
    buttons = tuple(Button(voice.name(scheme), choose(scheme, "overview")) for scheme in (first, second))
    return Message("\n\n".join(parts), custom, buttons)


def _shown(answer: Answer) -> str:
    """Return the part of an answer that stands in a table: its first paragraph, with a list that it announces."""
    first, *rest = answer.text.split("\n\n")
    return f"{first}\n{rest[0]}" if rest and rest[0].startswith("- ") else first


def _alike(topic: str, schemes: Sequence[str], voice: Voice) -> bool:
    """Tell whether two schemes say the same on a topic, whatever each is called; another figure is a difference.

    Judged in bokmål, so that a comparison has the same rows in every language.
    """
    found = [voice.knowledge.answer(scheme, topic, "nb", voice.today) for scheme in schemes]
    names = [voice.knowledge.schemes[scheme].name["nb"] for scheme in schemes]
    first, second = (_plain(answer, name) for answer, name in zip(found, names, strict=True))
    if re.findall(r"\d+", first) != re.findall(r"\d+", second):
        return False
    return fuzz.token_sort_ratio(first, second) >= ALIKE_ORDERED and fuzz.token_set_ratio(first, second) >= ALIKE


def _plain(answer: Answer | None, name: str) -> str:
    text = "" if answer is None else _shown(answer).casefold().replace(name.casefold(), " ")
    return " ".join(re.findall(r"\w+", text))
