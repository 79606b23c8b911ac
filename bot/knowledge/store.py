"""Keeps the content in the database: one transaction to load it, one consistent snapshot to read it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, insert, select

from bot.knowledge import reader, rows, search, version
from bot.knowledge.content import Content
from bot.knowledge.model import STALE_AFTER_DAYS, Knowledge
from bot.knowledge.tables import TABLES, ContentVersionRow

LOCK = 7_215_501
"""Key of the PostgreSQL advisory lock that lets one process load at a time."""

_READ_ATTEMPTS = 5


class NoContentError(LookupError):
    """The database holds no content yet."""


@dataclass(frozen=True, slots=True)
class LoadResult:
    """What a load did."""

    version: str
    changed: bool


class KnowledgeStore:
    """The content in a database whose schema is up to date."""

    def __init__(self, engine: Engine, stale_after_days: int = STALE_AFTER_DAYS) -> None:
        self.engine = engine
        self._stale_after_days = stale_after_days

    def load(self, content: Content) -> LoadResult:
        """Make `content` what runs; the same content again writes nothing.

        Everything happens in one transaction: on any error the content that ran before stays.
        """
        new = version.of(content)
        if self.version() == new:
            return LoadResult(new, changed=False)
        with self.engine.begin() as connection:
            _lock(connection)
            if _newest(connection)[1] == new:
                return LoadResult(new, changed=False)
            for table in reversed(TABLES):
                connection.execute(delete(table))
            for table, values in rows.of(content):
                if values:
                    connection.execute(insert(table), values)
            search.index(connection, content)
            connection.execute(insert(ContentVersionRow), {"version": new, "loaded_at": datetime.now(UTC)})
        return LoadResult(new, changed=True)

    def version(self) -> str | None:
        """Return the version that runs, or None before the first load."""
        with self.engine.connect() as connection:
            return _newest(connection)[1]

    def loaded_at(self) -> datetime | None:
        """Return when the content that runs was loaded."""
        with self.engine.connect() as connection:
            newest = select(ContentVersionRow.loaded_at).order_by(ContentVersionRow.id.desc()).limit(1)
            return connection.execute(newest).scalar_one_or_none()

    def snapshot(self) -> Knowledge:
        """Return the content that runs.

        Raises:
            NoContentError: Nothing was loaded yet.
        """
        with self.engine.connect() as connection:
            for _attempt in range(_READ_ATTEMPTS):
                number, current = _newest(connection)
                if current is None:
                    raise NoContentError("no content has been loaded into this database")
                content = reader.read(connection)
                # A load that was committed between two of the reads would give a mixture; then read again.
                if _newest(connection)[0] == number:
                    return Knowledge(current, content, self._stale_after_days)
                connection.rollback()
        raise RuntimeError("the content kept changing while it was read")


def _newest(connection: Connection) -> tuple[int, str | None]:
    row = connection.execute(
        select(ContentVersionRow.id, ContentVersionRow.version).order_by(ContentVersionRow.id.desc()).limit(1)
    ).first()
    return (row[0], row[1]) if row else (0, None)


def _lock(connection: Connection) -> None:
    """Let only one process load at a time."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
