"""Put questions that are asked in nearly the same words together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.learning.collect import Trouble, Unclear
from bot.learning.similarity import copies, key_of

VARIANTS = 5
"""Other wordings that are shown for one question."""


@dataclass(frozen=True, slots=True)
class Group:
    """One question and how often it was asked."""

    first: Unclear
    count: int
    variants: tuple[str, ...]
    kinds: tuple[Trouble, ...]


def grouped(found: Sequence[Unclear]) -> list[Group]:
    """Return the questions, the ones asked most often first; each stands for its near copies in the same language."""
    keys = [key_of(item.text) for item in found]
    near: dict[int, list[int]] = {}
    for one, other, _score in copies(keys, keys):
        if found[one].language == found[other].language:
            near.setdefault(one, []).append(other)
    groups: list[Group] = []
    taken: set[int] = set()
    # The wording with most near copies speaks for the group, so that no chain of small changes joins what differs.
    for place in sorted(range(len(found)), key=lambda one: (-len(near.get(one, ())), one)):
        if place in taken or not keys[place]:
            continue
        members = [place, *(other for other in near[place] if other != place and other not in taken)]
        taken.update(members)
        groups.append(_group([found[member] for member in members]))
    return sorted(groups, key=lambda group: -group.count)


def _group(members: Sequence[Unclear]) -> Group:
    texts = Counter(item.text for item in members)
    spoken = texts.most_common(1)[0][0]
    first = next(item for item in members if item.text == spoken)
    others = tuple(text for text, _count in texts.most_common() if text != spoken)[:VARIANTS]
    kinds = tuple(kind for kind in Trouble if any(item.kind is kind for item in members))
    return Group(first, len(members), others, kinds)
