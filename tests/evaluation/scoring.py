"""Judge single messages by the rules of README.md in this folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tests.evaluation import replies
from tests.evaluation.check_set import LABELS
from tests.evaluation.replies import Message, Option, custom, kind

TOPICS = frozenset(LABELS["topics"])

Item = dict[str, Any]


class Outcome(StrEnum):
    """How a message was met; every message has exactly one."""

    RIGHT = "right"
    OFFERED = "offered"
    ASKED = "asked"
    MISSED = "missed"
    REFUSED = "refused"
    WRONG = "wrong"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand an item that would serve its writer."""

    intent: str
    scheme: str | None = None
    pair: frozenset[str] = frozenset()
    suitable: frozenset[str] = frozenset()
    """Schemes that fit the situation, for `find_scheme`; empty means that any may be proposed."""


@dataclass(frozen=True, slots=True)
class Result:
    """One item, what came back, and what it is worth."""

    item: Item
    group: str
    language: str
    reply: list[Message]
    milliseconds: float
    strict: bool
    near: bool
    outcome: Outcome
    extra: bool
    """Right, but with an answer to something that was not asked beside it."""
    confidence: float | None
    confidence_right: bool


def readings(item: Item) -> list[Reading]:
    """Return the reading an item is labelled with, then those that are accepted too."""
    accepted = item.get("accept", [])
    suitable = frozenset(r["scheme"] for r in [item, *accepted] if r.get("scheme"))
    pair = frozenset(item.get("schemes", []))
    return [Reading(r["intent"], r.get("scheme"), pair, suitable) for r in [item, *accepted]]


def fits(want: Reading, reply: Sequence[Message], category: str | None = None) -> bool:
    """Tell whether a reply serves one reading."""
    return any(_message_fits(want, message, reply, category) for message in reply)


def _message_fits(want: Reading, message: Message, reply: Sequence[Message], category: str | None) -> bool:
    form, intent = custom(message).get("form"), custom(message).get("intent")
    if want.intent in TOPICS:
        return _topic_fits(want, message)
    match want.intent, kind(message):
        case "find_scheme", "question":
            return form == "finder"
        case "find_scheme", "recommendation" | "clarify":
            return _proposal_fits(want, message)
        case "calculate_subsidy", "calculation":
            return want.scheme in {None, custom(message).get("scheme", want.scheme)}
        case "calculate_subsidy", "question":
            return form == "calculator" and want.scheme in {None, custom(message).get("scheme", want.scheme)}
        case "calculate_subsidy", "smalltalk":
            amounts = [custom(m).get("scheme") for m in reply if custom(m).get("topic") == "amount"]
            return intent == "calculate_subsidy" and (want.scheme is None or want.scheme in amounts)
        case "handoff", "question":
            return form == "handoff"
        case "handoff", "handoff":
            return True
        case "handoff", "contact":
            return intent in {None, "handoff", "contact_nav"}
        case "contact_nav", "contact":
            return intent in {None, "contact_nav"}
        case "handoff_status", _:
            return intent == "handoff_status" or (kind(message) == "handoff" and "state" in custom(message))
        case "compare_schemes", "comparison":
            return frozenset(custom(message).get("schemes") or []) == want.pair
        case "list_schemes", "list":
            return True
        case "out_of_scope", "out_of_scope" | "fallback":
            return True
        case "out_of_scope", "smalltalk":
            return category == "insult"
        case ("crisis" | "privacy") as same, shown:
            return same == shown
        case wanted, "smalltalk":
            return bool(intent == wanted)
        case _:
            return False


def _topic_fits(want: Reading, message: Message) -> bool:
    """Tell whether a message answers a topic; without a scheme in the label, a question back is right too."""
    if kind(message) == "answer":
        return custom(message).get("topic") == want.intent and custom(message).get("scheme") == want.scheme
    if want.scheme is None and kind(message) == "clarify":
        topics = {custom(message).get("topic")} | {option.topic for option in replies.options(message)}
        return want.intent in topics
    return False


def _proposal_fits(want: Reading, message: Message) -> bool:
    """Tell whether a message proposes schemes, and one that suits where the item says which do."""
    proposed = set(replies.schemes_of(message))
    if want.suitable:
        return bool(proposed & want.suitable)
    # A general answer that asks which scheme is meant proposes nothing.
    return bool(proposed) and not custom(message).get("topic")


def _option_fits(want: Reading, option: Option) -> bool:
    if want.intent in TOPICS:
        return (option.topic, option.scheme) == (want.intent, want.scheme)
    return option.intent == want.intent


def judge(item: Item, group: str, language: str, reply: list[Message], milliseconds: float) -> Result:
    """Return the verdict on one item."""
    wanted, told, category = readings(item), replies.telling(reply), item.get("category")
    failed = replies.failed(reply)
    alarm = any(kind(m) == "crisis" for m in told) and item["intent"] != "crisis"
    strict = not failed and not alarm and fits(wanted[0], told, category)
    right = strict or (not failed and not alarm and any(fits(want, told, category) for want in wanted))
    offered = not failed and any(_option_fits(w, o) for w in wanted for o in replies.offered(told))
    outcome = Outcome.FAILED if failed else Outcome.RIGHT if right else _outcome(told, offered=offered)
    beside = [m for m in told if not any(fits(want, [m], category) for want in wanted)]
    extra = right and any(kind(m) == "answer" for m in beside) and item["intent"] != "calculate_subsidy"
    confidence, sure = _confidence(told, wanted, category)
    return Result(
        item, group, language, reply, milliseconds, strict, right or offered, outcome, extra, confidence, sure
    )


def _outcome(told: list[Message], *, offered: bool) -> Outcome:
    kinds = {kind(message) for message in told}
    if kinds <= replies.ASKING:
        if offered:
            return Outcome.OFFERED
        return Outcome.MISSED if kinds == {"fallback"} else Outcome.ASKED
    return Outcome.REFUSED if kinds == {"out_of_scope"} else Outcome.WRONG


def _confidence(told: list[Message], wanted: list[Reading], category: str | None) -> tuple[float | None, bool]:
    """Return the probability stated with the first reading, and whether that reading was right."""
    for message in told:
        stated = custom(message).get("confidence")
        if not isinstance(stated, int | float):
            continue
        choices = replies.options(message)
        if kind(message) == "clarify" and choices and not custom(message).get("topic"):
            return float(stated), any(_option_fits(want, choices[0]) for want in wanted)
        return float(stated), any(fits(want, [message], category) for want in wanted)
    return None, False
