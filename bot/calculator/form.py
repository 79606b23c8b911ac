"""The calculator as a guided conversation: it takes what a message tells and asks only for what is missing."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.calculator import phrases, recap, remainder
from bot.calculator.compute import case_of, default_rules, problems_in
from bot.calculator.extract import extract
from bot.calculator.extraction import Extraction, Setting
from bot.calculator.figures import Figures
from bot.calculator.links import Drawing, Links
from bot.calculator.problems import Fault, fault_of, impossible_date
from bot.calculator.questions import FORM, municipality_by_number, question
from bot.calculator.result import result_message
from bot.calculator.slots import FIELDS, Slot, next_missing
from bot.calculator.which import is_permanent, not_calculated, scheme_of
from bot.calculator.wording import Words
from bot.dialogue.forms import FormTurn, Said, goes_on_after
from bot.dialogue.payloads import Message
from bot.dialogue.plan import danger
from bot.dialogue.sums import has_sum
from bot.knowledge.model import Municipality
from bot.settings import get_settings
from bot.subsidy import Rules, Scheme

MONEY_INTENTS = frozenset({"amount", "covers", "calculate_subsidy"})
"""What a question with a wage in it is read as when it asks for a calculation."""


class State(BaseModel):
    """What the calculator remembers of a conversation."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    figures: Figures = Figures()
    pending: Slot | None = None
    done: bool = False
    again: tuple[Slot, ...] = ()
    """What was wrong and has to be asked for again."""
    misses: int = 0
    split: str | None = None
    """Number of the municipality whose zone was asked for."""
    choices: tuple[str, ...] = ()
    """Numbers of the municipalities that were offered."""

    @classmethod
    def read(cls, stored: Any) -> "State | None":
        """Read a stored state; None where there is none that can be read."""
        try:
            return cls.model_validate(stored) if stored else None
        except ValidationError:
            return None

    def write(self) -> dict[str, Any]:
        """Return the state as plain JSON; the scheme stands outermost too, for the thread of the conversation."""
        return {**self.model_dump(mode="json", exclude_none=True), "scheme": self.figures.scheme.value}


class CalculatorForm:
    """The form "calculator" (see `bot.dialogue.forms.Form`)."""

    name = FORM

    def __init__(self, rules: Rules | None = None, links: Links | None = None) -> None:
        self._rules = rules or default_rules()
        self._links = links or Links(get_settings().var_dir)

    def start(self, said: Said, schemes: tuple[str, ...]) -> FormTurn:
        """Begin, taking from the first message whatever it already tells.

        What was told before an interrupted calculation is still known.
        """
        words = _words(said)
        earlier = State.read(said.context.forms.get(FORM))
        kept = earlier.figures if earlier is not None and not earlier.done else None
        scheme = scheme_of(said, schemes, kept)
        if scheme is None:
            before = not_calculated(said, schemes, words)
            state = State(figures=kept or Figures(), pending=Slot.SCHEME)
            return FormTurn((question(Slot.SCHEME, state.figures, words, self._rules, before=before),), state.write())
        figures = remainder.of_scheme(kept, scheme) if kept is not None else Figures(scheme=scheme)
        if kept is not None:
            return self._take(State(figures=figures), said, words.say("calc_back"), repeat=True)
        state, named = State(figures=figures), phrases.scheme_named(said.text.lower())
        percent = self._extract(state, said).updates.get("percent")
        if scheme is Scheme.MIDLERTIDIG and not named and is_permanent(percent):
            state = State(figures=Figures(scheme=Scheme.VARIG))
        key = "calc_begin_named" if named else "calc_begin"
        return self._take(state, said, words.say(key, scheme=words.scheme_within(state.figures.scheme)))

    def resume(self, state: dict[str, Any], said: Said) -> FormTurn | None:
        """Go on with a message; None means that the message is not for the form."""
        known, words = State.read(state), _words(said)
        if known is None or _is_crisis(said):
            return None
        if known.done:
            return self._change(known, said) if self.wants_change(state, said) else None
        if any(item.chosen for item in said.reading.questions):
            return None
        if phrases.wants_to_cancel(said.text):
            return FormTurn((_smalltalk(words.say("calc_cancelled"), words),), None)
        if phrases.wants_to_restart(said.text):
            return self._take(State(figures=Figures(scheme=known.figures.scheme)), said, words.say("calc_fresh"))
        found = self._extract(known, said)
        told = _answers(known, found) or remainder.is_told(said.text, found)
        if not told and remainder.is_something_else(said.reading):
            return None
        if remainder.is_question_in_between(said.text, said.reading):
            return None
        if not found.tells_something:
            return self._unclear(known, said)
        return self._apply(known, found, said)

    def is_left(self, said: Said) -> bool:
        """Tell whether a message leaves the form and goes on with something else: "avbryt. Hva er fristen?"."""
        return goes_on_after(phrases.wants_to_cancel, said.text)

    def ask_again(self, state: dict[str, Any], said: Said) -> Message:
        """Return the pending question, for after something else was answered in between."""
        known = State.read(state) or State()
        return self._question(known, said, "")

    def claims(self, intent: str, schemes: tuple[str, ...], said: Said) -> bool:
        """Tell whether a message that was read otherwise asks for a calculation."""
        if phrases.orders_calculation(said.text):
            return True
        if not has_sum(schemes):
            return False
        return intent in MONEY_INTENTS and self._extract(State(), said).updates.get("wage") is not None

    def wants_change(self, state: dict[str, Any], said: Said) -> bool:
        """Tell whether a message changes a finished calculation: "hva hvis hun jobber 80 %?"."""
        known = State.read(state)
        if known is None or not known.done or _is_crisis(said):
            return False
        if any(item.chosen for item in said.reading.questions):
            return False
        return remainder.is_change(said.text, self._extract(known, said), said.reading)

    # -- one turn ------------------------------------------------------------------------------------------------

    def _change(self, known: State, said: Said) -> FormTurn:
        """Recalculate, or ask for the new value of what is to be changed."""
        found = self._extract(known, said)
        if found.tells_something:
            return self._apply(known, found, said)
        slot = Slot(phrases.slot_word(said.text) or Slot.WAGE)
        state = known.model_copy(update={"done": False, "pending": slot, "misses": 0})
        return FormTurn((self._question(state, said, ""),), state.write())

    def _take(self, state: State, said: Said, opening: str, *, repeat: bool = False) -> FormTurn:
        return self._apply(state, self._extract(state, said), said, opening, repeat=repeat)

    def _extract(self, state: State, said: Said) -> Extraction:
        voice = said.voice
        split = municipality_by_number(voice.knowledge, state.split)
        choices = tuple(self._choices(state, said)) if state.pending is Slot.PLACE else ()
        setting = Setting(state.figures, state.pending, voice.knowledge, voice.today, split, choices)
        return extract(said.text, setting)

    def _apply(
        self, state: State, found: Extraction, said: Said, opening: str = "", *, repeat: bool = False
    ) -> FormTurn:
        """Take over what a message told, say what is wrong with it, and ask for what is missing or calculate.

        `repeat`: say everything that is known, not only what is new.
        """
        words = _words(said)
        told = remainder.merged(state.figures, found, recalculating=state.done)
        told, faults = self._checked(told, found, said)
        noted = []
        if opening or faults or not _one_answer(state, found):
            slots = set(Slot) if repeat else set(found.slots)
            noted = recap.facts(told, slots - {Slot.SCHEME} if opening and not repeat else slots, words)
        before = [opening, words.say("calc_noted", facts=words.listed(noted)) if noted else ""]
        before += [fault.text for fault in faults]
        missing = next_missing(told)
        again = tuple(dict.fromkeys([*(fault.slot for fault in faults), *(set(state.again) - found.slots)]))
        fresh = _with_places(State(figures=told, pending=again[0] if again else missing, again=again), state, found)
        if told.scheme is Scheme.VTAO and told.agreed is False and not faults:
            return self._no_new_vtao(words)
        if fresh.pending is None:
            return self._finish(fresh, said)
        shown = " ".join(part for part in before if part)
        return FormTurn((self._question(fresh, said, shown),), fresh.write())

    def _checked(self, told: Figures, found: Extraction, said: Said) -> tuple[Figures, list[Fault]]:
        """Return the figures without the wrong ones, and what is wrong with those."""
        words = _words(said)
        faults = [] if found.impossible_date is None else [impossible_date(found.impossible_date, words)]
        for _ in FIELDS:
            problems = problems_in(told, said.voice.knowledge, said.voice.today, self._rules)
            if not problems:
                break
            for problem in problems:
                fault = fault_of(problem, told, words, self._rules)
                if fault.text not in {other.text for other in faults}:
                    faults.append(fault)
                told = told.model_copy(update=remainder.emptied(fault.slot))
        return told, faults

    def _finish(self, state: State, said: Said) -> FormTurn:
        """Answer with the calculation."""
        words, voice, told = _words(said), said.voice, state.figures
        case = case_of(told, voice.knowledge, voice.today, self._rules)
        drawing = Drawing(case, words.language, voice.today)
        extra = remainder.remarks_on(told, words)
        message = result_message(drawing, case.calculation(self._rules), words, self._rules, self._links, extra)
        return FormTurn((message,), State(figures=told, done=True).write())

    def _no_new_vtao(self, words: Words) -> FormTurn:
        text = words.say("calc_vtao_new", day=words.date(self._rules.dates.vtao_last_start.value))
        return FormTurn((_smalltalk(text, words),), None)

    def _unclear(self, state: State, said: Said) -> FormTurn:
        """Ask again after an answer that was not understood."""
        words = _words(said)
        if phrases.is_unknown(said.text):
            text = words.say("calc_cannot_assume")
        else:
            text = words.say("calc_unclear" if state.misses == 0 else "calc_unclear_again")
        again = state.model_copy(update={"misses": state.misses + 1})
        return FormTurn((self._question(again, said, text),), again.write())

    def _choices(self, state: State, said: Said) -> Iterator[Municipality]:
        """Yield the municipalities that were offered."""
        for number in state.choices:
            place = municipality_by_number(said.voice.knowledge, number)
            if place is not None:
                yield place

    def _question(self, state: State, said: Said, before: str) -> Message:
        knowledge, words = said.voice.knowledge, _words(said)
        slot = state.pending or next_missing(state.figures) or Slot.WAGE
        return question(
            slot,
            state.figures,
            words,
            self._rules,
            before=before,
            choices=tuple(self._choices(state, said)),
            split=municipality_by_number(knowledge, state.split),
            usual_tax=words.percent(knowledge.value("aga_sone_1", said.voice.today)),
            offer_person=state.misses > 1,
        )


def _words(said: Said) -> Words:
    return Words(said.voice.texts, said.voice.language)


def _smalltalk(text: str, words: Words) -> Message:
    return Message(text, {"kind": "smalltalk", "intent": "calculate_subsidy", "language": words.language})


def _is_crisis(said: Said) -> bool:
    return any(danger(item) for item in said.reading.questions)


def _with_places(fresh: State, before: State, found: Extraction) -> State:
    """Remember municipalities that leave a choice, and ask for it when it is the place's turn."""
    if Slot.PLACE in found.slots:
        return fresh
    choices, split = before.choices, before.split
    if found.choices or found.split is not None:
        choices = tuple(place.number for place in found.choices)
        split = found.split.number if found.split is not None else None
    pending = fresh.pending
    if before.done and pending is None and (choices or split):
        pending = Slot.PLACE
    if pending is Slot.PLACE and split is not None:
        pending = Slot.ZONE
    return fresh.model_copy(update={"choices": choices, "split": split, "pending": pending})


def _answers(state: State, found: Extraction) -> bool:
    """Tell whether a message answers what was asked for."""
    wanted = {state.pending}
    if state.pending in (Slot.PLACE, Slot.ZONE):
        wanted = {Slot.PLACE, Slot.ZONE}
        if found.choices or found.split:
            return True
    return bool(found.slots & wanted) or found.impossible_date in wanted - {None}


def _one_answer(state: State, found: Extraction) -> bool:
    """Tell whether a message answered the question and nothing else, so that there is nothing to repeat."""
    return found.slots <= {state.pending} and state.pending is not Slot.PLACE
