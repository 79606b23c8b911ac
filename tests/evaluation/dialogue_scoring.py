"""Judge conversations turn by turn by the keys that README.md in this folder explains."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.evaluation import replies
from tests.evaluation.replies import Message, Option, custom, kind

Expectation = dict[str, Any]

_PERSON = re.compile(r"(snakke|prate) med ei?n (person|veileder|rettleiar)|(talk|speak) to a (person|human)", re.I)


@dataclass(slots=True)
class DialogueResult:
    """One conversation: the turns that were sent and what failed in each."""

    dialogue: dict[str, Any]
    turns: int = 0
    faults: dict[int, list[str]] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether every turn that was sent went as expected."""
        return not self.faults


def choices(reply: list[Message]) -> list[Option] | None:
    """Return the options of the `clarify` in a reply, None where there is none."""
    return next((replies.options(m) for m in reply if kind(m) == "clarify"), None)


def turn_faults(expect: Expectation, reply: list[Message], before: list[Option] | None) -> list[str]:
    """Return the keys of an expectation that do not hold for a reply.

    Args:
        expect: What is expected.
        reply: The messages that came back.
        before: The options of the `clarify` just before, for `chosen_option`.
    """
    if replies.failed(reply):
        return ["failed"]
    checks = {
        "kind": _about(expect, reply),
        "schemes_any": _schemes_any(expect, reply),
        "not_scheme": all(custom(m).get("scheme") != expect.get("not_scheme", "") for m in reply),
        "intent": _intent(expect, reply),
        "language": _language(expect, reply),
        "answers": _answers(expect, reply),
        "offers": "offers" not in expect or offers_person(reply),
        "says_not": _says_not(expect, reply),
        "chosen_option": _chosen(expect, reply, before),
    }
    return [key for key, holds in checks.items() if not holds]


def _about(expect: Expectation, reply: list[Message]) -> bool:
    """Tell whether one message has the kind, the scheme and the topic that are expected together."""
    kinds = {expect["kind"]} if "kind" in expect else set(expect.get("kind_any", []))
    topics = {expect["topic"]} if "topic" in expect else set(expect.get("topic_any", []))
    if "answers" in expect:
        topics = set()
    if not kinds and not topics and "scheme" not in expect:
        return True
    return any(
        (not kinds or kind(message) in kinds)
        and ("scheme" not in expect or _is_about(message, expect["scheme"]))
        and (not topics or _has_topic(message, topics))
        for message in reply
    )


def _is_about(message: Message, scheme: str) -> bool:
    """Tell whether a message is about a scheme; a form may leave out which one it asks for."""
    if kind(message) == "clarify":
        return scheme in replies.schemes_of(message)
    if kind(message) == "question":
        return custom(message).get("scheme", scheme) == scheme
    return custom(message).get("scheme") == scheme


def _has_topic(message: Message, topics: set[str]) -> bool:
    shown = {custom(message).get("topic")}
    if kind(message) == "clarify":
        shown |= {option.topic for option in replies.options(message)}
    return bool(shown & topics)


def _schemes_any(expect: Expectation, reply: list[Message]) -> bool:
    found = {scheme for message in reply for scheme in replies.schemes_of(message)}
    return "schemes_any" not in expect or bool(found & set(expect["schemes_any"]))


def _intent(expect: Expectation, reply: list[Message]) -> bool:
    """Tell whether the intent is the expected one, as far as the reply lets see it."""
    shown = {replies.shown_intent(m) for m in replies.telling(reply) if kind(m) not in {"clarify", "fallback"}}
    shown.discard(None)
    if "intent" not in expect or not shown or expect["intent"] in shown:
        return True
    return expect["intent"] == "handoff" and "contact_nav" in shown


def _language(expect: Expectation, reply: list[Message]) -> bool:
    shown = {custom(m)["language"] for m in reply if custom(m).get("language")}
    return "language" not in expect or shown == {expect["language"]}


def _answers(expect: Expectation, reply: list[Message]) -> bool:
    given = [(custom(m).get("scheme"), custom(m).get("topic")) for m in reply if kind(m) == "answer"]
    return all((want["scheme"], want["topic"]) in given for want in expect.get("answers", []))


def offers_person(reply: list[Message]) -> bool:
    """Tell whether a reply offers a person by a button, a form or in words with a phone number."""
    for message in reply:
        if kind(message) == "handoff" or custom(message).get("form") == "handoff":
            return True
        if custom(message).get("offer") == "handoff" or kind(message) == "contact":
            return True
        payloads = [str(button.get("payload")) for button in message.get("buttons") or []]
        if any(payload.endswith(":handoff") for payload in payloads):
            return True
    return any(_PERSON.search(str(message.get("text", ""))) for message in reply)


def _says_not(expect: Expectation, reply: list[Message]) -> bool:
    said = "\n".join(str(message.get("text", "")) for message in reply).casefold()
    return not any(phrase.casefold() in said for phrase in expect.get("says_not", []))


def _chosen(expect: Expectation, reply: list[Message], before: list[Option] | None) -> bool:
    if "chosen_option" not in expect:
        return True
    number = expect["chosen_option"]
    if before is None or len(before) < number:
        return False
    option = before[number - 1]
    return any(
        option.scheme in {None, custom(m).get("scheme")} and option.topic in {None, custom(m).get("topic")}
        for m in reply
        if kind(m) == "answer"
    )
