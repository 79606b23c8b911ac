"""The knowledge base beside a conversation: search, cards of the schemes talked about, suggested replies."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from bot import clock
from bot.knowledge.cache import KnowledgeCache
from bot.knowledge.model import Answer, Knowledge, Language, Source
from bot.knowledge.search import fold, search
from bot.knowledge.terms import LANGUAGES, TOPICS
from bot.knowledge.words import STOP_WORDS
from bot.settings import Settings
from bot.texts import Texts

CARD_TOPICS = ("amount", "duration", "eligibility", "apply")
"""What a card tells about a scheme; the rest is found by searching."""

SUGGESTIONS = 5
_LIKELY = 2
"""So many schemes are taken for the ones that are meant."""
_HITS = 12
_EXCERPT = 220
_DISCUSSED_BONUS = 2.0
"""A text on a scheme that was talked about is worth so much more than one that only has the words."""


class Library:
    """The knowledge that runs, in the shapes the console draws.

    Every reading raises `LookupError` as long as nothing was loaded.
    """

    def __init__(self, settings: Settings, cache: KnowledgeCache, texts: Texts) -> None:
        self._settings = settings
        self._cache = cache
        self._texts = texts

    def search(self, words: str, language: Language) -> list[dict[str, Any]]:
        """Return the texts that fit some words, best first."""
        known = self._cache.current()
        found = []
        for hit in search(self._cache.engine, words, language, _HITS):
            told = known.answer(hit.scheme, hit.topic, language, self._today())
            if told is not None:
                found.append({**self._entry(known, told), "excerpt": _excerpt(told.text, words)})
        return found

    def suggestions(
        self, words: str, discussed: Sequence[tuple[str, str | None]], language: Language
    ) -> list[dict[str, Any]]:
        """Return replies that may fit, best first.

        Args:
            words: The employer's last message.
            discussed: Schemes and topics the conversation was about, the latest first.
            language: The employer's language.
        """
        known = self._cache.current()
        schemes = {scheme for scheme, _ in discussed}
        scores: dict[tuple[str, str], float] = {}
        for hit in search(self._cache.engine, words, language, _HITS):
            bonus = _DISCUSSED_BONUS if hit.scheme in schemes else 1.0
            scores[hit.scheme, hit.topic] = hit.score * bonus
        best = sorted(scores, key=lambda key: -scores[key])
        likely = list(dict.fromkeys((*(scheme for scheme, _ in best), *(scheme for scheme, _ in discussed))))
        asked = [(scheme, topic) for scheme in likely[:_LIKELY] for topic in self._topics(words, language)]
        # The bot has answered these already, but a person may want to say them again in another way.
        again = [(scheme, topic or "overview") for scheme, topic in discussed]
        found: list[dict[str, Any]] = []
        for scheme, topic in dict.fromkeys((*asked[:_LIKELY], *best[: SUGGESTIONS - 1], *again)):
            told = known.answer(scheme, topic, language, self._today())
            if told is not None and len(found) < SUGGESTIONS:
                found.append({**self._entry(known, told), "language": language})
        return found

    def _topics(self, words: str, language: Language) -> list[str]:
        """Return the topics whose own question has a word of a message: "hvor lenge?", "how much?"."""
        said = _telling(words, language)
        return [topic for topic in TOPICS if said & _telling(self._texts.get(f"topic_{topic}", language), language)]

    def cards(self, schemes: Iterable[str], language: Language) -> list[dict[str, Any]]:
        """Return what holds today about schemes, each fact with its sources."""
        known, today = self._cache.current(), self._today()
        cards = []
        for scheme_id in dict.fromkeys(schemes):
            scheme = known.schemes.get(scheme_id)
            if scheme is None:
                continue
            told = (known.answer(scheme_id, topic, language, today) for topic in CARD_TOPICS)
            cards.append(
                {
                    "scheme": scheme_id,
                    "title": scheme.name[language],
                    "url": scheme.url,
                    "status": {"state": scheme.status.state.value, "note": known.note(scheme_id, language, today)},
                    "summary": scheme.summary[language],
                    "facts": [
                        {
                            "topic": fact.topic,
                            "title": self._texts.get(f"topic_{fact.topic}", language),
                            "text": fact.text,
                            "sources": [shown(source) for source in fact.sources],
                            "stale": fact.stale,
                        }
                        for fact in told
                        if fact is not None
                    ],
                }
            )
        return cards

    def named(self, schemes: Iterable[str], language: Language) -> list[dict[str, Any]]:
        """Return schemes with their names and pages; unknown ones are dropped."""
        known = self._cache.current().schemes
        return [
            {"id": scheme, "title": known[scheme].name[language], "url": known[scheme].url}
            for scheme in dict.fromkeys(schemes)
            if scheme in known
        ]

    def _entry(self, known: Knowledge, told: Answer) -> dict[str, Any]:
        language = told.language
        topic = self._texts.get(f"topic_{told.topic}", language) if told.topic in TOPICS else told.topic
        return {
            "scheme": told.scheme,
            "topic": told.topic,
            "title": f"{known.schemes[told.scheme].name[language]}: {topic}",
            "text": told.text,
            "sources": [shown(source) for source in told.sources],
        }

    def _today(self) -> date:
        return clock.today(self._settings)


def shown(source: Source) -> dict[str, str]:
    """Return a source as answers name it."""
    return {"title": source.title, "url": source.url, "checked": source.checked.isoformat()}


def language_of(value: str | None) -> Language:
    """Return a language texts exist in; bokmål where another one is asked for."""
    return next((language for language in LANGUAGES if language == value), "nb")


def _telling(text: str, language: Language) -> set[str]:
    """Return the words of a text that say something."""
    return set(re.findall(r"[^\W_]{3,}", fold(text))) - STOP_WORDS[language]


def _excerpt(text: str, words: str) -> str:
    """Return the part of a text around the first word looked for."""
    folded = fold(text)
    places = [folded.find(word) for word in fold(words).split() if len(word) > 2]
    first = min((place for place in places if place >= 0), default=0)
    start = max(0, text.rfind(" ", 0, max(0, first - 60)))
    part = text[start : start + _EXCERPT].strip()
    return f"{'… ' if start else ''}{part}{' …' if start + _EXCERPT < len(text) else ''}"
