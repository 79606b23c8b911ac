"""The shape of `data/knowledge/finder.yml`; a key that is not listed here is an error."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.knowledge.schema import Localized, Model, Slug, Words

UNKNOWN = "unknown"
"""In a condition: nothing is known of the fact, not even vaguely, so the reason is told with a reservation."""

Cue = Annotated[str, StringConstraints(pattern=r"^[^A-ZÆØÅ,;:!?()]+$", strip_whitespace=True, min_length=1)]
Condition = dict[Slug, tuple[Slug, ...]]
"""Fact -> the values of which one must hold; all facts of a condition must agree."""


class Effect(StrEnum):
    """What a rule says about its scheme."""

    FITS = "fits"
    POSSIBLE = "possible"
    EXCLUDED = "excluded"


class FactValue(Model):
    """One thing that may be the case; `prior` is how common it is beside the others."""

    prior: int = Field(default=1, ge=0)
    told: Localized


class Age(Model):
    """How a number of years becomes a value: `below` the parameter `limit`, else `from`."""

    limit: Words
    below: Slug
    from_: Slug = Field(alias="from")


class Span(Model):
    """A value for a stretch of time of at least so many months; `parameter` names the months, if they are a rule."""

    value: Slug
    months: int = Field(default=0, ge=0)
    parameter: Words | None = None


class Fact(Model):
    """Something about a situation that rules depend on."""

    values: dict[Slug, FactValue] = Field(min_length=1)
    many: bool = False
    vague: dict[Slug, tuple[Slug, ...]] = Field(default_factory=dict)
    first: tuple[Slug, ...] = ()
    age: Age | None = None
    spans: tuple[Span, ...] = ()


class Choice(Model):
    """A button; `cues` are words that mean it only while its question is open."""

    value: Slug
    label: Localized
    cues: tuple[Cue, ...] = ()


class QuestionRule(Model):
    """How a fact is asked for.

    `yes` and `no` are what a bare yes or no means; with `when` it is asked only where that is known to hold.
    """

    fact: Slug
    text: Localized
    when: Condition = Field(default_factory=dict)
    choices: tuple[Choice, ...] = Field(min_length=2)
    yes: Slug | None = None
    no: Slug | None = None


class Cues(Model):
    """Words that tell a value.

    `weak` ones count only where nothing else tells the fact; a word within one of the `void` ones tells nothing;
    `negated` is the value that the strong ones tell when they are denied.
    """

    nb: tuple[Cue, ...] = ()
    nn: tuple[Cue, ...] = ()
    en: tuple[Cue, ...] = ()
    weak: tuple[Cue, ...] = ()
    void: tuple[Cue, ...] = ()
    negated: Slug | None = None

    @property
    def strong(self) -> tuple[str, ...]:
        """The words of all languages: employers mix them."""
        return tuple(dict.fromkeys((*self.nb, *self.nn, *self.en)))


class Commands(Model):
    """Words that steer the conversation, in all languages together."""

    cancel: tuple[Cue, ...]
    back: tuple[Cue, ...]
    dont_know: tuple[Cue, ...]
    yes: tuple[Cue, ...]
    no: tuple[Cue, ...]
    change: tuple[Cue, ...]
    question: tuple[Cue, ...]
    story: tuple[Cue, ...]
    """How a situation that is only told begins."""
    asks: tuple[Cue, ...]
    """Words that ask for something else; where one stands, a situation is not told for its own sake."""


class Negation(Model):
    """Words that turn a cue around, or make it say nothing; `stops` end the reach of a "not"."""

    before: tuple[Cue, ...]
    after: tuple[Cue, ...]
    never: tuple[Cue, ...]
    doubt: tuple[Cue, ...]
    stops: tuple[Cue, ...]
    clauses: tuple[Cue, ...]


class Numbers(Model):
    """Number words, and words for stretches of time with their length in days."""

    words: dict[str, int]
    units: dict[Cue, int]


class Rule(Model):
    """One reason for or against a scheme."""

    when: Condition = Field(min_length=1)
    unless: Condition = Field(default_factory=dict)
    effect: Effect
    weight: int = Field(default=0, ge=0, le=9)
    why: Localized
    source: str


class SchemeRules(Model):
    """All reasons for or against a scheme, and who takes the first step."""

    starts: Slug
    rules: tuple[Rule, ...] = Field(min_length=1)


class Starter(Model):
    """Who starts, and where it says so."""

    text: Localized
    source: str


class Note(Model):
    """Something to mind that belongs to no single scheme."""

    when: Condition = Field(min_length=1)
    text: Localized
    source: str


class Limits(Model):
    """How much is asked and told."""

    questions: int = Field(ge=1, le=6)
    decides: int = Field(ge=0)
    least_score: int = Field(ge=1)
    least_share: int = Field(ge=0, le=100)
    schemes: int = Field(ge=1)
    excluded: int = Field(ge=0)
    reasons: int = Field(ge=1)


class Finder(Model):
    """The whole file."""

    limits: Limits
    facts: dict[Slug, Fact]
    questions: tuple[QuestionRule, ...]
    cues: dict[Slug, dict[Slug, Cues]]
    negation: Negation
    commands: Commands
    numbers: Numbers
    starters: dict[Slug, Starter]
    schemes: dict[str, SchemeRules]
    notes: tuple[Note, ...] = ()

    def question(self, fact: str) -> QuestionRule:
        """Return the question that asks for a fact."""
        return next(question for question in self.questions if question.fact == fact)
