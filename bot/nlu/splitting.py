"""Split a message into the questions it holds."""

import re
from functools import lru_cache
from typing import Any

import spacy

from bot.nlu.normalise import fold

MAX_PARTS = 12
"""More sentences than this are a story, read as one."""

_ASKING = (
    r"hva|hvem|hvor|hvordan|hvorfor|hvilke[nt]?|når|kan|må|får|skal|er|har|dekker|gjelder|finnes|trenger|bør|"
    r"what|who|where|how|why|which|when|can|must|do|does|is|are|will|should|could"
)
_STARTS_LIKE_QUESTION = re.compile(rf"^(?:(?:og|and|men|but|hei|hi|hello|så|so)\s+)*(?:{_ASKING})\b")
_JOINED = re.compile(
    r"\s*(?:,|;)?\s+(?:og|and|samt|dessuten|also)\s+(?=(?:hva|hvem|hvor|hvordan|hvilke[nt]?|når|kva|kven|kor|korleis|"
    r"kva for|what|who|how|where|which|when|kan\s+(?:vi|me|jeg|eg|de)|må\s+(?:vi|me)|får\s+(?:vi|me)|can\s+we|"
    r"do\s+we|must\s+we)\b)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _sentences() -> Any:
    pipeline = spacy.blank("nb")
    pipeline.add_pipe("sentencizer", config={"punct_chars": [".", "!", "?", "…"]})
    return pipeline


def tokenizer() -> Any:
    """Return spaCy's Norwegian tokenizer with its sentence splitter, made once."""
    return _sentences()


def split(text: str) -> list[str]:
    """Return the parts of `text` that may be questions of their own, in order."""
    parts: list[str] = []
    for line in text.splitlines():
        for sentence in _sentences()(line).sents:
            parts += [piece.strip(" ,;-") for piece in _JOINED.split(sentence.text)]
    parts = [part for part in parts if any(letter.isalpha() for letter in part)]
    return parts if 1 < len(parts) <= MAX_PARTS else [text]


def is_asking(part: str) -> bool:
    """Tell whether a part reads as a question."""
    return part.rstrip().endswith("?") or bool(_STARTS_LIKE_QUESTION.match(fold(part)))
