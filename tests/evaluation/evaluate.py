"""Measure the running assistant on the held-out messages.

Usage: `python -m tests.evaluation.evaluate [--split test|dev|all] [--check] [--limit N] [--url URL]
[--model FILE] [--figures FILE]`.
A full run writes docs/evaluation.md, docs/images/calibration.png and report.json beside this file; `--check`
writes nothing and ends with 1 where a main figure is worse than in report.json.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import httpx
import yaml

from bot.run.training import fingerprint
from tests.evaluation import figures, report
from tests.evaluation.dialogue_scoring import DialogueResult, choices, turn_faults
from tests.evaluation.replies import Message, describe
from tests.evaluation.running import machine, running
from tests.evaluation.scoring import Outcome, Result, judge

HERE = Path(__file__).parent
AT_ONCE = 4
"""Conversations at a time."""

SPLITS = ("test", "dev")
SINGLES = {
    "questions_nb": ("questions", "nb"),
    "questions_nn": ("questions", "nn"),
    "questions_en": ("questions", "en"),
    "out_of_scope": ("out_of_scope", None),
    "crisis": ("crisis", None),
}
"""Files of single messages: the group they count in, and their language where the items do not say it."""


class Client:
    """Sends messages to the assistant's public address, a few conversations at a time."""

    def __init__(self, http: httpx.AsyncClient, at_once: int = AT_ONCE) -> None:
        self._http = http
        self._places = asyncio.Semaphore(at_once)
        self._run = uuid4().hex[:8]

    async def say(self, sender: str, message: str) -> tuple[list[Message], float]:
        """Return the reply, empty where there was none, and the milliseconds it took."""
        started = time.perf_counter()
        try:
            body = {"sender": f"evaluation-{self._run}-{sender}", "message": message}
            response = await self._http.post("/webhooks/rest/webhook", json=body)
            reply = response.json() if response.status_code == httpx.codes.OK else []
        except httpx.HTTPError:
            reply = []
        return reply, (time.perf_counter() - started) * 1000

    async def single(self, item: dict[str, Any], group: str, language: str) -> Result:
        """Send one item in a conversation of its own and judge the reply."""
        async with self._places:
            reply, milliseconds = await self.say(item["id"], item["text"])
        return judge(item, group, language, reply, milliseconds)

    async def dialogue(self, dialogue: dict[str, Any]) -> DialogueResult:
        """Send the turns of a conversation one after the other and judge each reply."""
        result = DialogueResult(dialogue)
        before = None
        async with self._places:
            for number, turn in enumerate(dialogue["turns"], 1):
                if turn.get("only_after") == "clarify" and before is None:
                    continue
                reply, _ = await self.say(dialogue["id"], turn["user"])
                faults = turn_faults(turn["expect"], reply, before)
                result.turns += 1
                if faults:
                    result.faults[number] = faults
                before = choices(reply)
        return result


def read(name: str, splits: Iterable[str], limit: int | None) -> list[dict[str, Any]]:
    """Return the items of a file in some parts of the set; a limit takes them evenly from the whole file."""
    items = yaml.safe_load((HERE / f"{name}.yml").read_text("utf-8"))
    chosen = [item for item in items if item["split"] in set(splits)]
    if limit is None or limit >= len(chosen):
        return chosen
    return [chosen[number * len(chosen) // limit] for number in range(limit)]


async def measure(
    url: str, splits: Sequence[str], limit: int | None = None
) -> tuple[list[Result], list[DialogueResult]]:
    """Send everything and return the verdicts."""
    timeout = httpx.Timeout(60)
    async with httpx.AsyncClient(base_url=url, timeout=timeout, trust_env=False) as http:
        client = Client(http)
        await client.say("warm-up", "hei")
        singles = [
            client.single(item, group, language or item["lang"])
            for name, (group, language) in SINGLES.items()
            for item in read(name, splits, limit)
        ]
        results = await asyncio.gather(*singles)
        dialogues = await asyncio.gather(*(client.dialogue(item) for item in read("dialogues", splits, limit)))
    return list(results), list(dialogues)


def write_misses(path: Path, results: Sequence[Result], dialogues: Sequence[DialogueResult]) -> None:
    """List what went wrong in the dev part, with the sentences; the test part is never listed."""
    lines = [
        f"{r.outcome}\t{r.item['id']}\t{r.item['intent']} {r.item.get('scheme') or ''}\t{describe(r.reply)}"
        f"\t{r.item['text']}"
        for r in results
        if r.item["split"] == "dev" and r.outcome is not Outcome.RIGHT
    ]
    lines += [
        f"dialogue\t{d.dialogue['id']}\tturn {number}\t{', '.join(faults)}\t{d.dialogue['turns'][number - 1]['user']}"
        for d in dialogues
        if d.dialogue["split"] == "dev"
        for number, faults in d.faults.items()
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> int:
    """Measure, and write the report or compare with it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=(*SPLITS, "all"), default="all")
    parser.add_argument("--url", help="measure an assistant that already runs (its limits must allow it)")
    parser.add_argument("--limit", type=int, help="at most so many items of each file")
    parser.add_argument("--check", action="store_true", help="compare with the committed report.json")
    parser.add_argument("--misses", type=Path, help="list what went wrong in the dev part in this file")
    parser.add_argument("--model", type=Path, help="measure this trained model; the report is left as it is")
    parser.add_argument("--figures", type=Path, help="write the figures of this run as JSON in this file")
    arguments = parser.parse_args()
    splits = SPLITS if arguments.split == "all" else (arguments.split,)
    model = "unknown" if arguments.url else arguments.model.name if arguments.model else fingerprint()
    place = nullcontext(SimpleNamespace(url=arguments.url)) if arguments.url else running(arguments.model)
    with place as assistant:
        started = time.monotonic()
        results, dialogues = asyncio.run(measure(assistant.url, splits, arguments.limit))
        seconds = time.monotonic() - started
    found = report.Report.make(
        model,
        machine(),
        seconds,
        {
            split: figures.of_split(
                [r for r in results if r.item["split"] == split],
                [d for d in dialogues if d.dialogue["split"] == split],
            )
            for split in splits
        },
    )
    print(report.summary(found))
    if arguments.figures:
        arguments.figures.write_text(json.dumps(asdict(found)), "utf-8")
    if arguments.misses:
        write_misses(arguments.misses, results, dialogues)
    if arguments.check:
        worse = report.worse(found, report.read())
        print("\n".join(worse) or "No main figure has fallen.")
        return min(len(worse), 1)
    if arguments.url or arguments.model or arguments.limit or arguments.split != "all":
        print("Part of the set, or another assistant or model: the report is left as it is.")
    else:
        pairs = [
            (r.confidence, r.confidence_right)
            for r in results
            if r.confidence is not None and r.item["split"] == "test"
        ]
        report.write(found, pairs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
