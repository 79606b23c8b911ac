"""One turn of a conversation: every question of a message decided and answered, in order."""

from bot.dialogue.answers import answer_messages, general_message, has_topic
from bot.dialogue.asking import ask_message, missed_message
from bot.dialogue.capabilities import CAPABILITIES, Request
from bot.dialogue.context import Context
from bot.dialogue.payloads import Message, Turn
from bot.dialogue.plan import Plan, Step, decide
from bot.dialogue.reading import Reading
from bot.dialogue.voice import Voice

MAX_QUESTIONS = 4
"""Questions answered in one turn; the rest are asked for again."""


def take_turn(reading: Reading, context: Context, voice: Voice) -> Turn:
    """Return the answers to a message and the thread to remember."""
    messages: list[Message] = []
    several = len(reading.questions) > 1
    for question in reading.questions[:MAX_QUESTIONS]:
        plan = decide(question, context, lambda scheme, topic: has_topic(voice, scheme, topic))
        if several and plan.step in (Step.MISSED, Step.ASK) and messages:
            continue
        answers, context = _follow(plan, question.text or reading.text, context, voice)
        if plan.intent == "crisis":
            return Turn(tuple(answers), context)
        messages += [message for message in answers if message.text not in {said.text for said in messages}]
    if not messages:
        plan = Plan(Step.MISSED, "nlu_fallback")
        messages, context = [missed_message(plan, context, voice)], context.missed()
    if reading.more or len(reading.questions) > MAX_QUESTIONS:
        messages.append(Message(voice.say("more_questions"), {"kind": "smalltalk", "language": voice.language}))
    return Turn(tuple(messages), context)


def _follow(plan: Plan, text: str, context: Context, voice: Voice) -> tuple[list[Message], Context]:
    """Carry out one decision."""
    if plan.step is Step.ANSWER:
        known = tuple(scheme for scheme in plan.schemes if scheme in voice.knowledge.schemes)
        if known:
            plan = Plan(plan.step, plan.intent, known, plan.how, plan.runner_up)
            answered = answer_messages(plan, voice)
            for scheme in reversed(known[:3]):
                context = context.about(scheme, plan.intent)
            return answered, context
        plan = Plan(Step.MISSED, plan.intent)
    if plan.step is Step.GENERAL:
        return [general_message(plan, voice)], context.about(None, plan.intent)
    if plan.step is Step.CAPABILITY:
        capability = CAPABILITIES.get(plan.intent)
        if capability is not None:
            answered = capability(Request(plan, text, context, voice))
            named = [s for s in plan.schemes if s in voice.knowledge.schemes]
            if plan.intent == "compare_schemes" and len(named) >= 2:
                return answered, context.about(named[1], None).about(named[0], None)
            return answered, context.understood()
    if plan.step is Step.ASK:
        return [ask_message(plan, voice)], context.understood()
    return [missed_message(plan, context, voice)], context.missed()
