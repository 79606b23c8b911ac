"""Get a message ready for the features: slips are corrected, names of schemes and places give way to one word each."""

from dataclasses import dataclass, replace
from itertools import chain
from typing import List, Optional, Sequence, Tuple

from bot.nlu.danger import CRISIS
from bot.nlu.examples import Example
from bot.nlu.features import PLACEHOLDER
from bot.nlu.gazetteer import Gazetteer, Mention
from bot.nlu.places import Places
from bot.nlu.spelling import Spelling
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
    """A message, what it names, and how the two kinds of features get it."""

    written: str
    """The message as it came."""

    text: str
    """The message with its slips corrected; the places of what it names are places in it."""

    mentions: List[Mention]
    firm: List[Mention]
    """Names that can be trusted, without those ruled out."""

    hints: List[Mention]
    """Everyday words that may mean a scheme, without those ruled out."""

    sparse_text: str
    dense_texts: Tuple[str, str]
    """As it came and corrected: a correction may be wrong, and the two together harm least."""


@dataclass
class Preparer:
    """Prepares messages with the words and names it knows."""

    gazetteer: Gazetteer
    places: Places
    spelling: Spelling

    @property
    def schemes(self) -> List[str]:
        """The schemes that have names."""
        return list(self.gazetteer.names)

    def prepare(self, text: str, found: Optional[Sequence[Mention]] = None) -> Prepared:
        """Return a message with its names replaced; `found` is what it names as it came, where that is known."""
        corrected = self.spelling.correct(text).text
        named = mentions = list(self.gazetteer.find(text) if found is None else found)
        if corrected != text:
            # Corrected words are of another length, so what is named stands elsewhere.
            mentions = self.gazetteer.find(corrected)
        sparse_text = self._without_names(corrected, mentions)
        meant = [mention for mention in mentions if not mention.negated]
        return Prepared(
            text,
            corrected,
            mentions,
            firm=[mention for mention in meant if not self.gazetteer.is_weak(mention)],
            hints=[mention for mention in meant if self.gazetteer.is_weak(mention)],
            sparse_text=self.places.hide(sparse_text),
            dense_texts=(_embedded(self._without_names(text, named)), _embedded(sparse_text)),
        )

    def find(self, text: str) -> List[Mention]:
        """Return what a message names, slips corrected, with its places in the message as it came."""
        corrected = self.spelling.correct(text)
        return [
            replace(mention, start=corrected.as_written(mention.start), end=corrected.as_written(mention.end))
            for mention in self.gazetteer.find(corrected.text)
        ]

    def _without_names(self, text: str, mentions: Sequence[Mention]) -> str:
        pieces, last = [], 0
        for mention in mentions:
            if self.gazetteer.is_weak(mention):
                continue
            pieces += [text[last : mention.start], PLACEHOLDER]
            last = mention.end
        return "".join(pieces) + text[last:]

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
    texts = [example.text for example in examples]
    # What people in danger write is never taken for a slip, however rare: "skammen" is not "sammen".
    danger = [example.text for example in examples if example.intent == CRISIS]
    spelling = Spelling.learn(texts, names=chain.from_iterable(names.values()), rare=[*places.names, *danger])
    preparer = Preparer(Gazetteer(names, measure_trust(examples, found)), places, spelling)
    return preparer, everything, [preparer.prepare(example.text, named) for example, named in zip(everything, found)]


def _embedded(text: str) -> str:
    # A question stands at the end of a story; embedding all of a very long text would hold up everybody.
    return text.replace(PLACEHOLDER, "ordningen")[-EMBEDDED_CHARACTERS:]
