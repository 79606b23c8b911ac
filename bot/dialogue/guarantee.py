"""Requests for a promise: nobody can give one; who decides, and on what."""

from dataclasses import replace

from bot.dialogue.answers import answer_message, general_message, has_topic
from bot.dialogue.payloads import Button, Message, choose
from bot.dialogue.plan import Plan
from bot.dialogue.voice import Voice
from bot.knowledge.terms import Owner, State

TERMS = "eligibility"
"""The topic that tells what the decision rests on."""

NEXT = ("apply", "employer_requirements")
"""What leads to a decision; offered as buttons."""

OVER = frozenset({State.DISCONTINUED, State.HISTORIC})
"""States in which nothing is granted any more."""


def guarantee_messages(plan: Plan, voice: Voice) -> list[Message]:
    """Return why nothing is promised, who decides, and what counts: for the scheme meant, or in general."""
    known = [scheme for scheme in plan.schemes if scheme in voice.knowledge.schemes]
    asked = replace(plan, intent=TERMS)
    if not known:
        return [_in_general(asked, voice)]
    scheme = known[0]
    message = answer_message(scheme, asked, voice, _lead(scheme, voice), intent="guarantee")
    steps = tuple(
        Button(voice.say(f"topic_{topic}"), choose(scheme, topic)) for topic in NEXT if has_topic(voice, scheme, topic)
    )
    # A guessed scheme keeps its way out, which stands first.
    way_out = message.buttons[:1] if message.custom["inferred"] else ()
    return [replace(message, buttons=(*way_out, *steps))]


def _lead(scheme: str, voice: Voice) -> str:
    """Return who decides, by who runs the scheme and whether it still exists."""
    known, name = voice.knowledge.schemes[scheme], voice.name_within(scheme)
    if known.status.state in OVER:
        return voice.say("guarantee_over", scheme=name)
    if known.owner is Owner.NAV:
        return voice.say("guarantee_nav", scheme=name)
    if known.owner is Owner.ARBEIDSGIVER or known.owner_name is None:
        return voice.say("guarantee_duty", scheme=name)
    return voice.say("guarantee_others", scheme=name, owner=known.owner_name[voice.language])


def _in_general(plan: Plan, voice: Voice) -> Message:
    """Return the answer where no scheme is meant: what most schemes have in common."""
    general = general_message(plan, voice)
    found = voice.knowledge.general(TERMS, voice.language, voice.today)
    text = "\n\n".join([voice.say("guarantee_general"), *([found.text] if found else [])])
    custom = {key: value for key, value in general.custom.items() if key not in {"options", "topic"}}
    return Message(text, {**custom, "kind": "smalltalk", "intent": "guarantee"}, general.buttons)
