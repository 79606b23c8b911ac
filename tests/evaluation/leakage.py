"""Prove that no held-out sentence, nor a near copy of one, stands in the training data or the knowledge texts.

Usage: `python -m tests.evaluation.leakage`. A sentence of at least three words leaks when a training sentence is 90 %
alike (or more) after lower-casing and dropping punctuation, or when a knowledge text is or holds it word for word;
one of two words when it is the same. What people can hardly say in another way (single words, "ha det", the bare
name of a scheme) is no leak, nor are the titles of buttons (data/knowledge/messages), which teach nothing.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.learning.similarity import SHORT, key_of, near_pairs
from bot.settings import ROOT
from tests.evaluation.check_set import LABELS

HERE = Path(__file__).parent
QUOTED = 5
"""From so many words it is no chance that a text holds a sentence."""

SOCIAL = {
    "greet", "goodbye", "thanks", "bot_challenge", "capabilities", "language_switch", "handoff", "feedback", "chitchat",
}  # fmt: skip
"""Intents whose few usual wordings everybody shares; short ones ("takk for hjelpen") are no leak."""

SOCIAL_WORDS = 4
"""Longest shared wording of a social intent."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, where it stands, and its intent where that is known."""

    place: str
    text: str
    intent: str = ""

    key: str = ""
    """The words alone, in lower case."""

    @classmethod
    def of(cls, place: str, text: str, intent: str = "") -> "Sentence":
        """Return a sentence with its key."""
        return cls(place, text, intent, key_of(text))


@dataclass(frozen=True, slots=True)
class Leak:
    """A held-out sentence and what is like it."""

    held_out: Sentence
    found: Sentence
    score: float

    def __str__(self) -> str:
        return (
            f"{self.score:5.1f}  {self.held_out.place}: {self.held_out.text}\n"
            f"       {self.found.place}: {self.found.text}"
        )


def held_out() -> list[Sentence]:
    """Return every sentence of the evaluation set, those of conversations too."""
    sentences = []
    for name in LABELS["least"]:
        for item in yaml.safe_load((HERE / f"{name}.yml").read_text("utf-8")):
            for number, turn in enumerate(item.get("turns", []), 1):
                intent = turn["expect"].get("intent", "")
                sentences.append(Sentence.of(f"{item['id']} turn {number}", turn["user"], intent))
            if "text" in item:
                sentences.append(Sentence.of(item["id"], item["text"], item["intent"]))
    return sentences


def training() -> list[Sentence]:
    """Return every example of the training data, with its line."""
    sentences = []
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        intent = ""
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if match := re.match(r"\s*- intent: *(\S+)", line):
                intent = match[1]
            elif match := re.match(r"\s+- (.+)", line):
                sentences.append(Sentence.of(f"{path.relative_to(ROOT)}:{number}", match[1], intent))
    return sentences


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def knowledge() -> list[Sentence]:
    """Return every text, name and synonym of the knowledge base."""
    sentences = []
    for path in sorted((ROOT / "data" / "knowledge").rglob("*.yml")):
        if path.parent.name == "messages":
            continue
        content = yaml.safe_load(path.read_text("utf-8"))
        sentences += [Sentence.of(str(path.relative_to(ROOT)), text) for text in _texts(content)]
    return sentences


def scheme_names() -> set[str]:
    """Return the keys of everything a scheme is called; a bare name is nobody's sentence."""
    names = set()
    for path in (ROOT / "data" / "knowledge" / "schemes").glob("*.yml"):
        content = yaml.safe_load(path.read_text("utf-8"))
        values = [content["id"].replace("-", " "), *_texts(content["name"]), *_texts(content.get("synonyms", {}))]
        names.update(key_of(value) for value in values)
    return names


def near_copies(sentences: list[Sentence], others: list[Sentence]) -> list[Leak]:
    """Return every pair that is alike enough."""
    pairs = near_pairs([s.key for s in sentences], [o.key for o in others])
    return [Leak(sentences[row], others[column], score) for row, column, score in pairs]


def find() -> list[Leak]:
    """Return every leak."""
    sentences = [sentence for sentence in held_out() if sentence.key]
    examples, texts, names = training(), knowledge(), scheme_names()
    long = [s for s in sentences if len(s.key.split()) >= SHORT and not _shared(s)]
    leaks = near_copies(long, [e for e in examples if len(e.key.split()) >= SHORT])
    two_words = {s.key: s for s in sentences if 1 < len(s.key.split()) < SHORT and s.intent not in SOCIAL}
    leaks += [Leak(two_words[e.key], e, 100.0) for e in examples if e.key in two_words and e.key not in names]
    leaks += [leak for s in long if s.key not in names for leak in _quoted(s, texts)]
    return sorted(leaks, key=lambda leak: leak.held_out.place)


def _quoted(sentence: Sentence, texts: list[Sentence]) -> list[Leak]:
    """Return the first text that is the sentence, or holds it where it is too long for chance."""
    inside = len(sentence.key.split()) >= QUOTED
    same = (t for t in texts if t.key == sentence.key or (inside and sentence.key in t.key))
    found = next(same, None)
    return [Leak(sentence, found, 100.0)] if found else []


def _shared(sentence: Sentence) -> bool:
    return sentence.intent in SOCIAL and len(sentence.key.split()) <= SOCIAL_WORDS


def main() -> int:
    """Print the leaks and return 1 where there are any."""
    leaks = find()
    print("\n".join(str(leak) for leak in leaks) or "No held-out sentence stands in the training data.")
    return min(len(leaks), 1)


if __name__ == "__main__":
    sys.exit(main())
