"""Facts and rules in, a ranking with reasons out; and which question would change the ranking most.

Everything is a pure function. A rule counts only where its conditions are known to hold; for the choice of the next
question alone, open conditions count with the share of situations in which they hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from bot.finder.schema import UNKNOWN, Condition, Effect, Finder, Rule

Known = Mapping[str, frozenset[str]]
"""What is known: fact -> value, or several where a fact may have many."""

PLACES = 4
"""Places of the ranking that a question is judged by."""

HARDLY = 0.01
"""The chance of what is possible, but not to be expected."""


class Truth(Enum):
    """Whether a condition holds."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Ranked:
    """A scheme with the rules that speak for it, strongest first, and its score."""

    scheme: str
    score: int
    reasons: tuple[Rule, ...]

    @property
    def fits(self) -> bool:
        """Whether something speaks for it without reservation."""
        return any(rule.effect is Effect.FITS for rule in self.reasons)


@dataclass(frozen=True, slots=True)
class Excluded:
    """A scheme one might think of, and the rule against it."""

    scheme: str
    score: int
    reason: Rule


@dataclass(frozen=True, slots=True)
class Result:
    """What to recommend, best first, and what not."""

    ranked: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]
    ruled_out: frozenset[str] = frozenset()
    """Every scheme with a rule against it, also those that nobody would think of."""


def is_open(finder: Finder, known: Known, fact: str) -> bool:
    """Tell whether a fact is unknown, or known only vaguely."""
    values = known.get(fact, frozenset())
    return not values or values <= finder.facts[fact].vague.keys()


def holds(finder: Finder, condition: Condition, known: Known) -> Truth:
    """Tell whether a condition holds for what is known."""
    shares = [_share(finder, fact, wanted, known) for fact, wanted in condition.items()]
    if any(share == 0.0 for share in shares):
        return Truth.NO
    return Truth.YES if all(share == 1.0 for share in shares) else Truth.OPEN


def _share(
    finder: Finder, fact: str, wanted: tuple[str, ...], known: Known, closed: frozenset[str] = frozenset()
) -> float:
    """Return the share of situations in which a fact has one of the wanted values; 0 and 1 mean certainty.

    A fact that will not be asked for (any more) is hardly ever going to be known.
    """
    rule, values = finder.facts[fact], known.get(fact, frozenset())
    if values & set(wanted):
        return 1.0
    if not is_open(finder, known, fact):
        return 0.0
    if UNKNOWN in wanted and not values:
        return 1.0
    possible = {finer for value in values for finer in rule.vague[value]} or set(rule.values)
    if not possible & set(wanted):
        return 0.0
    if fact in closed:
        return HARDLY
    priors = {value: rule.values[value].prior for value in possible}
    share = sum(prior for value, prior in priors.items() if value in wanted) / sum(priors.values())
    return min(max(share, HARDLY), 1.0 - HARDLY)


def _chance(finder: Finder, rule: Rule, known: Known, closed: frozenset[str]) -> float:
    chance = refuted = 1.0
    for fact, wanted in rule.when.items():
        chance *= _share(finder, fact, wanted, known, closed)
    for fact, wanted in rule.unless.items():
        refuted *= _share(finder, fact, wanted, known, closed)
    return chance * (1.0 - refuted) if rule.unless else chance


def applies(finder: Finder, rule: Rule, known: Known) -> bool:
    """Tell whether a rule holds for certain; what is not known never refutes it."""
    if holds(finder, rule.when, known) is not Truth.YES:
        return False
    return not rule.unless or holds(finder, rule.unless, known) is not Truth.YES


def evaluate(finder: Finder, known: Known, wanted: tuple[str, ...] = ()) -> Result:
    """Return the recommendation; schemes the employer asked about (`wanted`) are told when they are excluded."""
    ranked: list[Ranked] = []
    excluded: list[Excluded] = []
    ruled_out = set[str]()
    for scheme, entry in finder.schemes.items():
        rules = [rule for rule in entry.rules if applies(finder, rule, known)]
        against = [rule for rule in rules if rule.effect is Effect.EXCLUDED]
        reasons = [rule for rule in rules if rule.effect is not Effect.EXCLUDED]
        reasons.sort(key=lambda rule: (rule.weight == 0, -rule.weight))
        score = sum(rule.weight for rule in reasons)
        if against:
            ruled_out.add(scheme)
            reason = max(against, key=lambda rule: rule.weight)
            if score or scheme in wanted:
                excluded.append(Excluded(scheme, score, reason))
        elif score:
            ranked.append(Ranked(scheme, score, tuple(reasons)))
    limits = finder.limits
    ranked.sort(key=lambda entry: -entry.score)
    best = ranked[0].score if ranked else 0
    least = max(limits.least_score, best * limits.least_share / 100)
    told = [entry for entry in ranked if entry.score >= least] or ranked[:1]
    excluded.sort(key=lambda entry: (entry.scheme not in wanted, -entry.score))
    return Result(tuple(told[: limits.schemes]), tuple(excluded[: limits.excluded]), frozenset(ruled_out))


def expected(finder: Finder, known: Known, closed: frozenset[str] = frozenset()) -> dict[str, float]:
    """Return the score each scheme can be expected to end with; `closed` facts are not asked for any more."""
    asked_for = {question.fact for question in finder.questions}
    closed = closed | (finder.facts.keys() - asked_for)
    scores: dict[str, float] = {}
    for scheme, entry in finder.schemes.items():
        score, free = 0.0, 1.0
        for rule in entry.rules:
            chance = _chance(finder, rule, known, closed)
            if rule.effect is Effect.EXCLUDED:
                free *= 1.0 - chance
            else:
                score += rule.weight * chance
        scores[scheme] = score * free
    return scores


def _places(finder: Finder, scores: Mapping[str, float]) -> dict[str, int]:
    """Return the leading schemes with the worth of their place: first counts most.

    What has no prospect of being recommended takes no place, so that it cannot make a question seem to decide.
    """
    limits = finder.limits
    least = max(limits.least_score / 2, max(scores.values()) * limits.least_share / 100)
    order = sorted((scheme for scheme, score in scores.items() if score >= least), key=lambda scheme: -scores[scheme])
    return {scheme: PLACES - place for place, scheme in enumerate(order[:PLACES])}


def change(finder: Finder, known: Known, fact: str, asked: frozenset[str] = frozenset()) -> float:
    """Return how much the answer to a question can be expected to change the ranking; 0 if the fact is settled."""
    closed = asked - {fact}
    question = finder.question(fact)
    if not is_open(finder, known, fact) or holds(finder, question.when, known) is not Truth.YES:
        return 0.0
    rule = finder.facts[fact]
    finer = {value for vague in known.get(fact, frozenset()) for value in rule.vague[vague]}
    choices = [choice.value for choice in question.choices]
    priors = {value: rule.values[value].prior for value in choices if not finer or value in finer}
    total = sum(priors.values())
    before = expected(finder, known, closed)
    old = _places(finder, before)
    moved = 0.0
    for value, prior in priors.items():
        after = expected(finder, {**known, fact: frozenset({value})}, closed)
        new = _places(finder, after)
        places = sum(abs(old.get(scheme, 0) - new.get(scheme, 0)) for scheme in {*old, *new})
        leading = sum(abs(before[scheme] - after[scheme]) for scheme in {*old, *new})
        # Places say what decides; scores tell apart questions that move the same places.
        moved += prior / total * (places + leading / 10 if places else 0.0)
    return moved


def next_question(finder: Finder, known: Known, asked: frozenset[str], count: int) -> str | None:
    """Return the fact to ask for; None when enough was asked or nothing left to ask decides anything.

    Args:
        finder: The rules.
        known: What is known.
        asked: Facts that were asked for already, answered or not.
        count: How many questions were asked.
    """
    if count >= finder.limits.questions:
        return None
    left = [question.fact for question in finder.questions if question.fact not in asked]
    judged = [(change(finder, known, fact, asked), -place, fact) for place, fact in enumerate(left)]
    best = max(judged, default=(0.0, 0, ""))
    return best[2] if best[0] * 10 >= finder.limits.decides else None
