"""Full-text search over names, synonyms and texts: FTS5 in SQLite, text vectors in PostgreSQL."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, text

from bot.knowledge.content import Content
from bot.knowledge.render import PLACEHOLDER
from bot.knowledge.terms import LANGUAGES, Language
from bot.knowledge.words import STOP_WORDS

NAME_WEIGHT, SYNONYM_WEIGHT = 8.0, 3.0
"""How much more a word in a scheme's name or synonyms counts than one in a text."""

ENDED_FACTOR = 0.6
"""What the score of a scheme that has ended is multiplied by: it is seldom the one that is meant."""

MAX_WORDS = 24
"""Longer questions are cut; the words that matter are rarely the last."""

_WEIGHTS = [1 / NAME_WEIGHT, 1 / NAME_WEIGHT, SYNONYM_WEIGHT / NAME_WEIGHT, 1.0]
"""Of the classes D (text), C, B (synonyms) and A (name)."""

_STEM_FROM = 8
_STEM_CUT = 2
_MIN_PREFIX = 3

_SQLITE = text(
    "SELECT d.scheme_id, d.topic, -bm25(kb_search, 0, 0, 0, :name_weight, :synonym_weight, 1.0) * "
    "CASE WHEN s.state IN ('discontinued', 'historic') THEN :ended ELSE 1.0 END AS score "
    "FROM kb_search AS d JOIN kb_scheme AS s ON s.id = d.scheme_id "
    "WHERE kb_search MATCH :match AND d.language = :language "
    "ORDER BY score DESC, d.scheme_id, d.topic LIMIT :limit"
)

_POSTGRESQL = text(
    "SELECT d.scheme_id, d.topic, ts_rank(CAST(:weights AS real[]), d.vector, query) * "
    "CASE WHEN s.state IN ('discontinued', 'historic') THEN :ended ELSE 1.0 END AS score "
    "FROM kb_search AS d JOIN kb_scheme AS s ON s.id = d.scheme_id, "
    "to_tsquery(CAST(:config AS regconfig), :match) AS query "
    "WHERE d.vector @@ query AND d.language = :language "
    "ORDER BY score DESC, d.scheme_id, d.topic LIMIT :limit"
)

_CONFIGS: Mapping[Language, str] = {"nb": "norwegian", "nn": "norwegian", "en": "english"}

_LETTERS = str.maketrans({"å": "a", "ø": "o", "æ": "ae", "ö": "o", "ä": "a", "é": "e", "ò": "o", "ô": "o"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A text that fits a question; a higher score fits better."""

    scheme: str
    topic: str
    score: float


@dataclass(frozen=True, slots=True)
class _Document:
    scheme: str
    topic: str
    language: Language
    name: str
    synonyms: str
    body: str


def index(connection: Connection, content: Content) -> None:
    """Rebuild the index inside the transaction that writes the content."""
    connection.execute(text("DELETE FROM kb_search"))
    if connection.dialect.name == "sqlite":
        statement = text(
            "INSERT INTO kb_search (scheme_id, topic, language, name, synonyms, body) "
            "VALUES (:scheme, :topic, :language, :name, :synonyms, :body)"
        )
    else:
        statement = text(
            "INSERT INTO kb_search (scheme_id, topic, language, vector) VALUES (:scheme, :topic, :language, "
            "setweight(to_tsvector(CAST(:config AS regconfig), :name), 'A') || "
            "setweight(to_tsvector(CAST(:config AS regconfig), :synonyms), 'B') || "
            "setweight(to_tsvector(CAST(:config AS regconfig), :body), 'D'))"
        )
    rows = [
        {
            "scheme": document.scheme,
            "topic": document.topic,
            "language": document.language,
            "name": document.name,
            "synonyms": document.synonyms,
            "body": document.body,
            "config": _CONFIGS[document.language],
        }
        for document in _documents(content)
    ]
    if connection.dialect.name == "sqlite":
        rows = [{key: value for key, value in row.items() if key != "config"} for row in rows]
    if rows:
        connection.execute(statement, rows)


def search(engine: Engine, question: str, language: Language, limit: int = 5) -> list[Hit]:
    """Return the texts that fit a question best; any input is fine, also quotes and operators."""
    words = _words(question, language)
    if not words or limit < 1:
        return []
    values: dict[str, Any] = {"language": language, "limit": limit, "ended": ENDED_FACTOR}
    # The words are letters and digits only, so nothing in the question can act as an operator.
    if engine.dialect.name == "sqlite":
        statement = _SQLITE
        values["match"] = " OR ".join(f'"{word}"*' if len(word) >= _MIN_PREFIX else f'"{word}"' for word in words)
        values["name_weight"], values["synonym_weight"] = NAME_WEIGHT, SYNONYM_WEIGHT
    else:
        statement = _POSTGRESQL
        values["match"] = " | ".join(f"{word}:*" if len(word) >= _MIN_PREFIX else word for word in words)
        values["weights"] = _WEIGHTS
        values["config"] = _CONFIGS[language]
    with engine.connect() as connection:
        rows = connection.execute(statement, values)
        return [Hit(str(row[0]), str(row[1]), float(row[2])) for row in rows]


def fold(value: str) -> str:
    """Return a text in lower case and without the letters people leave out: lonnstilskudd, laerling."""
    return value.lower().translate(_LETTERS)


def _words(question: str, language: Language) -> list[str]:
    """Return the words worth looking for; long ones also without their ending."""
    found: dict[str, None] = {}
    for word in re.findall(r"[^\W_]+", fold(question)):
        if word in STOP_WORDS[language] or (len(word) < _MIN_PREFIX and not word.isalpha()):
            continue
        found[word] = None
        if len(word) >= _STEM_FROM:
            found[word[:-_STEM_CUT]] = None
        if len(found) >= MAX_WORDS:
            break
    return list(found)


def _documents(content: Content) -> Iterator[_Document]:
    for scheme in content.schemes.values():
        for language in LANGUAGES:
            name, synonyms = fold(scheme.name[language]), fold(" ; ".join(scheme.synonyms[language]))
            for topic, variants in scheme.topics.items():
                body = " ".join(variant.text[language] for variant in variants)
                if topic == next(iter(scheme.topics)):
                    body = f"{scheme.summary[language]} {body}"
                yield _Document(scheme.id, topic, language, name, synonyms, fold(PLACEHOLDER.sub(" ", body)))
