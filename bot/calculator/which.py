"""Which scheme is calculated: the one that is named, talked about, or that a situation points to."""

from decimal import Decimal

from bot.calculator import phrases
from bot.calculator.figures import Figures
from bot.calculator.wording import Words
from bot.dialogue.forms import Said
from bot.subsidy import CALCULATOR_SCHEMES, Scheme

_TEMPORARY_HIGHEST = 60
_PERMANENT_HIGHEST = 75


def scheme_of(said: Said, schemes: tuple[str, ...], kept: Figures | None) -> Scheme | None:
    """Return the scheme to calculate: the one in the words, else one that was named or inferred.

    None: a scheme without an amount was named.
    """
    named = phrases.scheme_named(said.text.lower())
    if named is not None:
        return named[0]
    calculable = {scheme.value: scheme for scheme in CALCULATOR_SCHEMES}
    by_name = {scheme for item in said.reading.questions for scheme in item.named}
    talked_about = {said.context.scheme} if said.context.scheme else set()
    for scheme in (*schemes, *talked_about):
        if scheme in calculable and (scheme in by_name | talked_about or _may_be_inferred(scheme, said.text)):
            return calculable[scheme]
    if by_name and not by_name & calculable.keys():
        return None
    return kept.scheme if kept is not None else Scheme.MIDLERTIDIG


def _may_be_inferred(scheme: str, text: str) -> bool:
    """Tell whether a situation may stand for a scheme: a trial has to be named, and figures alone tell nothing."""
    return scheme != Scheme.FIREARIG and any(character.isalpha() for character in text)


def is_permanent(percent: Decimal | None) -> bool:
    """Tell whether only a permanent subsidy may be so high."""
    return percent is not None and _TEMPORARY_HIGHEST < percent <= _PERMANENT_HIGHEST


def not_calculated(said: Said, schemes: tuple[str, ...], words: Words) -> str:
    """Return what is said when a scheme without an amount was named; empty where none was."""
    by_name = (scheme for item in said.reading.questions for scheme in item.named)
    named = [scheme for scheme in (*schemes, *by_name) if scheme in said.voice.knowledge.schemes]
    return words.say("calc_not_calculated", scheme=said.voice.name_within(named[0])) if named else ""
