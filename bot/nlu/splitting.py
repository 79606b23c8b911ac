"""Split a message into the questions it holds."""

import re
from functools import lru_cache
from typing import Any

import spacy

from bot.nlu.normalise import fold

MAX_PARTS = 12
"""More sentences than this are a story, read as one."""

_BEFORE = r"^(?:(?:og|and|men|but|hei|hi|hello|så|so)\s+)*"
_QUESTION_WORDS = (
    r"hva|hvem|hvor|hvordan|hvorfor|hvilke[nt]?|når|what|who|where|how|why|which|when|can|must|do|does|is|are|will|"
    r"should|could"
)
_VERBS = r"kan|må|får|skal|er|har|dekker|gjelder|finnes|trenger|bør"
_SUBJECTS = r"jeg|du|vi|dere|de|dei|han|hun|hen|det|den|dette|denne|man|en|noen|noe|nav"
_STARTS_LIKE_QUESTION = re.compile(rf"{_BEFORE}(?:{_QUESTION_WORDS}|{_VERBS})\b")
_ASKS_FOR_SURE = re.compile(rf"{_BEFORE}(?:(?:{_QUESTION_WORDS})\b|(?:{_VERBS})\s+(?:{_SUBJECTS})\b)")
"""The same, without verbs whose subject is left out."""

_JOINED = re.compile(
    r"\s*(?:,|;)?\s+(?:og|and|samt|dessuten|also)\s+(?=(?:hva|hvem|hvor|hvordan|hvilke[nt]?|når|kva|kven|kor|korleis|"
    r"kva for|what|who|how|where|which|when|kan\s+(?:vi|me|jeg|eg|de)|må\s+(?:vi|me)|får\s+(?:vi|me)|can\s+we|"
    r"do\s+we|must\s+we)\b)",
    re.IGNORECASE,
)

_LISTED = re.compile(
    r"\s*,\s+(?=(?:hva|hvem|hvordan|hvilke[nt]?|hvor\s+(?:mye|lenge|mange|ofte|stor|høy)|kva|kven|korleis|"
    r"kor\s+(?:mykje|lenge|mange|ofte|stor|høg)|what|how)\b)",
    re.IGNORECASE,
)
"""A comma between questions; words that may also begin a clause ("når", "which", "hvor han") do not count."""

_CLAUSE = re.compile(r"^(?:når|when|while)\s+(?!kan|må|får|skal|er|blir|can|do|does|is|are|will|must)", re.IGNORECASE)
"""The beginning of a clause that tells when, and asks nothing."""


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
            parts += [piece.strip(" ,;-") for joined in _JOINED.split(sentence.text) for piece in _listed(joined)]
    parts = [part for part in parts if any(letter.isalpha() for letter in part)]
    return parts if 1 < len(parts) <= MAX_PARTS else [text]


def _listed(text: str) -> list[str]:
    """Part "hva er det, hvor lenge varer det", but not "hvis han slutter, hva gjør vi", which is one question."""
    pieces = _LISTED.split(text)
    return pieces if all(is_asking(piece) and not _CLAUSE.match(piece) for piece in pieces) else [text]


def may_ask(part: str) -> bool:
    """Tell whether a part could be a question, by itself or after a colon ("to ting: hvor mye får vi")."""
    return part.rstrip().endswith("?") or bool(_STARTS_LIKE_QUESTION.match(_asked(part)))


def is_asking(part: str) -> bool:
    """Tell whether a part reads as a question; "Trenger tre stykker i juli." only tells."""
    ends = part.rstrip().endswith((".", "!"))
    return bool(_ASKS_FOR_SURE.match(_asked(part))) if ends else may_ask(part)


def _asked(part: str) -> str:
    return fold(part.rpartition(":")[2].strip())
