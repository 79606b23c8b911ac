"""Ask a Rasa server what held-out messages mean, and count how often it is right; the same way for any pipeline."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from tests.evaluation.evaluate import read
from tests.evaluation.scoring import TOPICS, Reading, readings

FILES = ("questions_nb", "questions_nn", "questions_en", "out_of_scope")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was understood: the questions of a message, each with an intent and its schemes."""

    questions: tuple[tuple[str, frozenset[str]], ...]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares of right readings; `joint` is topic and scheme both right, `lenient` with other accepted readings."""

    n: int
    intent: float
    scheme: float
    topics: int
    joint: float
    joint_named: float
    joint_described: float
    lenient: float
    out_of_scope: float
    p50: float
    p95: float


def items(limit: int | None = None) -> list[dict[str, Any]]:
    """Return the messages of the test part."""
    return [item for name in FILES for item in read(name, ["test"], limit)]


def parse(http: httpx.Client, text: str) -> Parsed:
    """Return what the server takes a message to mean."""
    started = time.perf_counter()
    response = http.post("/model/parse", json={"text": text})
    milliseconds = (time.perf_counter() - started) * 1000
    response.raise_for_status()
    found = response.json()
    if "questions" in found:
        return Parsed(tuple(_ours(question) for question in found["questions"]), milliseconds)
    schemes = frozenset(entity["value"] for entity in found["entities"] if entity["entity"] == "scheme")
    ranking = [entry["name"] for entry in found["intent_ranking"] if entry["name"] != "nlu_fallback"]
    return Parsed(((ranking[0] if ranking else "", schemes),), milliseconds)


def _ours(question: dict[str, Any]) -> tuple[str, frozenset[str]]:
    """Return intent and schemes of one question: those it names, else the likeliest one."""
    named = frozenset(question["named"])
    inferred = question["inferred"][0][0] if question["inferred"] else "none"
    return question["intent"], named or frozenset({inferred} - {"none"})


def _schemes(reading: Reading) -> frozenset[str]:
    return reading.pair or (frozenset({reading.scheme}) if reading.scheme else frozenset())


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0


def score(asked: Sequence[dict[str, Any]], parsed: Sequence[Parsed]) -> Scores:
    """Return how often what was understood is what was meant; one question of a message suffices."""
    rows = [
        (item, readings(item), understood.questions)
        for item, understood in zip(asked, parsed, strict=True)
        if item["intent"] != "out_of_scope"
    ]
    outside = [
        any(intent == "out_of_scope" for intent, _ in understood.questions)
        for item, understood in zip(asked, parsed, strict=True)
        if item["intent"] == "out_of_scope"
    ]
    topical = [row for row in rows if row[0]["intent"] in TOPICS]

    def joint(chosen: Sequence[tuple[Any, list[Reading], Any]], accepted: int | None = 1) -> float:
        wanted = [([(w.intent, _schemes(w)) for w in want[:accepted]], found) for _, want, found in chosen]
        return _share([any(question in want for question in found) for want, found in wanted])

    times = [p.milliseconds for p in parsed]
    return Scores(
        n=len(rows),
        intent=_share([any(i == want[0].intent for i, _ in found) for _, want, found in rows]),
        scheme=_share([any(s == _schemes(want[0]) for _, s in found) for _, want, found in topical]),
        topics=len(topical),
        joint=joint(topical),
        joint_named=joint([row for row in topical if row[0].get("named")]),
        joint_described=joint([row for row in topical if row[0].get("named") is False]),
        lenient=joint(topical, None),
        out_of_scope=_share(outside),
        p50=statistics.median(times),
        p95=statistics.quantiles(times, n=20)[18],
    )
