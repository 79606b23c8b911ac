"""Read many messages with a trained model, outside of Rasa.

Usage: `python -m bot.nlu.propose MODEL`, a list of texts as JSON on standard input; writes what
`bot.dialogue.reading.Reading.from_message` reads, as a JSON list.
"""

import json
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any, Dict, List

from bot.nlu.encoder.engine import FILES
from bot.nlu.model import UnderstandingModel

PARTS = ("understanding.npz", "understanding.json", *FILES)
"""Files of the understanding inside Rasa's archive."""


def load(archive: Path) -> UnderstandingModel:
    """Return the understanding of a trained model file."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(archive) as packed:
        for member in packed.getmembers():
            name = Path(member.name).name
            content = packed.extractfile(member) if name in PARTS else None
            if content is not None:
                (Path(folder) / name).write_bytes(content.read())
        return UnderstandingModel.load(Path(folder))


def read_all(model: UnderstandingModel, texts: List[str]) -> List[Dict[str, Any]]:
    """Return what each text means, in the shape of Rasa's latest message."""
    found = []
    for text in texts:
        reading = model.read(text)
        entities = [
            {"entity": "scheme", "value": mention.scheme, "start": mention.start, "end": mention.end}
            for mention in reading.mentions
            if not mention.negated
        ]
        questions = reading.as_json()
        found.append({"text": text, "questions": questions, "entities": entities, "more_questions": reading.more})
    return found


def main() -> None:
    """Read texts from standard input and write their meanings to standard output."""
    texts = json.load(sys.stdin)
    json.dump(read_all(load(Path(sys.argv[1])), texts), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
