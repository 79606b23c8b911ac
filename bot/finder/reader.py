"""From an employer's own words to facts, and to the answer of a question."""

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.finder.cues import Denial, Match, Pattern, clauses, contains, patterns, words
from bot.finder.figures import age_is_below, months
from bot.finder.schema import Cues, Fact, Finder, QuestionRule
from bot.knowledge.terms import LANGUAGES

Told = dict[str, frozenset[str]]
"""What a message tells: fact -> values."""

SHORT = 8
"""A message of at most so many words may be a command or a "don't know" as a whole."""

FUZZY_LABEL = 88.0
"""How alike (0-100) an answer and a button must be to be the same."""


@dataclass(frozen=True, slots=True)
class _Cue:
    value: str
    strong: tuple[Pattern, ...]
    weak: tuple[Pattern, ...]
    void: tuple[Pattern, ...]
    negated: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to the open question; no values means that the employer does not know."""

    values: frozenset[str]
    bare: bool = False
    """Whether it was nothing but a yes or no, which may belong to something else in the message."""


class Reader:
    """Reads messages with the cues of the finder."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self._denial = Denial(finder.negation)
        self._breaks = patterns(finder.negation.clauses)
        self._cues = {
            fact: [_compiled(value, cue) for value, cue in values.items()] for fact, values in finder.cues.items()
        }
        self._commands = {name: patterns(cues) for name, cues in finder.commands}
        self._units = [(Pattern.of(unit), days) for unit, days in finder.numbers.units.items()]
        self._choices = {
            question.fact: [(choice.value, patterns(choice.cues)) for choice in question.choices]
            for question in finder.questions
        }

    def tell(self, text: str, figures: Mapping[str, int]) -> Told:
        """Return the facts a message tells.

        Args:
            text: What the employer wrote.
            figures: The parameters of the knowledge base that facts are measured against, by name.
        """
        parts = clauses(words(text), self._breaks)
        told: Told = {}
        for name, cues in self._cues.items():
            fact = self._finder.facts[name]
            values = self._values(fact, cues, parts, figures)
            if fact.age:
                below = age_is_below(text, figures[fact.age.limit])
                if below is not None:
                    values = {fact.age.below if below else fact.age.from_}
            if values:
                told[name] = frozenset(values)
        return told

    def _values(self, fact: Fact, cues: list[_Cue], parts: list[list[str]], figures: Mapping[str, int]) -> set[str]:
        strong, weak = set[str](), set[str]()
        for clause in parts:
            for cue in cues:
                for match in _matches(cue.strong, cue.void, clause):
                    if self._denial.doubted(clause, match):
                        continue
                    if not self._denial.denied(clause, match):
                        strong.add(self._lasting(fact, cue.value, clause, figures))
                    elif cue.negated:
                        strong.add(cue.negated)
                for match in _matches(cue.weak, cue.void, clause):
                    if not self._denial.doubted(clause, match) and not self._denial.denied(clause, match):
                        weak.add(cue.value)
        return _settled(fact, strong) or _settled(fact, weak)

    def _lasting(self, fact: Fact, value: str, clause: list[str], figures: Mapping[str, int]) -> str:
        """Return a finer value where the clause tells how long it has lasted."""
        if value not in fact.vague or not fact.spans:
            return value
        length = months(clause, self._finder.numbers.words, self._units)
        if length is None:
            return value
        reached = [span for span in fact.spans if length >= _least(span.months, span.parameter, figures)]
        return reached[-1].value if reached else value

    def answer(self, question: QuestionRule, text: str, told: Told) -> Answer | None:
        """Return what a message answers to a question; None if it does not answer it."""
        tokens, plain, labels = words(text), _plain(text), _labels(question)
        if plain in labels:
            return Answer(labels[plain])
        if plain.isdigit() and 1 <= int(plain) <= len(question.choices) + 1:
            # The button after the last choice is "don't know".
            return Answer(frozenset(choice.value for choice in question.choices[int(plain) - 1 : int(plain)]))
        if question.fact in told:
            return Answer(told[question.fact])
        named = self._named(question, tokens)
        if named:
            return Answer(named)
        if self.says("dont_know", text) and len(tokens) <= SHORT + 4:
            return Answer(frozenset())
        value = self._yes_or_no(question, tokens)
        if value:
            return Answer(frozenset({value}), bare=True)
        alike = max(labels, key=lambda label: fuzz.ratio(label, plain))
        return Answer(labels[alike]) if len(plain) > 3 and fuzz.ratio(alike, plain) >= FUZZY_LABEL else None

    def is_button(self, question: QuestionRule, text: str) -> bool:
        """Tell whether a message is nothing but one of a question's buttons, and so tells nothing else."""
        return _plain(text) in _labels(question)

    def _named(self, question: QuestionRule, tokens: list[str]) -> frozenset[str]:
        """Return the values whose words, valid only for this question, stand in a short answer."""
        if len(tokens) > 2 * SHORT:
            return frozenset()
        found = set[str]()
        for clause in clauses(tokens, self._breaks):
            for value, cues in self._choices[question.fact]:
                for match in _matches(cues, (), clause):
                    if not self._denial.denied(clause, match) and not self._denial.doubted(clause, match):
                        found.add(value)
        return frozenset(_settled(self._finder.facts[question.fact], found))

    def _yes_or_no(self, question: QuestionRule, tokens: list[str]) -> str | None:
        for value, name in ((question.yes, "yes"), (question.no, "no")):
            if value and any(match.start == 0 for cue in self._commands[name] for match in cue.find(tokens)):
                return value
        return None

    def says(self, command: str, text: str) -> bool:
        """Tell whether words that steer the conversation stand in a message."""
        return contains(words(text), self._commands[command])

    def orders(self, command: str, text: str, slack: int) -> bool:
        """Tell whether a message is such a command, with at most so many words around it."""
        tokens = [token for token in words(text) if token[0].isalnum()]
        return any(
            pattern.find(tokens) and len(tokens) <= len(pattern.parts) + slack for pattern in self._commands[command]
        )

    def opens_with(self, command: str, text: str) -> bool:
        """Tell whether a message begins with such words."""
        tokens = words(text)
        return any(match.start == 0 for cue in self._commands[command] for match in cue.find(tokens))


def _compiled(value: str, cue: Cues) -> _Cue:
    return _Cue(value, patterns(cue.strong), patterns(cue.weak), patterns(cue.void), cue.negated)


def _matches(cues: tuple[Pattern, ...], void: tuple[Pattern, ...], clause: list[str]) -> list[Match]:
    covered = [match for pattern in void for match in pattern.find(clause)]
    return [
        match
        for pattern in cues
        for match in pattern.find(clause)
        if not any(cover.start <= match.start and match.end <= cover.end for cover in covered)
    ]


def _settled(fact: Fact, values: set[str]) -> set[str]:
    """Return what several tellings of one fact come to; nothing where they contradict each other."""
    if fact.many or len(values) <= 1:
        return values
    for value in fact.first:
        if value in values:
            return {value}
    finer = values - fact.vague.keys()
    if len(finer) == 1:
        return finer
    common = [vague for vague, refined in fact.vague.items() if finer <= set(refined)]
    return {common[0]} if common else set()


def _least(least: int, parameter: str | None, figures: Mapping[str, int]) -> int:
    return figures[parameter] if parameter else least


def _plain(text: str) -> str:
    return " ".join(token for token in words(text) if token.isalnum())


def _labels(question: QuestionRule) -> dict[str, frozenset[str]]:
    """Return every button in every language, in plain words: the language may change in between."""
    return {
        _plain(getattr(choice.label, language)): frozenset({choice.value})
        for choice in question.choices
        for language in LANGUAGES
    }
