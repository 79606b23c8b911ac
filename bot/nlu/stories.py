"""Make more stories to learn from: a situation told in one training sentence, and a question asked in another.

People tell what happened and then ask, or ask and then explain. The situation tells the scheme and the question the
topic, so both are known for any pair of them. Only training sentences are used, and a fixed seed.
"""

import random
from collections import defaultdict
from collections.abc import Sequence

from bot.nlu.examples import Example
from bot.nlu.splitting import is_asking, split

SEED = 20261122
LEAST_WORDS = 6
"""A situation shorter than this tells no scheme."""

ASKED_WORDS = 3
"""A question shorter than this is no sentence."""

ASKED_LAST = 0.75
"""Share of the stories that end with the question; the others begin with it."""


def compose(examples: Sequence[Example], topics: frozenset[str], count: int) -> list[Example]:
    """Return `count` stories, as many for each scheme; none where there is nothing to make them of."""
    situations: dict[str, list[str]] = defaultdict(list)
    questions: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        if len(example.schemes) == 1:
            told = _told(example.text)
            if told:
                situations[example.schemes[0]].append(told)
        elif example.intent in topics and not example.schemes and len(example.text.split()) >= ASKED_WORDS:
            questions[example.intent].append(example.text)
    if not situations or not questions:
        return []
    chance = random.Random(SEED)
    schemes, asked = sorted(situations), sorted(questions)
    stories = []
    for number in range(count):
        scheme, topic = schemes[number % len(schemes)], chance.choice(asked)
        told, question = chance.choice(situations[scheme]), chance.choice(questions[topic])
        last = chance.random() < ASKED_LAST
        text = f"{told} {question[0].upper()}{question[1:]}" if last else f"{question.rstrip('?')}? {told}"
        stories.append(Example(text, topic, (scheme,)))
    return stories


def _told(text: str) -> str:
    """Return the sentences of a story that ask nothing, or nothing where they are too few."""
    parts = split(text)
    told = [part if part[-1] in ".!?" else f"{part}." for part in parts if not is_asking(part)]
    joined = " ".join(told)
    return joined if len(parts) > 1 and len(joined.split()) >= LEAST_WORDS else ""
