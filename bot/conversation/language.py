"""Finds out which language a message is written in, and which one to answer in.

Short messages about Norwegian schemes mislead a statistical detector ("how long does lønnstilskudd last"), so
two things are weighed together: py3langid's probabilities and a count of words that give a language away.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml
from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]


class Language(StrEnum):
    """Languages the assistant answers in, and `OTHER` for all it does not speak."""

    NB = "nb"
    NN = "nn"
    EN = "en"
    OTHER = "other"


ANSWERED = (Language.NB, Language.NN, Language.EN)
"""The languages every text exists in."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DOMAIN = re.compile(
    r".*(tilskud|tilskot|mentor|varig|midlertidig|mellombels|arbeidstrening|arbeidsmarked|altinn|funksjonsassist|ekspertbistand|sommerjobb|sommarjobb"
    r"|oppfølging|avklaring|hjelpemid|inkludering|tilrettelegging|arbeidsgiverp|lærling).*|nav|vta|vta-o|aft|ips|bio|aap|nk"
)
"""Names of schemes: people use them in every language, so they say nothing."""

_NORDIC = {"no", "nn", "da", "sv", "fo", "is"}
"""Readers of these are answered in Norwegian."""

_UNDECIDED = {"en", "zxx", "pcm", "la", "eo", "vo"}
"""Labels that do not show a language we cannot speak (`zxx` is: no language)."""

_FEW_WORDS = 2
"""So short a message does not change the language of a conversation."""

_FEW_WORDS_OF_A_NAME = 4
"""So many words may be the name of a person, a place or a business."""

_CERTAIN_OTHER = 0.80
_CERTAIN_OTHER_SHORT = 0.93

_CLEAR = 0.7
"""How much more must speak for one language than for another."""

_CLEAR_FORM = 0.5
"""The same between bokmål and nynorsk; the model alone (at most 0.45) never decides."""

_SHORT_MESSAGE = 4
"""A message of at most so many words needs more to change between bokmål and nynorsk in a conversation."""

_CLEAR_FORM_SHORT = 1.5
"""How much more: one telling word, which many mix in, is not enough."""

_KNOWN_MASS = 0.25
"""So likely must English and Norwegian be together before their balance tells anything."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each language in one message."""

    words: int
    english: float
    norwegian: float
    bokmaal: float
    nynorsk: float
    other: bool

    @property
    def is_english(self) -> bool:
        """Tell whether English is clear."""
        return self.english - self.norwegian >= _CLEAR

    @property
    def is_norwegian(self) -> bool:
        """Tell whether Norwegian, in either form, is clear."""
        return self.norwegian - self.english >= _CLEAR

    @property
    def form(self) -> Language | None:
        """Return bokmål or nynorsk where one is clear."""
        if abs(self.nynorsk - self.bokmaal) < _CLEAR_FORM:
            return None
        return Language.NN if self.nynorsk > self.bokmaal else Language.NB


class _Vocabulary:
    """Words and endings of one language."""

    def __init__(self, entry: dict[str, Any], without: set[str]) -> None:
        self.words = set(entry["words"].split()) - without
        # A pattern that matches no word stands in for a list without patterns.
        self._endings = re.compile("|".join(f"(?:{ending})" for ending in entry.get("endings", ["(?!)"])))
        self._strong = re.compile(entry.get("strong", "(?!)"))

    def count(self, words: Counter[str], listed: set[str]) -> float:
        """Return how much speaks for this language: 1 for each telling word or ending, 2 for a strong one."""
        total = 0.0
        for word, times in words.items():
            if word in self.words or (word not in listed and self._endings.fullmatch(word)):
                total += min(times, 2) * (2 if self._strong.fullmatch(word) else 1)
        return total


class LanguageDetector:
    """Detects the language of messages; load once per process (the model takes about a second)."""

    def __init__(self, words_file: Path) -> None:
        """Load the statistical model and the words.

        Args:
            words_file: `language_words.yml`.
        """
        entries = yaml.safe_load(words_file.read_text(encoding="utf-8"))
        words = {name: set(entry["words"].split()) for name, entry in entries.items()}
        self._listed = words["nb"] | words["nn"]
        all_norwegian = self._listed | words["norwegian"]
        self._nb = _Vocabulary(entries["nb"], words["nn"])
        self._nn = _Vocabulary(entries["nn"], words["nb"])
        self._en = _Vocabulary(entries["en"], all_norwegian)
        self._shared = words["norwegian"] - words["en"] - self._listed
        self._other = _Vocabulary(entries["other"], all_norwegian | words["en"])
        self._model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

    def evidence(self, text: str) -> Evidence:
        """Weigh what speaks for each language in `text`."""
        found = [match.group().lower().replace("’", "'") for match in _WORD.finditer(text)]
        telling = [word for word in found if not _DOMAIN.fullmatch(word)]
        counted, everything = Counter(telling), Counter(found)
        bokmaal = self._nb.count(everything, self._listed)
        nynorsk = self._nn.count(everything, self._listed)
        english = self._en.count(counted, set())
        marked = self._nb.count(counted, self._listed) + self._nn.count(counted, self._listed)
        shared = sum(min(times, 2) for word, times in counted.items() if word in self._shared)
        norwegian = marked + shared
        likely = dict(self._model.rank(" ".join(telling))) if telling else {}
        lean, form = _balance(likely)
        other = self._is_other(text, counted, english + norwegian, likely)
        return Evidence(
            words=len(found),
            english=english + max(lean, 0.0),
            norwegian=norwegian + max(-lean, 0.0),
            bokmaal=bokmaal + max(-form, 0.0),
            nynorsk=nynorsk + max(form, 0.0),
            other=other,
        )

    def _is_other(self, text: str, words: Counter[str], known: float, likely: dict[str, float]) -> bool:
        """Tell whether a message is clearly in a language the assistant does not speak."""
        letters = [character for character in text if character.isalpha()]
        foreign = sum(character > "\u036f" and not "\u1e00" <= character <= "\u1eff" for character in letters)
        if foreign >= 2 and foreign * 2 > len(letters):
            return True
        total = sum(words.values())
        if total <= _FEW_WORDS:
            return False
        strange = self._other.count(words, set())
        if strange >= 2 and strange > known:
            return True
        if known * 3 >= total or not likely:
            return False
        label = max(likely, key=lambda name: likely[name])
        if label in _NORDIC or label in _UNDECIDED:
            return False
        certain = _CERTAIN_OTHER if total >= 5 or strange else _CERTAIN_OTHER_SHORT
        return likely[label] >= certain and known * 4 < total

    def choose(
        self, text: str, current: Language | None, *, wish: Language | None = None, naming: bool = False
    ) -> Language:
        """Return the language to answer `text` in, or `OTHER`.

        Args:
            text: The employer's message.
            current: Language of the conversation so far; None for the first message.
            wish: Norwegian form the employer asked to be answered in, if any; it stands as long as the
                employer keeps to Norwegian, whichever form they write themselves.
            naming: A form asked for something, so a few foreign words are a name, not a language.

        Returns:
            A language of the assistant, or `OTHER` for a message it cannot read.
        """
        evidence = self.evidence(text)
        if evidence.other and not (naming and evidence.words <= _FEW_WORDS_OF_A_NAME):
            return Language.OTHER
        if current is not None and evidence.words <= _FEW_WORDS:
            return current
        if evidence.is_english:
            return Language.EN
        if current is Language.EN and not evidence.is_norwegian:
            return current
        if wish in (Language.NB, Language.NN):
            return wish
        if current in (Language.NB, Language.NN) and evidence.words <= _SHORT_MESSAGE:
            clear = abs(evidence.nynorsk - evidence.bokmaal) >= _CLEAR_FORM_SHORT
            return (evidence.form if clear else None) or current
        return evidence.form or (Language.NN if current is Language.NN else Language.NB)


def _balance(likely: dict[str, float]) -> tuple[float, float]:
    """Return how the model leans: to English (above 0) or Norwegian, and to nynorsk (above 0) or bokmål."""
    no, nn, en = (likely.get(label, 0.0) for label in ("no", "nn", "en"))
    nordic = no + nn + likely.get("da", 0.0) + likely.get("sv", 0.0)
    if en + nordic < _KNOWN_MASS:
        return 0.0, 0.0
    lean = _clamped(math.log((en + 1e-3) / (nordic + 1e-3)))
    form = _clamped(math.log((nn + 1e-3) / (nordic - nn + 1e-3)), 0.45) if nordic > _KNOWN_MASS else 0.0
    return lean, form


def _clamped(value: float, limit: float = 0.9) -> float:
    """Return `value`, at most `limit` to either side: the model weighs less than one telling word."""
    return max(-limit, min(limit, value))
