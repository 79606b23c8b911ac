"""What the actions share in their process: the knowledge snapshot, the fixed texts, a count of failures."""

from functools import lru_cache
from itertools import count
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from bot.calculator.form import CalculatorForm
from bot.database import create
from bot.dialogue.turn import TurnTaker
from bot.finder import FinderForm, load_finder
from bot.knowledge.cache import KnowledgeCache
from bot.knowledge.model import Knowledge, Language
from bot.knowledge.search import search
from bot.knowledge.store import KnowledgeStore
from bot.settings import get_settings
from bot.texts import Texts

log = structlog.get_logger(__name__)

LOOKUP_HITS = 2
"""Texts that full-text search may offer beside the standing choices."""

_failures = count(1)
_seen = 0


@lru_cache(maxsize=1)
def _cache() -> KnowledgeCache:
    settings = get_settings()
    store = KnowledgeStore(create(settings.resolved_database_url), settings.stale_after_days)
    return KnowledgeCache(store, settings.knowledge_refresh_seconds)


def knowledge() -> Knowledge:
    """Return the current knowledge; re-read only when the content has changed."""
    return _cache().current()


@lru_cache(maxsize=1)
def texts() -> Texts:
    """Return the fixed texts."""
    return Texts.load(get_settings().data_dir / "knowledge" / "messages")


@lru_cache(maxsize=1)
def turns() -> TurnTaker:
    """Return what takes turns, with the guided conversations it may open."""
    finder = FinderForm(load_finder(knowledge(), clock.today()))
    return TurnTaker({"calculate_subsidy": CalculatorForm(), "find_scheme": finder}, look_up)


def look_up(text: str, language: Language) -> list[tuple[str, str]]:
    """Return schemes and topics whose texts have the words of a message; nothing while the database is away."""
    try:
        return [(hit.scheme, hit.topic or "overview") for hit in search(_cache().engine, text, language, LOOKUP_HITS)]
    except SQLAlchemyError as error:
        log.warning("lookup.failed", error=type(error).__name__)
        return []


def count_trouble() -> None:
    """Count a message that could not be answered."""
    global _seen
    _seen = next(_failures)


def trouble_count() -> int:
    """Return how many messages could not be answered since the process began."""
    return _seen


def trouble_envelope(language: Language) -> dict[str, Any]:
    """Return the calm sentence for when the knowledge is out of reach."""
    custom = {"kind": "fallback", "language": language, "reason": "unavailable"}
    return {"envelope": True, "text": texts().get("trouble", language), "custom": custom}
