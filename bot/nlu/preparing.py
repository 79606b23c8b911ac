"""Get a message ready for the features: names of schemes and places give way to one word each."""

from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

from bot.nlu.examples import Example
from bot.nlu.features import PLACEHOLDER
from bot.nlu.gazetteer import Gazetteer, Mention
from bot.nlu.places import Places
from bot.nlu.stories import compose
from bot.nlu.trust import measure_trust

TOPICS = frozenset(
    [
        "overview",
        "eligibility",
        "employer_requirements",
        "amount",
        "covers",
        "duration",
        "apply",
        "refund",
        "combine",
        "changes",
        "legal",
        "example",
    ]
)
"""The contract's topics of a scheme."""

EMBEDDED_CHARACTERS = 400
"""At most so much of a text is embedded, from its end."""


@dataclass
class Prepared:
    """A message as written, what it names, and how the two kinds of features get it."""

    text: str
    mentions: List[Mention]
    sparse_text: str
    dense_text: str


@dataclass
class Preparer:
    """Prepares messages with what it knows by name."""

    gazetteer: Gazetteer
    places: Places

    def prepare(self, text: str, found: Optional[Sequence[Mention]] = None) -> Prepared:
        """Return a message with its names replaced; `found` is what it names, where that is known already."""
        mentions = list(self.gazetteer.find(text) if found is None else found)
        pieces, last = [], 0
        for mention in mentions:
            if self.gazetteer.is_weak(mention):
                continue
            pieces += [text[last : mention.start], PLACEHOLDER]
            last = mention.end
        sparse_text = "".join(pieces) + text[last:]
        # A question stands at the end of a story; embedding all of a very long text would hold up everybody.
        dense_text = sparse_text.replace(PLACEHOLDER, "ordningen")[-EMBEDDED_CHARACTERS:]
        return Prepared(text, mentions, self.places.hide(sparse_text), dense_text)

    def names_scheme(self, item: Prepared) -> bool:
        """Tell whether a message names a scheme in a word that can be trusted."""
        return any(not self.gazetteer.is_weak(mention) for mention in item.mentions)


def prepare_training(
    examples: Sequence[Example], gazetteer: Gazetteer, places: Places, stories: int
) -> Tuple[Preparer, List[Example], List[Prepared]]:
    """Return a preparer that knows how far names can be trusted, and the examples and composed stories, prepared."""
    names = {scheme: set(known) for scheme, known in gazetteer.names.items()}
    everything = [*examples, *compose(examples, TOPICS, stories)]
    found = [gazetteer.find(example.text) for example in everything]
    preparer = Preparer(Gazetteer(names, measure_trust(examples, found)), places)
    return preparer, everything, [preparer.prepare(example.text, named) for example, named in zip(everything, found)]
