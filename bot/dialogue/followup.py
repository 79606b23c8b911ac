"""What a message takes over from the conversation: its topic, and the scheme it is compared with."""

import re

from bot.dialogue.context import ASKED_WHICH, Context
from bot.dialogue.reading import Question
from bot.dialogue.references import pair_of
from bot.dialogue.resolve import How, Resolution

SHORT_QUESTION = 6
"""A question of at most so many words may leave its topic to the conversation."""

LONG_CORRECTION = 10
"""A correction of at most so many words may leave its topic to the conversation."""

_WHAT_ABOUT = re.compile(
    r"^(?:hva med|kva med|ka med|enn|og|what about|how about|and|men|nei|næ|no|ikke|ikkje|not|sorry|beklager|orsak|"
    r"oi|ops|oops|altså|feil|wrong|eller|eg meinte|or|"
    r"(?:det |the )?(?:samme|same)(?: spørsmål\w*| question)? (?:for|med|om|with|about))\b"
)
_SAME_OF = re.compile(r"^(?:(?:og|and|men|but) )?(?:hva med|kva med|ka med|enn|what about|how about)\b")
_CORRECTION = re.compile(
    r"\b(?:mente|meinte|meiner|mener|meant|mean|tenkte på|tenkjer på|tenker på|thinking of|skulle ha skrevet|"
    r"skulle skrive|skulle være|should have (?:said|written)|skrev feil|skreiv feil|typo)\b"
)
_DIFFERENCE = re.compile(
    r"\b(?:forskjell\w*|skilnad\w*|skil|skiller|skilje|skjelne?|differ\w*|versus|vs|kontra|sammenlign\w*|"
    r"sammenlikn\w*|samanlikn\w*|compar\w*|mot (?:hverandre|kvarandre)|against each other|side (?:om|ved|by) side)\b",
    re.IGNORECASE,
)
_THAN = re.compile(
    r"\b(?:mer|meir|mindre|flere|fleire|færre|bedre|betre|lenger|lengre|lengje|kortere|kortare|høyere|høgare|lavere|"
    r"lågare|større|more|less|better|worse|longer|shorter|higher|lower|fewer|bigger|\w{3,}(?:ere|are|ier)) "
    r"(?:\w+ ){0,3}?(?:enn|than)\b",
    re.IGNORECASE,
)

_ON_TOP = re.compile(
    r"\b(?:det|den|dette|denne|it|that|this|han|hun|ho|hen|he|she|they)\b.*"
    r"\b(?:med|with|i tillegg til|in addition to|på toppen av|attåt|òg|også|samtidig|samstundes|too|as well|also)\b",
    re.IGNORECASE,
)
"""Something talked about, and something beside it; "hva kan mentor kombineres med" asks about what it names."""


def _folded(text: str) -> str:
    return re.sub(r"[^\w\s-]", " ", text.lower()).strip()


def corrects(text: str) -> bool:
    """Tell whether a message takes back what was said before: "nei, jeg mente mentor"."""
    return bool(_CORRECTION.search(_folded(text)))


def asks_what_about(text: str) -> bool:
    """Tell whether a message carries the last topic over: "hva med den varige?", "nei, jeg mente mentor"."""
    return bool(_WHAT_ABOUT.search(_folded(text))) or corrects(text)


def goes_on(question: Question, context: Context) -> bool:
    """Tell whether a few words ask the same of something else: "what about a driving licence?"."""
    short = len(question.text.split()) <= SHORT_QUESTION
    return bool(short and context.scheme and context.topic and _SAME_OF.search(_folded(question.text)))


def may_carry_topic(question: Question, context: Context, resolution: Resolution) -> bool:
    """Tell whether a question names another scheme (`resolution`) and leaves the topic to the conversation."""
    if not context.topic or resolution.how is How.INFERRED or resolution.best[0] == context.scheme:
        return False
    words = len(question.text.split())
    if context.scheme in question.excluded:
        return words <= LONG_CORRECTION
    if question.bare and context.last == ASKED_WHICH:
        # "Mentor" is the reply to the question which scheme is meant.
        return True
    if words <= SHORT_QUESTION and (asks_what_about(question.text) or _asks_by_name_alone(question)):
        return True
    return words <= LONG_CORRECTION and corrects(question.text)


def _asks_by_name_alone(question: Question) -> bool:
    """Tell whether a message is nothing but a scheme and a question mark: "VTA-O?"."""
    return question.bare and question.text.rstrip().endswith("?")


def compared(question: Question, context: Context) -> tuple[str, ...]:
    """Return the two schemes that a message compares in passing; none where it compares nothing."""
    differ = bool(_DIFFERENCE.search(question.text))
    if not (differ or question.intent == "compare_schemes"):
        return ()
    if differ and len(question.named) == 2:
        return (question.named[0], question.named[1])
    return _with_the_earlier(question, context) if question.named else pair_of(question.text, context)


def combined_with(question: Question, context: Context) -> tuple[str, ...]:
    """Return the scheme talked about and the one that would come on top: "kan det kombineres med mentor?"."""
    return _with_the_earlier(question, context) if _ON_TOP.search(question.text) else ()


def measured_against(question: Question, context: Context) -> tuple[str, ...]:
    """Return the scheme talked about and the one it is measured against: "varer det lenger enn mentor?"."""
    return _with_the_earlier(question, context) if _THAN.search(question.text) else ()


def _with_the_earlier(question: Question, context: Context) -> tuple[str, ...]:
    """Return the scheme talked about and the one other that is named; none where there are no such two."""
    if len(question.named) != 1 or not context.scheme or context.scheme == question.named[0]:
        return ()
    return (context.scheme, question.named[0])
