"""One turn of a conversation: every question of a message decided and answered, in order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.dialogue.answers import answer_messages, general_message, has_topic
from bot.dialogue.asking import ask_message, missed_message
from bot.dialogue.capabilities import CAPABILITIES, SETTLED, Request
from bot.dialogue.contacting import asks_whom_to_reach
from bot.dialogue.context import ASKED_WHICH, GUESS, Context
from bot.dialogue.forms import Form, FormTurn, Said
from bot.dialogue.guarantee import TERMS
from bot.dialogue.leftover import left_over_message
from bot.dialogue.outside import OUT_OF_SCOPE
from bot.dialogue.payloads import Message, Turn, schemes_shown
from bot.dialogue.plan import OPTIONS, Option, Plan, Step, danger, decide
from bot.dialogue.reading import Question, Reading
from bot.dialogue.voice import Voice
from bot.knowledge.model import Language

Lookup = Callable[[str, Language], Sequence[tuple[str, str]]]
"""Finds schemes and topics by the words of a text, best first."""

MAX_QUESTIONS = 4
"""Questions answered in one turn; the rest are asked for again."""

LEAVES_FORM_ALONE = {"crisis", "goodbye", "handoff", "complaint"}
"""After these the form does not push its question again."""


@dataclass(frozen=True)
class TurnTaker:
    """Takes turns.

    `forms` are the guided conversations by the intent that opens them; `lookup` finds texts by their words, for "did
    you mean" where understanding has nothing to offer.
    """

    forms: Mapping[str, Form] = field(default_factory=dict)
    lookup: Lookup | None = None

    def take(self, reading: Reading, context: Context, voice: Voice) -> Turn:
        """Return the answers to a message and the thread to remember."""
        turn = self._take(reading, context, voice)
        return replace(turn, context=_shown(turn))

    def _take(self, reading: Reading, context: Context, voice: Voice) -> Turn:
        said = Said(reading.text, reading, context, voice)
        open_form = self._named(context.form) if context.forms.get(context.form or "") else None
        in_danger = next(filter(None, map(danger, reading.questions)), None)
        if in_danger is not None:
            answers, context = _follow(in_danger, reading.text, context, voice)
            return Turn(tuple(answers), context)
        if open_form and open_form.is_left(said):
            context = context.with_form(open_form.name, None, is_open=False)
            said, open_form = replace(said, context=context), None
        going_on = self._go_on(said, context)
        if going_on is not None:
            return going_on
        turn = self._answer(said, context, voice)
        if open_form and turn.context.form == open_form.name and not _said_enough(turn):
            state = dict(context.forms.get(open_form.name) or {})
            again = open_form.ask_again(state, replace(said, context=turn.context))
            return Turn((*turn.messages, again), turn.context)
        return turn

    def _with_lookup(self, plan: Plan, question: Question, voice: Voice) -> Plan:
        """Offer what full-text search finds first, where a message was not understood."""
        if self.lookup is None or plan.step is not Step.MISSED or question.intent == "deny":
            return plan
        found = self.lookup(question.text, voice.language)
        options = (
            Option(topic, scheme, 0.0)
            for scheme, topic in found
            if has_topic(voice, scheme, topic) and scheme not in question.excluded
        )
        return replace(plan, options=(*options, *plan.options)[:OPTIONS])

    def _form_for(self, plan: Plan, said: Said, question: Question) -> Form | None:
        """Return the form that a decision opens, if any."""
        if plan.step is Step.CAPABILITY:
            return self.forms.get(plan.intent)
        if question.chosen:
            return None
        return next((form for form in self.forms.values() if form.claims(plan.intent, plan.schemes, said)), None)

    def _named(self, name: str | None) -> Form | None:
        return next((form for form in self.forms.values() if form.name == name), None)

    def _go_on(self, said: Said, context: Context) -> Turn | None:
        """Let a guided conversation have the message: the open one, or a finished one that is to be changed."""
        for form in {form.name: form for form in self.forms.values()}.values():
            state = dict(context.forms.get(form.name) or {})
            if state and (context.form == form.name or (not context.form and form.wants_change(state, said))):
                result = form.resume(state, said)
                if result is not None:
                    return _form_turn(form, result, context)
        return None

    def _answer(self, said: Said, context: Context, voice: Voice) -> Turn:
        """Answer every question of a message in order."""
        messages: list[Message] = []
        questions = said.reading.questions
        for question in questions[:MAX_QUESTIONS]:
            plan = decide(question, context, lambda scheme, topic: has_topic(voice, scheme, topic))
            plan = self._with_lookup(plan, question, voice)
            if plan.intent == "out_of_scope" and not question.chosen and asks_whom_to_reach(question.text, voice):
                plan = Plan(Step.CAPABILITY, "contact_nav")
            if messages and plan.step in (Step.MISSED, Step.ASK):
                continue
            said = replace(said, context=context)
            form = self._form_for(plan, said, question)
            if form is not None:
                started = form.start(said, plan.schemes)
                turn = _form_turn(form, started, context)
                return Turn((*messages, *turn.messages), turn.context)
            answers, context = _follow(plan, question.text or said.text, context, voice)
            messages += [message for message in answers if message.text not in {told.text for told in messages}]
        if not messages:
            messages = [missed_message(Plan(Step.MISSED, "nlu_fallback", confidence=0.0), context, voice)]
            context = context.missed()
        if said.reading.more or len(questions) > MAX_QUESTIONS:
            messages.append(left_over_message(said.reading, questions[:MAX_QUESTIONS], voice))
        return Turn(tuple(messages), context)


def _shown(turn: Turn) -> Context:
    """Return the context with the schemes that the messages of a turn set out, and what was said."""
    schemes: list[str] = []
    for message in turn.messages:
        schemes += schemes_shown(message)
    if any(message.custom.get("inferred") for message in turn.messages):
        return turn.context.showing(schemes, GUESS)
    first = turn.messages[0]
    if first.kind == "clarify" and first.custom.get("topic"):
        return turn.context.showing(schemes, ASKED_WHICH)
    return turn.context.showing(schemes, str(first.custom.get("intent") or first.kind))


def _form_turn(form: Form, result: FormTurn, context: Context) -> Turn:
    state = result.state
    is_open = state is not None and not state.get("done")
    context = context.with_form(form.name, state, is_open=is_open)
    scheme = (state or {}).get("scheme")
    return Turn(result.messages, context.about(scheme, None) if isinstance(scheme, str) and scheme else context)


def _said_enough(turn: Turn) -> bool:
    return any(message.custom.get("intent") in LEAVES_FORM_ALONE for message in turn.messages)


def _follow(plan: Plan, text: str, context: Context, voice: Voice) -> tuple[list[Message], Context]:
    """Carry out one decision."""
    if plan.step is Step.ANSWER:
        known = tuple(scheme for scheme in plan.schemes if scheme in voice.knowledge.schemes)
        if not known:
            return [missed_message(replace(plan, step=Step.MISSED), context, voice)], context.missed()
        for scheme in reversed(known[:3]):
            context = context.about(scheme, plan.intent)
        return answer_messages(replace(plan, schemes=known), voice), context
    if plan.step is Step.GENERAL:
        return [general_message(plan, voice)], context.about(None, plan.intent)
    capability = CAPABILITIES.get(plan.intent) if plan.step is Step.CAPABILITY else None
    if capability is not None:
        answered = capability(Request(plan, text, context, voice))
        named = [scheme for scheme in plan.schemes if scheme in voice.knowledge.schemes]
        if plan.intent == "compare_schemes" and len(named) >= 2:
            return answered, context.about(named[1], None).about(named[0], None)
        if plan.intent == "out_of_scope" or (plan.intent == "deny" and context.last not in SETTLED):
            return answered, context.missed()
        if plan.intent == "guarantee" and named:
            return answered, context.about(named[0], TERMS)
        return answered, context.understood()
    if plan.step is Step.ASK:
        asked = [ask_message(plan, context, voice)]
        # Where only the topic is in doubt, the scheme is known all the same.
        offered = {option.scheme for option in plan.options if option.intent != OUT_OF_SCOPE}
        likely = plan.schemes or (offered if len(offered) == 1 else ())
        meant = next((scheme for scheme in likely if scheme in voice.knowledge.schemes), None)
        return asked, replace(context.about(meant, None), misses=context.misses + 1)
    return [missed_message(plan, context, voice)], context.missed()
