"""Memory of a process and its children, as the kernel counts it."""

import re
from pathlib import Path

import psutil

_LINE = re.compile(r"^(Rss|Pss): +(\d+) kB", re.MULTILINE)


def of_process(pid: int) -> tuple[float, float]:
    """Return RSS and PSS (shared pages divided among those who share them) in MB, children included."""
    process = psutil.Process(pid)
    rss = pss = 0.0
    for member in (process, *process.children(recursive=True)):
        try:
            text = Path(f"/proc/{member.pid}/smaps_rollup").read_text("utf-8")
        except OSError:
            continue  # it has just ended, or this is no Linux
        found = {name: int(kilobytes) / 1000 for name, kilobytes in _LINE.findall(text)}
        rss += found.get("Rss", 0.0)
        pss += found.get("Pss", 0.0)
    return rss, pss
