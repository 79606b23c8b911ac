"""Words that point to schemes instead of naming them: "den andre", "the first one", "begge"."""

import re

from bot.dialogue.context import Context

_NOTHING_ELSE = (
    r"(?!\s+\w*(?:måned|månad|uke|veke|dag|år|tid|time|halv|gang|gong|period|steg|trinn|ansat|tilset|person|mann|dame|"
    r"part|sid[ea]|month|week|day|year|step|half|employee|worker|people|side))"
)
"""Not before a word that is no scheme: "den første måneden", "begge parter"."""


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b{_NOTHING_ELSE}", re.IGNORECASE)


BOTH = _words(r"begge(?: to| deler| delar)?|båe|både to|both(?: of (?:them|those|these))?|the two of them")
WHICH = re.compile(
    r"\b(?:hvilken|hvilket|hvem|hva|kven|kva|which|what)\b.*\b(?:mest|minst|best|lengst|kort[ea]st|størst|høyest|"
    r"høgast|lavest|lågast|rask[ea]st|enkl[ea]st|billig[ea]?st|most|least|longest|shortest|biggest|largest|highest|lowest|cheapest|fastest|easiest)\b",
    re.IGNORECASE,
)
"""A choice among what was set out: "hvilken varer lengst?"."""

_FIRST = _words(r"(?:den|det|the) (?:første|fyrste|first)|først?nevnte|førstnemnde|the former")
_SECOND = _words(r"the second|(?:nummer|number|nr\.?) (?:to|two|2)")
_THIRD = _words(r"(?:den|det|the) (?:tredje|third)|(?:nummer|number|nr\.?) (?:tre|three|3)")
_LAST = _words(r"(?:den|det) siste|the last(?: one)?|the latter|sistnevnte|sistnemnde")
_OTHER = _words(r"(?:den|det) andre|the other(?: one)?")
_BACK = _words(
    r"(?:den|det) (?:forrige|førre)|the (?:previous|earlier)(?: one)?|the one before|"
    r"(?:det|den) (?:vi|me) (?:snakket|snakka|prata|pratet|starta|startet|begynte|byrja) (?:om|med)(?: først| i stad)?|"
    r"(?:what|the one) we (?:discussed|talked about|started with)(?: first| before| earlier)?|"
    r"(?:tilbake|attende) til (?:det|den) første|back to the first(?: one)?"
)
THEM = re.compile(r"\b(?:dem|dei|disse|desse|de to|dei to|them|these|those|the two)\b", re.IGNORECASE)
"""Several things at once, for comparing what was talked about."""

_POINTING = """
første fyrste andre tredje siste forrige førre first second third last other former latter previous one
varig varige permanent permanente midlertidig midlertidige mellombels mellombelse temporary fireårig fireårige
ordningen ordninga scheme
"""
POINTING_WORDS = frozenset(_POINTING.split())
"""Words that point to a scheme and ask nothing: "og den andre?", "what about the permanent one?"."""


def pointed_at(text: str, context: Context) -> tuple[str, ...]:
    """Return the schemes that a message points to by place or order; none where it points to nothing known."""
    if context.previous and _BACK.search(text):
        return (context.previous,)
    shown = context.mentioned
    if len(shown) > 1:
        found = _among(text, shown, context.scheme)
        if found:
            return found
    if context.previous and (_OTHER.search(text) or _FIRST.search(text)):
        return (context.previous,)
    return ()


def _among(text: str, shown: tuple[str, ...], current: str | None) -> tuple[str, ...]:
    """Return which of several schemes that were shown together is meant."""
    if BOTH.search(text) or WHICH.search(text):
        return shown[:2]
    if _FIRST.search(text):
        return shown[:1]
    if _SECOND.search(text):
        return shown[1:2]
    if _THIRD.search(text):
        return shown[2:3]
    if _LAST.search(text):
        return shown[-1:]
    if _OTHER.search(text):
        # Of two, "den andre" is the one not talked about just now; of more, it is the second.
        others = tuple(scheme for scheme in shown if scheme != current)
        return others[:1] if len(shown) == 2 else shown[1:2]
    return ()


def pair_of(text: str, context: Context) -> tuple[str, ...]:
    """Return the two schemes of "hva er forskjellen på dem?", where two were talked about."""
    if not (THEM.search(text) or BOTH.search(text)):
        return ()
    if len(context.mentioned) > 1:
        return context.mentioned[:2]
    return (context.previous, context.scheme) if context.scheme and context.previous else ()
