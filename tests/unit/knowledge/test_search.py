"""Full-text search, the same in both databases."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.knowledge.content import Content
from bot.knowledge.search import search
from bot.knowledge.store import KnowledgeStore
from bot.knowledge.terms import Language


@pytest.fixture
def loaded(engine: Engine, content: Content) -> Engine:
    KnowledgeStore(engine).load(content)
    return engine


@pytest.mark.parametrize(
    ("question", "language", "scheme"),
    [
        ("Hva er mentortilskudd?", "nb", "mentor"),
        ("fadderordning", "nb", "mentor"),
        ("fadderordninger", "nb", "mentor"),
        ("mentortilskot", "nn", "mentor"),
        ("stotte til ein kollega", "nn", "mentor"),
        ("mentor scheme", "en", "mentor"),
        ("permanently adapted work", "en", "vta-o"),
        ("kallenavn ekspertbistand", "nb", "ekspertbistand"),
    ],
)
def test_the_best_hit(loaded: Engine, question: str, language: Language, scheme: str) -> None:
    hits = search(loaded, question, language, 3)
    assert hits[0].scheme == scheme
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.score > 0 for hit in hits)


def test_the_topic_is_told(loaded: Engine) -> None:
    assert search(loaded, "mentor og ikke lenger", "nb", 1)[0].topic == "duration"


def test_nothing_fits(loaded: Engine) -> None:
    assert search(loaded, "xylofon", "nb", 5) == []
    assert search(loaded, "hva er det", "nb", 5) == []
    assert search(loaded, "", "nb", 5) == []
    assert search(loaded, "mentor", "nb", 0) == []


def test_the_limit_holds(loaded: Engine) -> None:
    assert len(search(loaded, "kallenavn", "nb", 4)) == 4


@pytest.mark.parametrize(
    "question",
    [
        '"',
        "mentor AND",
        "NEAR(",
        "mentor*",
        "a:b & !c | (d",
        "'; DROP TABLE kb_scheme; --",
        "\x00",
        "names:mentor",
        "--",
    ],
)
def test_operators_and_quotes_are_just_text(loaded: Engine, question: str) -> None:
    search(loaded, question, "nb", 5)
    assert search(loaded, "fadderordning", "nb", 1)[0].scheme == "mentor"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(question=st.text(max_size=80), language=st.sampled_from(["nb", "nn", "en"]))
def test_any_question_is_fine(loaded: Engine, question: str, language: Language) -> None:
    assert len(search(loaded, question, language, 5)) <= 5
