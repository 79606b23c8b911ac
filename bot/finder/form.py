"""The guided conversation: takes what the first message tells, asks only what decides, and recommends."""

from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.forms import FormTurn, Said, goes_on_after
from bot.dialogue.payloads import Message
from bot.dialogue.reading import Question
from bot.dialogue.voice import Voice
from bot.finder.engine import change, evaluate, next_question
from bot.finder.reader import Reader, Told
from bot.finder.schema import Finder
from bot.finder.state import State
from bot.finder.wording import facts_text, question_message, recommendation_message

MEANT_OTHERWISE = 0.6
"""From this probability a message that answers nothing is taken for something else."""

MISSES = 2
"""After so many answers that were not understood the question is left open."""

CHANGE_WORDS = 14
"""Longest message that may change a finished recommendation."""

OURS = frozenset({"find_scheme", "affirm", "deny", "more", "nlu_fallback", "chitchat", "feedback"})
"""Intents that do not lead out of the form: short answers look like them."""

TOLD = 2
"""A situation is told by at least so many facts."""

PEOPLE = frozenset({"laerling"})
"""Schemes whose name is also what a person is called."""

NEVER_OURS = frozenset({"crisis"})


@dataclass(frozen=True)
class FinderForm:
    """Finds schemes for a situation; implements `bot.dialogue.forms.Form`."""

    finder: Finder
    name: str = "finder"
    reader: Reader = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reader", Reader(self.finder))

    def start(self, said: Said, schemes: tuple[str, ...]) -> FormTurn:
        """Begin, taking from the first message whatever it already tells."""
        state = State(wanted=tuple(scheme for scheme in schemes if scheme in self.finder.schemes))
        state.learn(self._told(said), self.finder)
        lead = said.voice.say("finder_intro")
        if state.facts:
            lead = f"{self._facts('finder_understood', state, said.voice)} {lead}"
        return self._go_on(state, said.voice, lead)

    def resume(self, state: dict[str, Any], said: Said) -> FormTurn | None:
        """Go on with a message; None means that the message is not for the form."""
        current = State.from_json(state, self.finder)
        first = said.reading.questions[0] if said.reading.questions else None
        if first and (first.chosen or first.intent in NEVER_OURS):
            return None
        if self.reader.orders("cancel", said.text, slack=3):
            return self._cancelled(said.voice)
        if self.reader.orders("back", said.text, slack=1):
            return self._back(current, said.voice)
        told, answer = self._told(said), None
        if current.pending:
            question = self.finder.question(current.pending)
            told = {} if self.reader.is_button(question, said.text) else told
            answer = self.reader.answer(question, said.text, told)
        changed = current.changes(told) - {current.pending}
        if answer and answer.bare and changed:
            # "Nei, hun er ikke sykmeldt": the no belongs to what is corrected, not to the open question.
            answer = None
        if self._meant_otherwise(said, first, answered=answer is not None, told=bool(told)):
            return None
        if answer is None and not told:
            return self._not_understood(current, said.voice)
        current.misses = 0
        current.learn(told, self.finder)
        if answer and current.pending:
            if answer.values:
                current.learn({current.pending: answer.values}, self.finder)
            current.pending = None
        lead = self._facts("finder_changed", current, said.voice) if changed else ""
        return self._go_on(current, said.voice, lead)

    def is_left(self, said: Said) -> bool:
        """Tell whether a message leaves the form and goes on with something else: "avbryt. Hva er fristen?"."""
        if self._told(said) and not self._asks(said.text):
            # "Glem det, hun er sykmeldt nå" corrects what was told.
            return False
        return goes_on_after(lambda order: self.reader.orders("cancel", order, slack=1), said.text)

    def ask_again(self, state: dict[str, Any], said: Said) -> Message:
        """Return the pending question, for after something else was answered in between."""
        current = State.from_json(state, self.finder)
        if current.pending is None:
            return self._go_on(current, said.voice, "").messages[-1]
        return question_message(self.finder, current.pending, len(current.asked), said.voice)

    def claims(self, intent: str, schemes: tuple[str, ...], said: Said) -> bool:
        """Claim a situation that is told and nothing more: "vi har en lærling med angst som trenger mer tid".

        Many questions tell a situation on the way; where anything is asked for, they are left alone.
        """
        named = {scheme for question in said.reading.questions for scheme in question.named}
        if named - PEOPLE or not self.reader.opens_with("story", said.text):
            return False
        asks = self._asks(said.text) or self.reader.says("question", said.text) or self.reader.says("asks", said.text)
        return not asks and len(self._told(said)) >= TOLD

    def wants_change(self, state: dict[str, Any], said: Said) -> bool:
        """Tell whether a message changes something in a finished form: "hva hvis hun er under 30?"."""
        current = State.from_json(state, self.finder)
        first = said.reading.questions[0] if said.reading.questions else None
        if not current.done or (first and (first.chosen or first.intent in NEVER_OURS)):
            return False
        told = self._told(said)
        news = {fact for fact, values in told.items() if current.facts.get(fact) != values}
        if not news or len(said.text.split()) > CHANGE_WORDS:
            return False
        if self.reader.opens_with("change", said.text):
            return True
        return not self._asks(said.text) and not (first and _leads_out(first))

    def _told(self, said: Said) -> Told:
        voice = said.voice
        names = [fact.age.limit for fact in self.finder.facts.values() if fact.age]
        names += [span.parameter for fact in self.finder.facts.values() for span in fact.spans if span.parameter]
        figures = {name: int(voice.knowledge.parameters.nearest(name, voice.today).value) for name in names}
        return self.reader.tell(said.text, figures)

    def _asks(self, text: str) -> bool:
        return "?" in text or self.reader.opens_with("question", text)

    def _meant_otherwise(self, said: Said, first: Question | None, *, answered: bool, told: bool) -> bool:
        if first is None or not _leads_out(first):
            return False
        if self.reader.opens_with("change", said.text) and told:
            return False
        asks = self._asks(said.text)
        if answered:
            # A question about schemes may hold a word that looks like an answer.
            return asks and (first.is_topic or bool(first.named))
        return asks or not told

    def _go_on(self, state: State, voice: Voice, lead: str) -> FormTurn:
        """Ask the next thing that decides, or recommend."""
        asked, finder = frozenset(state.asked), self.finder
        if state.pending and change(finder, state.known, state.pending, asked) * 10 < finder.limits.decides:
            # What was told in between has settled it, or made it beside the point.
            state.pending = None
        if state.pending is None:
            state.pending = next_question(finder, state.known, asked, len(asked))
            if state.pending:
                state.asked.append(state.pending)
        if state.pending:
            state.done = False
            message = question_message(self.finder, state.pending, len(state.asked), voice, lead)
            return FormTurn((message,), state.to_json())
        return self._recommend(state, voice, lead)

    def _recommend(self, state: State, voice: Voice, lead: str) -> FormTurn:
        result = evaluate(self.finder, state.known, state.wanted)
        state.done = True
        state.scheme = result.ranked[0].scheme if result.ranked else None
        if not state.asked:
            # Without a question in between the recommendation itself tells what was understood.
            lead = ""
        message = recommendation_message(self.finder, result, state.known, voice, lead)
        return FormTurn((message,), state.to_json())

    def _back(self, state: State, voice: Voice) -> FormTurn:
        """Ask the question before the open one again; after a recommendation, the last question."""
        if state.pending and len(state.asked) > 1:
            state.asked.remove(state.pending)
        lead = ""
        if state.asked:
            lead = voice.say("finder_nothing_before") if state.pending == state.asked[-1] else ""
            state.pending = state.asked[-1]
            state.forget(state.pending)
        state.done, state.misses = False, 0
        if state.pending is None:
            return self._go_on(state, voice, "")
        message = question_message(self.finder, state.pending, len(state.asked), voice, lead)
        return FormTurn((message,), state.to_json())

    def _not_understood(self, state: State, voice: Voice) -> FormTurn:
        state.misses += 1
        if state.misses >= MISSES or state.pending is None:
            state.pending, state.misses = None, 0
            return self._go_on(state, voice, voice.say("finder_skipped"))
        lead = voice.say("finder_not_understood")
        message = question_message(self.finder, state.pending, len(state.asked), voice, lead)
        return FormTurn((message,), state.to_json())

    def _cancelled(self, voice: Voice) -> FormTurn:
        custom = {"kind": "smalltalk", "intent": "find_scheme", "form": self.name, "language": voice.language}
        return FormTurn((Message(voice.say("finder_cancelled"), custom),), None)

    def _facts(self, key: str, state: State, voice: Voice) -> str:
        return voice.say(key, facts=facts_text(self.finder, state.known, voice))


def _leads_out(first: Question) -> bool:
    return first.confidence >= MEANT_OTHERWISE and first.intent not in OURS
