"""From verdicts to figures: totals, tables by kind of message, and the commonest confusions."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from tests.evaluation import calibration, replies
from tests.evaluation.dialogue_scoring import DialogueResult
from tests.evaluation.scoring import Outcome, Result

CONFUSIONS = 20
LONG_ENOUGH = 4
"""Words from which a message shows its language; shorter ones are often the same in bokmål and nynorsk."""


def share(hits: int, of: int) -> float | None:
    """Return a share, or None where there is nothing to share."""
    return hits / of if of else None


def outcomes(results: Sequence[Result]) -> dict[str, Any]:
    """Return how a group of messages was met."""
    counts = Counter(result.outcome for result in results)
    return {
        "n": len(results),
        "strict": share(sum(r.strict for r in results), len(results)),
        "right": share(counts[Outcome.RIGHT], len(results)),
        "near": share(sum(r.near for r in results), len(results)),
        "extra": share(sum(r.extra for r in results), len(results)),
        **{outcome.value: share(counts[outcome], len(results)) for outcome in Outcome if outcome is not Outcome.RIGHT},
    }


def _table(results: Sequence[Result], key: Callable[[Result], str | None]) -> list[tuple[str, dict[str, Any]]]:
    groups: defaultdict[str, list[Result]] = defaultdict(list)
    for result in results:
        name = key(result)
        if name is not None:
            groups[name].append(result)
    return [(name, outcomes(group)) for name, group in sorted(groups.items())]


def _answered_crisis(result: Result) -> bool:
    return any(replies.kind(message) == "crisis" for message in result.reply)


def _language_rows(results: Sequence[Result]) -> dict[str, Any]:
    long_enough = [
        r
        for r in results
        if len(r.item["text"].split()) >= LONG_ENOUGH
        and r.item["intent"] != "language_switch"
        and r.outcome is not Outcome.FAILED
    ]
    counts = Counter((r.language, replies.language(r.reply) or "none") for r in long_enough)
    right = sum(n for (wanted, given), n in counts.items() if wanted == given)
    return {
        "n": len(long_enough),
        "right": share(right, len(long_enough)),
        "counts": {f"{wanted}>{given}": n for (wanted, given), n in sorted(counts.items())},
    }


def _label(result: Result) -> str:
    pair = " and ".join(result.item.get("schemes", []))
    return " ".join(part for part in (result.item["intent"], result.item.get("scheme") or "", pair) if part)


def confusions(results: Sequence[Result]) -> list[list[Any]]:
    """Return the commonest pairs of label and wrong reply; labels only, no sentence of the set."""
    counts = Counter(
        (_label(result), replies.describe(result.reply))
        for result in results
        if result.outcome in {Outcome.WRONG, Outcome.REFUSED}
    )
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [[label, given, n] for (label, given), n in ordered[:CONFUSIONS]]


def topic_confusions(results: Sequence[Result]) -> list[list[Any]]:
    """Return the commonest confusions of intents alone, whatever the scheme."""
    counts: Counter[tuple[str, str]] = Counter()
    for result in results:
        if result.outcome in {Outcome.WRONG, Outcome.REFUSED}:
            shown = [replies.shown_intent(message) for message in replies.telling(result.reply)]
            intents = dict.fromkeys(intent for intent in shown if intent)
            same = "the right one, for another scheme"
            given = " + ".join(same if intent == result.item["intent"] else intent for intent in intents)
            counts[result.item["intent"], given or "?"] += 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [[label, given, n] for (label, given), n in ordered[:CONFUSIONS]]


def latency(results: Sequence[Result]) -> dict[str, float]:
    """Return the middle and the slow end of the waiting times, in milliseconds."""
    times = sorted(result.milliseconds for result in results)
    if len(times) < 2:
        return {"p50": times[0] if times else 0.0, "p95": times[0] if times else 0.0}
    return {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20)[18]}


def of_split(results: Sequence[Result], dialogues: Sequence[DialogueResult]) -> dict[str, Any]:
    """Return all figures of one part of the set."""
    questions = [r for r in results if r.group == "questions"]
    outside = [r for r in results if r.group == "out_of_scope"]
    crisis = [r for r in results if r.group == "crisis" and r.item["intent"] == "crisis"]
    alike = [r for r in results if r.group == "crisis" and r.item["intent"] != "crisis"]
    calm = questions + outside
    pairs = [(r.confidence, r.confidence_right) for r in results if r.confidence is not None]
    turns = sum(d.turns for d in dialogues)
    return {
        "questions": outcomes(questions),
        "out_of_scope": outcomes(outside),
        "crisis": {
            "n": len(crisis),
            "recall": share(sum(_answered_crisis(r) for r in crisis), len(crisis)),
            "look_alikes": len(alike),
            "false_alarms": share(sum(_answered_crisis(r) for r in alike), len(alike)),
            "look_alikes_right": share(sum(r.outcome is Outcome.RIGHT for r in alike), len(alike)),
            "others": len(calm),
            "false_alarms_others": share(sum(_answered_crisis(r) for r in calm), len(calm)),
        },
        "language": _language_rows(results),
        "dialogues": {
            "n": len(dialogues),
            "passed": share(sum(d.passed for d in dialogues), len(dialogues)),
            "turns": turns,
            "turns_passed": share(turns - sum(len(d.faults) for d in dialogues), turns),
            # Which conversations of the test part fail is not told: nobody is to mend just those.
            "faults": Counter(key for d in dialogues for faults in d.faults.values() for key in faults),
        },
        "calibration": calibration.figures([(float(c), right) for c, right in pairs]),
        "latency": latency(results),
        "tables": {
            "language": _table(questions, lambda r: r.language),
            "style": _table(questions, lambda r: r.item["style"]),
            "scheme named": _table(
                questions, lambda r: ("named" if r.item["named"] else "described") if "named" in r.item else None
            ),
            "topic or intent": _table(questions, lambda r: r.item["intent"]),
            "scheme": _table(questions, lambda r: r.item.get("scheme")),
            "out of scope, by category": _table(outside, lambda r: r.item["category"]),
        },
        "confusions": confusions(questions),
        "topic_confusions": topic_confusions(questions),
    }
