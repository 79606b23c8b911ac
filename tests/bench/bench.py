"""Measure start, waiting times, throughput, memory and training of the assistant on this machine.

Usage: `python -m tests.bench.bench [--full] [--setup]`; writes the measured part of docs/benchmarks.md.
The load comes from the same machine and its processor time is part of what is measured.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import yaml

from bot.run.preflight import RASA_PYTHON
from bot.run.supervision import Supervised
from bot.run.training import fingerprint, train
from bot.settings import ROOT
from tests.bench import memory, page
from tests.bench.load import Load, Timing, first_answer
from tests.evaluation.running import UNLIMITED, environment, load_knowledge, machine, settings_in

SEQUENTIAL = 200
"""Messages one after the other, half of them in new conversations and half in one."""

FORMS = 15
"""Guided conversations one after the other."""

PARALLEL = ((8, 25), (32, 8))
"""Conversations at a time, and messages in each."""

NOT_COPIED = (".git", ".venv*", ".tools", "var", "models", "*_cache", ".rasa", "__pycache__")


def measure_training(*, cached: bool) -> float:
    """Return the seconds one training takes, with or without the remembered embeddings."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        config = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
        for component in config["pipeline"]:
            if component["name"].endswith(".Understanding") and not cached:
                component["cache"] = ""
        path = Path(folder) / "config.yml"
        path.write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
        command = [
            str(RASA_PYTHON), "-m", "bot.nlu.rasa_main", "train", "--force", "--quiet", "--config", str(path),
            "--out", folder, "--data", "data/nlu", "data/rules", "data/stories",
        ]  # fmt: skip
        variables = {**os.environ, "TQDM_DISABLE": "1", "PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "2"}
        started = time.monotonic()
        subprocess.run(command, cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL)
        return time.monotonic() - started


def measure_setup() -> float:
    """Return the seconds `make setup` takes in a fresh copy of the checkout."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        copy = Path(folder) / "checkout"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NOT_COPIED))
        started = time.monotonic()
        subprocess.run(["make", "setup"], cwd=copy, check=True, stdout=subprocess.DEVNULL)
        return time.monotonic() - started


def _row(name: str, timing: Timing) -> list[object]:
    return [name, timing.n, f"{timing.p50:.0f}", f"{timing.p95:.0f}", f"{timing.per_second:.1f}", timing.failed]


def measure_running() -> tuple[float, list[list[object]], list[list[object]]]:
    """Return seconds to the first answer, rows of waiting times and rows of memory."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, environment(**UNLIMITED):
        settings = settings_in(Path(folder))
        model = train(settings)
        load_knowledge(settings)
        started = time.monotonic()
        with Supervised(settings, model) as assistant:
            first_answer(assistant.url)
            cold = time.monotonic() - started
            load = Load(assistant.url)
            half = SEQUENTIAL // 2
            rows = [
                _row("one at a time, each a new conversation", load.run(1, half, fresh=True)),
                _row("one at a time, one long conversation", load.run(1, half)),
                _row("one at a time, turns of a calculation", load.run_forms(FORMS)),
            ]
            rows += [_row(f"{many} conversations at a time", load.run(many, each)) for many, each in PARALLEL]
            used = []
            for name, state in sorted(assistant.states().items()):
                rss, pss = memory.of_process(int(state["pid"]))
                used.append([name, f"{rss:.0f}", f"{pss:.0f}"])
    used.append(["together", *(f"{sum(float(row[column]) for row in used):.0f}" for column in (1, 2))])
    return cold, rows, used


def lines_of(
    cold: float,
    rows: Sequence[Sequence[object]],
    used: Sequence[Sequence[object]],
    others: Sequence[Sequence[object]],
    busy: float,
) -> list[str]:
    """Return the measured part of the page."""
    times = [["start of all processes to the first answer, model trained", f"{cold:.1f}"], *others]
    return [
        f"Measured {datetime.now(UTC).date()} with model {fingerprint()} on {machine()}. The messages come from the",
        "same machine. Limits for messages per minute were lifted; everything else is as `make run` starts it.",
        f"Load of the machine just before (1 is one core busy): {busy:.1f}.",
        "",
        *page.table(("what", "seconds"), times),
        "",
        *page.table(("load", "messages", "p50 ms", "p95 ms", "messages/s", "failed"), rows),
        "",
        *page.table(("process, after the load", "RSS MB", "PSS MB"), used),
    ]


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="also train without the remembered embeddings")
    parser.add_argument("--setup", action="store_true", help="also make the environments in a fresh copy")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    arguments = parser.parse_args()
    busy = os.getloadavg()[0]
    cold, rows, used = measure_running()
    others = [["training, sentences seen before", f"{measure_training(cached=True):.0f}"]]
    if arguments.full:
        others.append(["training, every sentence new", f"{measure_training(cached=False):.0f}"])
    if arguments.setup:
        others.append(["`make setup` in a fresh copy", f"{measure_setup():.0f}"])
    lines = lines_of(cold, rows, used, others, busy)
    print("\n".join(lines))
    page.put("bench", lines)
    if arguments.json:
        content = {"cold": cold, "waiting": rows, "memory": used, "times": others, "load_before": busy}
        arguments.json.write_text(json.dumps(content, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
