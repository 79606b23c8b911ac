"""The snapshot of a process follows the database."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.knowledge.cache import KnowledgeCache
from bot.knowledge.content import Content
from bot.knowledge.model import Knowledge
from bot.knowledge.store import KnowledgeStore, NoContentError


class CountingStore(KnowledgeStore):
    """A store that counts reads and can be taken away."""

    reads = 0
    looks = 0
    away = False

    def version(self) -> str | None:
        self.looks += 1
        if self.away:
            raise OperationalError("SELECT", {}, ConnectionError("gone"))
        return super().version()

    def snapshot(self) -> Knowledge:
        self.reads += 1
        if self.away:
            raise OperationalError("SELECT", {}, ConnectionError("gone"))
        return super().snapshot()


class Clock:
    """A clock that a test turns."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def changed(content: Content) -> Content:
    return replace(content, general={})


def test_it_reads_again_only_when_the_version_changed(sqlite: Engine, content: Content) -> None:
    store, clock = CountingStore(sqlite), Clock()
    cache = KnowledgeCache(store, 5, clock)
    store.load(content)
    first = cache.current()
    store.load(changed(content))
    looks = store.looks
    clock.now += 4.9
    assert cache.current() is first
    assert store.looks == looks
    clock.now += 0.2
    second = cache.current()
    assert second.version != first.version
    assert second.content.general == {}
    clock.now += 10
    assert cache.current() is second
    assert store.reads == 2


def test_the_old_snapshot_stays_while_the_database_is_away(sqlite: Engine, content: Content) -> None:
    store, clock = CountingStore(sqlite), Clock()
    cache = KnowledgeCache(store, 5, clock)
    store.load(content)
    first = cache.current()
    store.load(changed(content))
    store.away = True
    clock.now += 10
    assert cache.current() is first
    looks = store.looks
    assert cache.current() is first
    assert store.looks == looks
    store.away = False
    clock.now += 10
    assert cache.current() is not first


def test_without_any_content_it_says_so(sqlite: Engine, content: Content) -> None:
    store = CountingStore(sqlite)
    cache = KnowledgeCache(store, 5, Clock())
    with pytest.raises(NoContentError):
        cache.current()
    store.away = True
    with pytest.raises(OperationalError):
        cache.current()
    store.away = False
    store.load(content)
    assert cache.current().content == content
