"""Loading content into a database and reading it back."""

from dataclasses import replace
from threading import Thread

import pytest
from sqlalchemy import Engine, func, select

from bot.knowledge import search
from bot.knowledge.content import Content
from bot.knowledge.store import KnowledgeStore, NoContentError
from bot.knowledge.tables import ContentVersionRow


def with_name(content: Content, name: str) -> Content:
    """Return the content with another Norwegian name for mentor."""
    mentor = content.schemes["mentor"]
    changed = replace(mentor, name={**mentor.name, "nb": name})
    return replace(content, schemes={**content.schemes, "mentor": changed})


def loads(engine: Engine) -> int:
    """Return how often changed content was loaded."""
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(ContentVersionRow)).scalar_one()


def test_an_empty_database_has_no_content(engine: Engine) -> None:
    store = KnowledgeStore(engine)
    assert store.version() is None
    assert store.loaded_at() is None
    with pytest.raises(NoContentError):
        store.snapshot()


def test_what_is_loaded_is_read_back_unchanged(engine: Engine, content: Content) -> None:
    store = KnowledgeStore(engine, stale_after_days=7)
    result = store.load(content)
    snapshot = store.snapshot()
    assert result.changed
    assert snapshot.content == content
    assert list(snapshot.schemes) == list(content.schemes)
    assert list(snapshot.schemes["mentor"].topics) == list(content.schemes["mentor"].topics)
    assert snapshot.version == result.version == store.version()
    assert snapshot.stale_after_days == 7


def test_the_same_content_again_writes_nothing(engine: Engine, content: Content) -> None:
    store = KnowledgeStore(engine)
    first = store.load(content)
    loaded_at = store.loaded_at()
    second = store.load(content)
    assert not second.changed
    assert second.version == first.version
    assert store.loaded_at() == loaded_at
    assert loads(engine) == 1


def test_changed_content_replaces_what_ran(engine: Engine, content: Content) -> None:
    store = KnowledgeStore(engine)
    store.load(content)
    assert store.load(with_name(content, "Fadderhjelp")).changed
    assert store.snapshot().schemes["mentor"].name["nb"] == "Fadderhjelp"
    assert search.search(engine, "fadderhjelp", "nb", 1)[0].scheme == "mentor"
    assert store.load(content).changed
    assert store.snapshot().content == content


def test_a_failing_load_leaves_what_ran(engine: Engine, content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    store = KnowledgeStore(engine)
    version = store.load(content).version

    def fail(*_: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(search, "index", fail)
    with pytest.raises(RuntimeError):
        store.load(with_name(content, "Halvferdig"))
    assert store.version() == version
    assert store.snapshot().content == content


def test_loads_at_the_same_time_write_once(engine: Engine, content: Content) -> None:
    store = KnowledgeStore(engine)
    threads = [Thread(target=store.load, args=(content,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loads(engine) == 1
    assert store.snapshot().content == content


def test_a_snapshot_never_mixes_two_versions(engine: Engine, content: Content) -> None:
    store = KnowledgeStore(engine)
    versions = [content, with_name(content, "Annen")]
    expected = {store.load(item).version: item for item in versions}

    def reload() -> None:
        for index in range(6):
            store.load(versions[index % 2])

    thread = Thread(target=reload)
    thread.start()
    while thread.is_alive():
        snapshot = store.snapshot()
        assert snapshot.content == expected[snapshot.version]
    thread.join()
