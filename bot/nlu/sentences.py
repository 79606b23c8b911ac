"""What each training sentence teaches, and which of them the encoder never sees.

Usage: `python -m bot.nlu.sentences FILE` writes the sentences to tune the encoder on, as JSON. One in ten is left
out, so that the heads can be calibrated on sentences that the encoder has not learnt.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np

from bot.nlu.examples import Example
from bot.nlu.preparing import TOPICS, Prepared, Preparer, prepare_training
from bot.nlu.trust import NO_SCHEME

UNSEEN_EVERY = 10
"""One sentence in so many is never shown to the encoder."""

NO_SCHEME_WEIGHT = 0.3
"""Questions without any scheme are many in the training data and few in life; each counts this much."""

COMPONENT = "bot.nlu.components.Understanding"


def is_unseen(text: str) -> bool:
    """Tell whether a sentence is kept from the encoder. The sentence itself decides, so that it stays so."""
    return int(hashlib.sha256(text.lower().encode("utf-8")).hexdigest(), 16) % UNSEEN_EVERY == 0


def scheme_rows(examples: Sequence[Example]) -> Tuple[np.ndarray, List[str], np.ndarray]:
    """Return the rows, labels and weights that teach which scheme a message means.

    One that fits several schemes counts a share for each; a question that fits none teaches `NO_SCHEME`.
    """
    rows: List[int] = []
    labels: List[str] = []
    weights: List[float] = []
    for row, example in enumerate(examples):
        for label, weight in _scheme_shares(example).items():
            rows.append(row)
            labels.append(label)
            weights.append(weight)
    return np.array(rows, dtype=np.int64), labels, np.array(weights)


def _scheme_shares(example: Example) -> Dict[str, float]:
    if example.schemes:
        return {scheme: 1.0 / len(example.schemes) for scheme in example.schemes}
    return {NO_SCHEME: NO_SCHEME_WEIGHT} if example.intent in TOPICS else {}


def _told_shares(example: Example, item: Prepared, preparer: Preparer) -> Dict[str, float]:
    """Return the same, where the text the encoder gets still tells it: with the name taken away it would not."""
    return {} if preparer.names_scheme(item) else _scheme_shares(example)


def rows_to_tune_on(
    examples: Sequence[Example], prepared: Sequence[Prepared], preparer: Preparer
) -> List[Dict[str, Any]]:
    """Return the sentences that the encoder may see: the text it gets, the intent, and shares of schemes."""
    return [
        {"text": item.dense_texts[0], "intent": example.intent, "schemes": _told_shares(example, item, preparer)}
        for example, item in zip(examples, prepared)
        if not is_unseen(example.text)
    ]


def main() -> None:
    """Read data/nlu and write the sentences to tune on."""
    import yaml

    from bot.nlu import without_tensorflow

    without_tensorflow.install()
    from rasa.shared.nlu.training_data.loading import load_data

    from bot.nlu.components import Understanding, example_of
    from bot.nlu.gazetteer import Gazetteer, read_names
    from bot.nlu.places import Places, read_places

    pipeline = yaml.safe_load(Path("config.yml").read_text("utf-8"))["pipeline"]
    config = {**Understanding.get_default_config(), **next(part for part in pipeline if part["name"] == COMPONENT)}
    examples = [example_of(message) for message in load_data("data/nlu").intent_examples]
    preparer, examples, prepared = prepare_training(
        examples,
        Gazetteer(read_names(Path(config["knowledge"]))),
        Places(read_places(Path(config["places"]))),
        int(config["stories"]),
    )
    rows = rows_to_tune_on(examples, prepared, preparer)
    Path(sys.argv[1]).write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    sys.stdout.write(f"{len(rows)} of {len(examples)} sentences written\n")


if __name__ == "__main__":
    main()
