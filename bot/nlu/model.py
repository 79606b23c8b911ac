"""The model of understanding: which topic, which scheme, how sure, and how many questions."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from bot.nlu.crossing import Crossing
from bot.nlu.danger import CRISIS, Danger, beside, told_parts, with_danger
from bot.nlu.embedding import TUNED, CachedEmbedder, embed_with_disk_cache, load_embedder, make_embedder
from bot.nlu.examples import Example
from bot.nlu.features import SparseFeatures
from bot.nlu.gazetteer import Gazetteer
from bot.nlu.heads import Features, LinearHead
from bot.nlu.naming import firm_names, hinted_names, with_names
from bot.nlu.places import Places
from bot.nlu.preparing import Prepared, Preparer, prepare_training
from bot.nlu.reading import RANKING, Question, Reading, carry_schemes, danger_of, with_schemes_of
from bot.nlu.scope import OUT_OF_SCOPE, Scope
from bot.nlu.sentences import is_unseen, scheme_rows
from bot.nlu.spelling import Spelling
from bot.nlu.splitting import is_asking, split
from bot.nlu.trust import ABOUT_SEVERAL, NO_SCHEME
from bot.nlu.whitening import Whitening
from bot.nlu.workers import side_by_side

SOCIAL = {"greet", "goodbye", "thanks", "affirm", "chitchat"}
"""Intents that give way to a question in the same message."""

OVERRIDES_NAME = 0.5
"""From this probability one scheme is meant, whatever others are named beside it or instead of it."""

BESIDE = 0.15
"""Where one scheme is meant, another one that is named is meant as well only from this probability."""

NO_WORDS = 0.2
"""What a guess is worth where no word of a message is known: less than any threshold."""

DANGER = 0.35
"""From this probability of a crisis in any part of a message, that part speaks for the whole."""

OUTSIDE_ODDS = 2.0
"""How many times likelier messages out of scope are in life than among the training sentences."""

SIGN_OF_DANGER = 0.1
"""From this probability of a crisis those odds are left alone: help must not be turned away as out of scope."""

HINT_OF_DANGER = 0.03
"""A part of a message is read together with its neighbours from this probability of a crisis."""

LEAST_SHARE = 0.05
"""A scheme inferred with less than this has no say in what the words mean."""

MAX_QUESTIONS = 4
SURE_PART = 0.38
"""A part of a message counts as a question of its own from this probability."""


class Meant(NamedTuple):
    """The schemes a message names, and how likely each scheme is the one meant."""

    named: list[str]
    likely: np.ndarray


@dataclass
class UnderstandingModel:
    """Gazetteer, features and heads."""

    preparer: Preparer
    features: SparseFeatures
    embedder: CachedEmbedder
    whitening: Whitening
    crossing: Crossing
    intents: LinearHead
    schemes: LinearHead
    scope: Scope
    danger: Danger
    embedding: str = TUNED

    # -- reading -----------------------------------------------------------------------------------------------

    def read(self, text: str) -> Reading:
        """Return what `text` means."""
        parts = split(text)
        if len(parts) == 1:
            return Reading(self._questions([text]), self.preparer.find(text))
        whole, *single = self._questions([text, *parts])
        mentions = self.preparer.find(text)
        hints = [n for n, question in enumerate(single) if danger_of(question) >= HINT_OF_DANGER]
        together = self._questions(beside(parts, hints)) if hints else []
        danger = max([whole, *single, *together], key=danger_of)
        if danger_of(danger) >= DANGER:
            # Signs of danger in any part of a message go before whatever else it asks.
            return Reading([danger], mentions)
        asked = [is_asking(self.preparer.spelling.correct(part).text) for part in parts]
        asking = [q for asks, q in zip(asked, single) if asks and q.intent not in SOCIAL]
        sure = [q for q in asking if q.confidence >= SURE_PART]
        distinct = {(q.intent, tuple(q.named)) for q in sure}
        if len(sure) >= 2 and len(distinct) >= 2:
            questions = carry_schemes(whole, single, sure)
            return Reading(questions[:MAX_QUESTIONS], mentions, max(0, len(questions) - MAX_QUESTIONS))
        substance = [q for q in single if q.intent not in SOCIAL or q.confidence < 0.5]
        if len(substance) == 1 and len(substance) < len(single):
            return Reading([with_schemes_of(substance[0], whole)], mentions)
        return Reading([whole], mentions)

    def _features(self, prepared: Sequence[Prepared], vectors: np.ndarray) -> Features:
        sparse = self.features.transform([item.sparse_text for item in prepared])
        return Features(sparse.astype(np.float32), self.whitening.apply(vectors))

    def _vectors(self, prepared: Sequence[Prepared]) -> np.ndarray:
        both = self.embedder.embed([text for item in prepared for text in item.dense_texts])
        return np.asarray(both.reshape(len(prepared), 2, self.embedder.dimensions).mean(axis=1))

    def _questions(self, texts: Sequence[str]) -> list[Question]:
        prepared = [self.preparer.prepare(text) for text in texts]
        features = self._features(prepared, self._vectors(prepared))
        naming = [self.preparer.names_scheme(item) for item in prepared]
        outside = self.scope.probability(features, [item.sparse_text for item in prepared], naming)
        likely = self.schemes.probabilities(with_names(features, prepared, self.preparer.schemes))
        meant = [Meant(firm_names(item), row) for item, row in zip(prepared, likely)]
        crossed = self.crossing.apply(features, self._shares(likely))
        classes = self.intents.classes
        intents = with_danger(self.intents.probabilities(crossed), classes, self.danger.probability(features))
        intents = with_scope(intents, classes, outside)
        known = np.array([self.scope.knows_a_word(item.text) for item in prepared])
        intents = np.where(known[:, None], intents, intents * NO_WORDS)
        return [self._question(*row) for row in zip(prepared, intents, meant)]

    def _shares(self, likely: np.ndarray) -> np.ndarray:
        """Return how much of each message belongs to each scheme, for the crossing."""
        places = [self.schemes.classes.index(scheme) for scheme in self.crossing.schemes]
        shares = likely[:, places]
        return np.where(shares >= LEAST_SHARE, shares, 0.0).astype(np.float32)

    def _named(self, meant: Meant, intent: str) -> list[str]:
        """Return the named schemes that are meant; none where the situation speaks strongly for another one."""
        classes = self.schemes.classes
        likeliest, probability = classes[int(meant.likely.argmax())], float(meant.likely.max())
        unknown = any(scheme not in classes for scheme in meant.named)
        if unknown or likeliest == NO_SCHEME or probability < OVERRIDES_NAME:
            return meant.named
        if likeliest not in meant.named:
            return []
        if intent in ABOUT_SEVERAL:
            return meant.named
        return [scheme for scheme in meant.named if meant.likely[classes.index(scheme)] >= BESIDE]

    def _question(self, item: Prepared, intents: np.ndarray, meant: Meant) -> Question:
        ranking = _top(self.intents.classes, intents)
        return Question(
            text=item.written,
            intent=ranking[0][0],
            confidence=ranking[0][1],
            ranking=ranking,
            named=self._named(meant, ranking[0][0]),
            weak=hinted_names(item),
            excluded=list(dict.fromkeys(m.scheme for m in item.mentions if m.negated)),
            inferred=_top(self.schemes.classes, meant.likely),
        )

    # -- training and storage ----------------------------------------------------------------------------------

    @classmethod
    def train(
        cls,
        examples: Sequence[Example],
        gazetteer: Gazetteer,
        *,
        places: Places | None = None,
        embedding: str = TUNED,
        dense_weight: float = 0.5,
        strength: float = 4.0,
        stories: int = 0,
        cache: Path | None = None,
    ) -> "UnderstandingModel":
        """Train on `examples` and on `stories` made of them; vectors are kept in `cache` for the next training."""
        model = cls.__new__(cls)
        written = len(examples)
        model.preparer, examples, prepared = prepare_training(examples, gazetteer, places or Places(()), stories)
        engine = make_embedder(embedding)
        calm = [model.preparer.prepare(part) for part in told_parts(examples[:written])]
        vectors = embed_with_disk_cache(engine, [item.dense_texts[0] for item in [*prepared, *calm]], cache)
        vectors, calm_vectors = vectors[: len(prepared)], vectors[len(prepared) :]
        model.features = SparseFeatures.fit([item.sparse_text for item in prepared])
        model.embedding = embedding
        model.embedder, model.whitening = CachedEmbedder(engine), Whitening.fit(vectors, dense_weight)
        features = model._features(prepared, vectors)
        kept_back = np.array([row < written and is_unseen(example.text) for row, example in enumerate(examples)])
        meant = [example.schemes for example in examples]
        model.crossing = Crossing.fit(features, model.features.words, meant)
        crossed = model.crossing.apply(features, model.crossing.shares(meant))
        rows, labels, weights = scheme_rows(examples)
        named = with_names(features, prepared, model.preparer.schemes).rows(rows)
        with side_by_side(ignoring=ConvergenceWarning) as pool:
            asked = [example.intent for example in examples]
            intents = pool.submit(LinearHead.train, crossed, asked, kept_back, strength=strength)
            schemes = pool.submit(LinearHead.train, named, labels, kept_back[rows], strength=strength, weights=weights)
            scope = pool.submit(
                Scope.train,
                features,
                [item.sparse_text for item in prepared],
                [model.preparer.names_scheme(item) for item in prepared],
                [example.intent == OUT_OF_SCOPE for example in examples],
                kept_back,
                strength,
            )
            danger = pool.submit(
                Danger.train,
                features.and_more(model._features(calm, calm_vectors)) if calm else features,
                [example.intent == CRISIS for example in examples] + [False] * len(calm),
                np.concatenate([kept_back, [is_unseen(item.text) for item in calm]]).astype(bool),
                strength,
            )
        model.intents, model.schemes = intents.result(), schemes.result()
        model.scope, model.danger = scope.result(), danger.result()
        return model

    def save(self, folder: Path) -> None:
        """Write the model as arrays and JSON; no pickles."""
        folder.mkdir(parents=True, exist_ok=True)
        arrays = {
            **self.features.arrays(), **self.intents.arrays("intents"), **self.schemes.arrays("schemes"),
            **self.scope.arrays(), **self.danger.head.arrays("danger"),
            **self.crossing.arrays(), "centre": self.whitening.centre, "whitening": self.whitening.matrix,
        }  # fmt: skip
        np.savez(folder / "understanding.npz", **arrays)
        known = {"places": self.preparer.places.names, "words": self.preparer.spelling.counts}
        meta = {"embedding": self.embedding, "gazetteer": self.preparer.gazetteer.to_json(), **known}
        (folder / "understanding.json").write_text(json.dumps(meta, ensure_ascii=False), "utf-8")
        self.embedder.engine.save(folder)

    @classmethod
    def load(cls, folder: Path) -> "UnderstandingModel":
        """Read a model written by `save`."""
        meta = json.loads((folder / "understanding.json").read_text("utf-8"))
        with np.load(folder / "understanding.npz", allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        return cls(
            Preparer(Gazetteer.from_json(meta["gazetteer"]), Places(meta["places"]), Spelling(meta["words"])),
            SparseFeatures.from_arrays(arrays),
            CachedEmbedder(load_embedder(meta["embedding"], folder)),
            Whitening(arrays["centre"], arrays["whitening"]),
            Crossing.from_arrays(arrays),
            LinearHead.from_arrays("intents", arrays),
            LinearHead.from_arrays("schemes", arrays),
            Scope.from_arrays(arrays),
            Danger(LinearHead.from_arrays("danger", arrays)),
            meta["embedding"],
        )


def with_scope(probabilities: np.ndarray, classes: Sequence[str], outside: np.ndarray) -> np.ndarray:
    """Return the probabilities of the intents with the scope's own judgement of what is out of scope."""
    if OUT_OF_SCOPE not in classes:
        return probabilities
    column = classes.index(OUT_OF_SCOPE)
    likelier = OUTSIDE_ODDS * outside / (1.0 - outside + OUTSIDE_ODDS * outside)
    danger = probabilities[:, classes.index(CRISIS)] if CRISIS in classes else np.zeros(len(outside))
    outside = np.where(danger < SIGN_OF_DANGER, likelier, outside)
    inside = probabilities.copy()
    inside[:, column] = 0.0
    inside *= ((1.0 - outside) / np.maximum(inside.sum(axis=1), 1e-9))[:, None]
    inside[:, column] = outside
    return inside


def _top(classes: Sequence[str], probabilities: np.ndarray) -> list[tuple[str, float]]:
    order = np.argsort(-probabilities)[:RANKING]
    return [(classes[index], round(float(probabilities[index]), 4)) for index in order]
