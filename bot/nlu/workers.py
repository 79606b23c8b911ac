"""How many things training does at a time, and doing them."""

import os
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

VARIABLE = "OMP_NUM_THREADS"
"""Numerical libraries take their number of threads from this; so does training."""


def count() -> int:
    """Return how many things may be done at a time; one unless the environment says more."""
    return int(os.environ.get(VARIABLE, "1"))


@contextmanager
def side_by_side(ignoring: type[Warning]) -> Iterator[ThreadPoolExecutor]:
    """Give out `count` threads, for work in libraries that let other threads run meanwhile.

    Args:
        ignoring: Warnings that the work ignores; filters belong to the process, so no thread can see to that itself.
    """
    with warnings.catch_warnings(), ThreadPoolExecutor(count()) as pool:
        warnings.simplefilter("ignore", ignoring)
        yield pool
