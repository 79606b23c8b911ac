"""Answers from the knowledge base, with their sources and what to ask next."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.dialogue.combining import with_verdict
from bot.dialogue.payloads import Button, Message, choose, choose_intent
from bot.dialogue.plan import Plan
from bot.dialogue.resolve import How
from bot.dialogue.voice import Voice
from bot.knowledge.model import TOPICS, Answer, Source, Status

NEXT_TOPICS = {
    "overview": ("eligibility", "amount", "apply"),
    "eligibility": ("employer_requirements", "amount", "apply"),
    "employer_requirements": ("amount", "duration", "apply"),
    "amount": ("covers", "duration", "refund"),
    "covers": ("amount", "duration", "apply"),
    "duration": ("amount", "changes", "apply"),
    "apply": ("employer_requirements", "refund", "duration"),
    "refund": ("amount", "changes", "apply"),
    "combine": ("overview", "amount", "apply"),
    "changes": ("duration", "refund", "legal"),
    "legal": ("employer_requirements", "amount", "overview"),
    "example": ("eligibility", "amount", "apply"),
}
"""What employers tend to ask after each topic; offered as buttons."""

NOTE_TOPICS = {"overview", "eligibility", "amount", "apply", "duration"}
"""Topics whose answer must tell when a scheme is a trial, has changed or is not open everywhere."""


def source_json(source: Source) -> dict[str, Any]:
    """Return a source as the contract has it, with the version that was read."""
    return {
        "title": source.title,
        "url": source.url,
        "checked": source.checked.isoformat(),
        "vintage": source.vintage,
    }


def answer_messages(plan: Plan, voice: Voice) -> list[Message]:
    """Return the answers to one question: one for each scheme it names, at most three."""
    answered = plan.schemes[:1] if plan.intent == "combine" else plan.schemes[:3]
    messages = [answer_message(scheme, plan, voice) for scheme in answered]
    if plan.also and has_topic(voice, answered[0], plan.also):
        twin = replace(plan, intent=plan.also, also=None, how=How.CONTEXT, runner_up=None)
        messages.append(answer_message(answered[0], twin, voice))
    return messages


def answer_message(scheme: str, plan: Plan, voice: Voice, lead: str = "", **more: Any) -> Message:
    """Return the answer on one topic of one scheme.

    Args:
        scheme: The scheme.
        plan: Its intent is the topic; it tells how the scheme was found and what else was likely.
        voice: The employer's language.
        lead: What is said before the text, after "Jeg tror du mener …".
        more: Further keys of `custom`.
    """
    topic = plan.intent
    found = voice.knowledge.answer(scheme, topic, voice.language, voice.today)
    before = [voice.say("inferred", scheme=voice.name_within(scheme))] if plan.how is How.INFERRED else []
    if found is None:
        topic = "overview"
        found = voice.knowledge.answer(scheme, topic, voice.language, voice.today)
        about = voice.say(f"about_{plan.intent}")
        before.append(voice.say("no_topic", topic=about, scheme=voice.name_within(scheme)))
    if found is None:
        raise LookupError(f"{scheme} has no overview")
    note = _note(scheme, topic, found, voice)
    told = found.text
    if topic == "combine" and len(plan.schemes) > 1:
        told = with_verdict(plan.schemes[0], plan.schemes[1], told, voice)
    body = "\n\n".join(part for part in (" ".join(before), lead, told, note) if part)
    return Message(
        text=f"{body}\n\n{source_line(found, voice)}",
        custom={
            "kind": "answer",
            "scheme": scheme,
            "topic": topic,
            "language": voice.language,
            "sources": [source_json(source) for source in found.sources],
            "title": voice.name(scheme),
            "body": body,
            "checked": found.checked.isoformat(),
            "stale": is_stale(found, voice),
            "confidence": round(plan.confidence, 3),
            "inferred": plan.how is How.INFERRED,
            "url": voice.knowledge.schemes[scheme].url,
            **({"runner_up": plan.runner_up} if plan.runner_up else {}),
            **more,
        },
        buttons=tuple(_next_buttons(scheme, topic, plan, voice)),
    )


def _note(scheme: str, topic: str, found: Answer, voice: Voice) -> str:
    """Return what must be said about the scheme's status, unless the text says it already."""
    status: Status = voice.knowledge.schemes[scheme].status
    if topic not in NOTE_TOPICS or status.note is None:
        return ""
    note = voice.knowledge.note(scheme, voice.language, voice.today) or ""
    return "" if note in found.text else note


def is_stale(found: Answer, voice: Voice) -> bool:
    """Tell whether even the newest source of an answer was read too long ago.

    An old web page beside a current regulation is shown with its date, but does not make the answer old.
    """
    newest = max(source.checked for source in found.sources)
    return newest < voice.today - timedelta(days=voice.knowledge.stale_after_days)


def source_line(found: Answer, voice: Voice) -> str:
    """Return the sources of an answer as one line, each with its date, for readers of plain text."""
    shown = [
        voice.say("source_checked", title=source.title, url=source.url, date=voice.date(source.checked))
        for source in found.sources[:2]
    ]
    line = voice.say("source", sources="; ".join(shown))
    return f"{line} {voice.say('stale')}" if is_stale(found, voice) else line


def _next_buttons(scheme: str, topic: str, plan: Plan, voice: Voice) -> list[Button]:
    buttons = []
    if plan.runner_up:
        title = voice.say("runner_up", scheme=voice.name_within(plan.runner_up))
        buttons.append(Button(title, choose(plan.runner_up, plan.intent)))
    elif plan.how is How.INFERRED:
        buttons.append(Button(voice.say("guess_wrong"), choose_intent("find_scheme")))
    known = voice.knowledge.schemes[scheme].topics
    for following in dict.fromkeys((*plan.close_topics, *NEXT_TOPICS[topic])):
        if following in known and following != topic and len(buttons) < 3:
            buttons.append(Button(voice.say(f"topic_{following}"), choose(scheme, following)))
    return buttons


def general_message(plan: Plan, voice: Voice) -> Message:
    """Return what holds for most schemes, and ask which one is meant."""
    found = voice.knowledge.general(plan.intent, voice.language, voice.today)
    options = [option.scheme for option in plan.options if option.scheme] or list(_COMMON)
    buttons = tuple(Button(voice.name(scheme), choose(scheme, plan.intent)) for scheme in options[:3])
    question = voice.say("which_scheme")
    text = f"{found.text}\n\n{question}" if found else question
    custom: dict[str, Any] = {
        "kind": "clarify",
        "language": voice.language,
        "topic": plan.intent,
        "confidence": round(plan.confidence, 3),
        "options": [{"scheme": scheme, "topic": plan.intent, "title": voice.name(scheme)} for scheme in options[:3]],
    }
    if found:
        custom["sources"] = [source_json(source) for source in found.sources]
        custom["checked"] = found.checked.isoformat()
    return Message(text, custom, buttons)


_COMMON = ("midlertidig-lonnstilskudd", "mentor", "inkluderingstilskudd")
"""Offered where nothing points to a scheme: the three that employers ask for most."""


def has_topic(voice: Voice, scheme: str, topic: str) -> bool:
    """Tell whether there is a text on a topic of a scheme."""
    known = voice.knowledge.schemes.get(scheme)
    return known is not None and topic in TOPICS and topic in known.topics
