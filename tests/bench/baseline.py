"""Compare with what Rasa proposes by itself: its default pipeline (DIET), on the same sentences and questions.

Run by `make bench-baseline` after it has made `.venv-baseline`. The names of schemes are annotated as entities by our
gazetteer, so that the default pipeline can learn to find them. Both pipelines are asked over `/model/parse`.
Training the default pipeline on all sentences takes hours on two cores. With `--every 8` both are trained on every
eighth sentence only, ours then with the encoder as its author left it, since the tuned one has seen the others.
"""

import argparse
import contextlib
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psutil
import yaml

from bot.nlu.gazetteer import Gazetteer, read_names
from bot.run.preflight import RASA_PYTHON, free_port
from bot.run.training import train
from bot.settings import ROOT, get_settings
from tests.bench import memory, page
from tests.bench.understanding import Scores, items, parse, score
from tests.evaluation.running import machine

BASELINE_PYTHON = ROOT / ".venv-baseline" / "bin" / "python"
CONFIG = Path(__file__).parent / "default_pipeline.yml"
RESULT = Path(__file__).parent / "baseline.json"
START_SECONDS = 600

COMPONENT = "bot.nlu.components.Understanding"
PLAIN = "plain"

_EXAMPLE = re.compile(r"\s*- (.+)")


@dataclass(frozen=True, slots=True)
class Measured:
    """One pipeline."""

    name: str
    training_seconds: float | None
    training_peak_mb: float | None
    model_mb: float
    first_answer_seconds: float
    rss_mb: float
    scores: Scores


def annotated(text: str, gazetteer: Gazetteer) -> str:
    """Return a training sentence with the names of schemes marked as entities, as Rasa's format has it."""
    if "[" in text or "]" in text:
        return text
    for mention in reversed(gazetteer.find(text)):
        value = json.dumps({"entity": "scheme", "value": mention.scheme})
        name = text[mention.start : mention.end]
        text = f"{text[: mention.start]}[{name}]{value}{text[mention.end :]}"
    return text


def choose(target: Path, every: int) -> Path:
    """Write every so-manieth training sentence to a folder; the sentence itself decides whether it is chosen."""
    for path in sorted((ROOT / "data" / "nlu").rglob("*.yml")):
        blocks = yaml.safe_load(path.read_text("utf-8"))["nlu"]
        for block in blocks:
            found = [match[1].strip() for line in block["examples"].splitlines() if (match := _EXAMPLE.match(line))]
            kept = [text for text in found if int(hashlib.sha256(text.encode()).hexdigest(), 16) % every == 0]
            block["examples"] = "".join(f"- {text}\n" for text in kept)
        chosen = target / path.relative_to(ROOT / "data" / "nlu")
        chosen.parent.mkdir(parents=True, exist_ok=True)
        content = {"version": "3.1", "nlu": [block for block in blocks if block["examples"]]}
        chosen.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    return target


def convert(target: Path, sentences: Path, epochs: int) -> int:
    """Write config and training data of the baseline to a folder; return the number of sentences."""
    gazetteer = Gazetteer(read_names(ROOT / "data" / "knowledge" / "schemes"))
    examples: dict[str, list[str]] = {}
    for path in sorted(sentences.rglob("*.yml")):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            found = (_EXAMPLE.match(line) for line in block["examples"].splitlines())
            known = examples.setdefault(block["intent"], [])
            known += [annotated(match[1].strip(), gazetteer) for match in found if match]
    lines = ['version: "3.1"', "nlu:"]
    for intent, texts in examples.items():
        lines += [f"- intent: {intent}", "  examples: |"]
        lines += [f"    - {text}" for text in texts]
    (target / "nlu.yml").write_text("\n".join(lines) + "\n", "utf-8")
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    for component in config["pipeline"]:
        if "epochs" in component:
            component["epochs"] = epochs
    (target / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    return sum(map(len, examples.values()))


def _variables() -> dict[str, str]:
    quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "TQDM_DISABLE": "1", "RASA_TELEMETRY_ENABLED": "false"}
    return {**os.environ, **quiet, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}


def train_baseline(folder: Path, seconds: float) -> tuple[float, float]:
    """Train the default pipeline on what `convert` wrote; return and raise what `run_training` does."""
    command = [
        str(BASELINE_PYTHON), "-m", "rasa", "train", "nlu", "--config", "config.yml", "--nlu", "nlu.yml", "--out", ".",
        "--fixed-model-name", "baseline",
    ]  # fmt: skip
    return run_training(command, folder, folder, seconds)


def train_ours(folder: Path, sentences: Path, seconds: float) -> tuple[float, float]:
    """Train our pipeline on chosen sentences; return and raise what `run_training` does.

    The encoder is the untuned one: the tuned one has learnt from all sentences, also those not chosen.
    """
    config = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
    for component in config["pipeline"]:
        if component["name"] == COMPONENT:
            component["embedding"] = PLAIN
    written = folder / "ours.yml"
    written.write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    command = [
        str(RASA_PYTHON), "-m", "bot.nlu.rasa_main", "train", "nlu", "--config", str(written),
        "--nlu", str(sentences), "--out", str(folder), "--fixed-model-name", "ours",
    ]  # fmt: skip
    return run_training(command, ROOT, folder, seconds)


def run_training(command: list[str], where: Path, folder: Path, seconds: float) -> tuple[float, float]:
    """Train; return the seconds it took and its peak memory in MB.

    Raises:
        subprocess.TimeoutExpired: It took longer than allowed.
    """
    # Rasa's own cache does not see that our code has changed.
    variables = {**_variables(), "RASA_CACHE_DIRECTORY": str(folder / "cache")}
    started, peak = time.monotonic(), 0.0
    with (folder / "train.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=where, env=variables, stdout=log, stderr=subprocess.STDOUT)
        while process.poll() is None:
            if time.monotonic() - started > seconds:
                process.kill()
                process.wait()
                raise subprocess.TimeoutExpired(command, seconds)
            with contextlib.suppress(psutil.Error):
                peak = max(peak, memory.of_process(process.pid)[0])
            time.sleep(1)
    if process.returncode:
        raise SystemExit((folder / "train.log").read_text("utf-8", "replace")[-3000:])
    return time.monotonic() - started, peak


@contextmanager
def served(python: Path, module: str, model: Path, folder: Path) -> Iterator[tuple[httpx.Client, int, float]]:
    """Serve a model; give a client, the process and the seconds until the first message was understood."""
    port = free_port()
    command = [
        str(python), "-m", module, "run", "--enable-api", "--interface", "127.0.0.1", "--port", str(port),
        "--model", str(model),
    ]  # fmt: skip
    started = time.monotonic()
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_variables(),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120, trust_env=False) as http:
            while True:
                if process.poll() is not None or time.monotonic() - started > START_SECONDS:
                    raise SystemExit((folder / "serve.log").read_text("utf-8", "replace")[-3000:])
                with contextlib.suppress(httpx.HTTPError):
                    parse(http, "hva er mentortilskudd?")
                    break
                time.sleep(0.25)
            yield http, process.pid, time.monotonic() - started
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def measure(
    name: str,
    python: Path,
    module: str,
    model: Path,
    asked: list[dict[str, Any]],
    training: tuple[float, float] | None,
) -> Measured:
    """Serve a model and ask it everything."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        served(python, module, model, Path(folder)) as (http, pid, first),
    ):
        parsed = [parse(http, item["text"]) for item in asked]
        rss = memory.of_process(pid)[0]
    seconds, peak = training or (None, None)
    return Measured(name, seconds, peak, model.stat().st_size / 1e6, first, rss, score(asked, parsed))


def lines_of(measured: list[Measured], sentences: int, every: int, epochs: int) -> list[str]:
    """Return the measured part of the page."""
    chosen = "all" if every == 1 else f"one in {every}, chosen by a hash; ours with the encoder untuned"

    def number(value: float | None, digits: int = 0) -> str:
        return "–" if value is None else f"{value:.{digits}f}"

    shares = {
        "intent": "intent right",
        "scheme": "scheme right (topics)",
        "joint": "topic and scheme right",
        "joint_named": "… where the scheme is named",
        "joint_described": "… where it is only described",
        "lenient": "topic and scheme as accepted",
        "out_of_scope": "out of scope recognised",
    }
    figures = {
        "training, s": [number(m.training_seconds) for m in measured],
        "training, peak MB": [number(m.training_peak_mb) for m in measured],
        "model on disk, MB": [number(m.model_mb, 1) for m in measured],
        "start to first message understood, s": [number(m.first_answer_seconds, 1) for m in measured],
        "RSS afterwards, MB": [number(m.rss_mb) for m in measured],
        "parse p50 / p95, ms": [f"{m.scores.p50:.0f} / {m.scores.p95:.0f}" for m in measured],
        **{title: [f"{100 * getattr(m.scores, key):.1f} %" for m in measured] for key, title in shares.items()},
    }
    scores = measured[0].scores
    return [
        f"Measured {datetime.now(UTC).date()} on {machine()}: {sentences} training sentences ({chosen}),",
        f"{scores.n} held-out questions of the test part ({scores.topics} on a topic) and its out-of-scope messages,",
        f"asked over `/model/parse`. The default pipeline ran {epochs} epochs, untuned, with the names of schemes",
        "annotated as entities by our gazetteer. It has no way to infer a scheme that is only described.",
        "",
        *page.table(["", *(m.name for m in measured)], [[key, *row] for key, row in figures.items()]),
    ]


def main() -> int:
    """Train the baseline, measure both and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--epochs", type=int, default=100)
    parser.add_argument("--every", type=int, default=1, help="train both on one sentence in so many")
    parser.add_argument("--limit", type=int, help="at most so many questions of each file")
    parser.add_argument("--longest", type=float, default=28800, help="give up training after so many seconds")
    arguments = parser.parse_args()
    asked = items(arguments.limit)
    with tempfile.TemporaryDirectory(prefix="baseline-") as name:
        folder = Path(name)
        chosen = choose(folder / "sentences", arguments.every)
        sentences = convert(folder, chosen, arguments.epochs)
        if arguments.every == 1:
            ours, our_training = train(get_settings()), None
        else:
            ours, our_training = folder / "ours.tar.gz", train_ours(folder, chosen, arguments.longest)
        print(f"Training Rasa's default pipeline on {sentences} sentences, {arguments.epochs} epochs …", flush=True)
        training = train_baseline(folder, arguments.longest)
        model = folder / "baseline.tar.gz"
        measured = [
            measure("Rasa's default (DIET)", BASELINE_PYTHON, "rasa", model, asked, training),
            measure("this assistant", RASA_PYTHON, "bot.nlu.rasa_main", ours, asked, our_training),
        ]
    lines = lines_of(measured, sentences, arguments.every, arguments.epochs)
    print("\n".join(lines))
    RESULT.write_text(json.dumps([asdict(m) for m in measured], indent=1) + "\n", "utf-8")
    page.put("baseline", lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
