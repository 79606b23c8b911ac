"""Seconds between two moments and percentiles, in the words of SQLite and of PostgreSQL."""

from typing import Any

from sqlalchemy import ColumnElement, Float, Select, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class seconds_between(FunctionElement[float]):  # noqa: N801 - written like a function of SQL
    """Seconds from the first moment to the second."""

    type = Float()
    inherit_cache = True


@compiles(seconds_between, "sqlite")
def _sqlite(element: Any, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return f"((julianday({end}) - julianday({start})) * 86400.0)"


@compiles(seconds_between, "postgresql")
def _postgresql(element: Any, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(clause, **options) for clause in element.clauses)
    return f"CAST(EXTRACT(EPOCH FROM ({end} - {start})) AS double precision)"


def percentile(values: Select[Any], share: float, *by: str) -> Select[Any]:
    """Return the value below which a share of the values lies (nearest rank), for each group of `by`.

    Args:
        values: A statement with a column `value` and those of `by`.
        share: Between 0 and 1.
        by: Columns that make groups.
    """
    inner = values.subquery()
    groups: list[ColumnElement[Any]] = [inner.c[name] for name in by]
    ranked = (
        select(
            *groups,
            inner.c.value,
            func.row_number().over(partition_by=groups or None, order_by=inner.c.value).label("place"),
            func.count().over(partition_by=groups or None).label("size"),
        )
        .where(inner.c.value.is_not(None))
        .subquery()
    )
    chosen = [ranked.c[name] for name in by]
    return (
        select(*chosen, func.min(ranked.c.value).label("value"))
        .where(ranked.c.place >= share * ranked.c.size)
        .group_by(*chosen)
    )
