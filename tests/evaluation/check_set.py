"""Check labels, ids, sizes and uniqueness of the held-out evaluation files and print their spread."""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
LABELS: dict[str, Any] = yaml.safe_load((HERE / "labels.yml").read_text("utf-8"))
INTENTS = {*LABELS["topics"], *LABELS["other_intents"]}
SCHEMES = set(LABELS["schemes"])


def question_faults(item: dict[str, Any]) -> list[str]:
    """Return what is wrong with the labels of one single-message item."""
    readings, pair = [item, *item.get("accept", [])], item.get("schemes", [])
    known = all(r["intent"] in INTENTS and r.get("scheme") in SCHEMES | {None} for r in readings)
    known = known and item["style"] in LABELS["styles"] and item["split"] in LABELS["splits"]
    faults = [] if known and set(pair) <= SCHEMES else [f"{item['id']}: unknown label"]
    if (item["intent"] == "compare_schemes") != (len(pair) == 2):
        faults.append(f"{item['id']}: compare_schemes needs two schemes, no other intent has them")
    return faults


def turn_faults(name: str, expect: dict[str, Any]) -> list[str]:
    """Return what is wrong with the expectation of one dialogue turn."""
    both = [expect, *expect.get("answers", [])]
    schemes = {e[k] for e in both for k in ("scheme", "not_scheme") if k in e}
    schemes |= set(expect.get("schemes_any", []))
    topics = {e["topic"] for e in both if "topic" in e} | set(expect.get("topic_any", []))
    kinds = {expect.get("kind", "answer"), *expect.get("kind_any", [])}
    good = schemes <= SCHEMES and topics <= set(LABELS["topics"])
    good = good and kinds <= set(LABELS["kinds"]) and set(expect) <= set(LABELS["expect_keys"])
    return [] if good else [f"{name}: unknown label in {expect}"]


def main() -> int:
    """Check every file, print spread and faults, and return the exit code."""
    files = {name: yaml.safe_load((HERE / f"{name}.yml").read_text("utf-8")) for name in LABELS["least"]}
    faults = [f"{n}: fewer than {low}" for n, low in LABELS["least"].items() if len(files[n]) < low]
    singles = [item for name, items in files.items() if name != "dialogues" for item in items]
    texts = Counter(" ".join(i["text"].lower().split()) for i in singles)
    ids = Counter(item["id"] for items in files.values() for item in items)
    faults += [f"twice: {key}" for counter in (ids, texts) for key, n in counter.items() if n > 1]
    faults += [fault for item in singles for fault in question_faults(item)]
    turns = [(dialogue["id"], turn) for dialogue in files["dialogues"] for turn in dialogue["turns"]]
    faults += [fault for name, turn in turns for fault in turn_faults(name, turn["expect"])]
    for name, items in files.items():
        print(f"\n{name}: {len(items)}")
        for key in ("split", "lang", "style", "category", "intent", "scheme", "named"):
            if spread := Counter(str(i[key]) for i in items if key in i).most_common():
                print(f"  {key}: " + ", ".join(f"{label} {n}" for label, n in spread))
    print("\n".join(faults) or "\nall well")
    return min(len(faults), 1)


if __name__ == "__main__":
    sys.exit(main())
