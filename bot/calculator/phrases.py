"""Words that steer the calculator or choose among a few answers, in bokmål, nynorsk and English."""

import re
from datetime import date

from bot.calculator.figures import Assessment
from bot.subsidy import PositionType, Scheme

_CANCEL = re.compile(
    r"^\W*(?:nei,? ?)?(?:(?:kan (?:du|vi) )?(?:avbryt\w*|avslutt\w*|stopp\w*|cancel\w*|stop|quit|exit|abort|"
    r"glem (?:det|hele)\w*|"
    r"gløym (?:det|heile)\w*|never ?mind|forget (?:it|about it)|drop it|dropp det|la det være|lat det vere|"
    r"jeg vil ikke (?:mer|regne)\w*|eg vil ikkje (?:meir|rekne)\w*))"
    r"(?:,? (?:det|dette|den|it|this|now|nå|no|takk|kalkulator\w*|utregning\w*|beregning\w*|utrekning\w*|"
    r"calculation|the calculation|regningen|please|alt|heile|hele|med dette|her|mer|meir|"
    r"(?:kan|får|can) (?:vente|wait)|senere|seinare|later))*\W*$"
)
_RESTART = re.compile(
    r"\b(?:start|begynn|byrj)\w* (?:på nytt|forfra|om igjen|på ny|frå nytt|om att|over|again)|\bstart over\b|"
    r"\bny (?:be|ut)regning\b|"
    r"\bny utrekning\b|\bnew calculation\b|\breset\b|\bnullstill\b"
)
_UNKNOWN = re.compile(
    r"\b(?:vet (?:jeg |vi )?ikke|veit (?:eg |vi |me )?ikkje|vet (?:ikkje|itj|ittj|ittje)|usikker\w*|ikke sikker|"
    r"ikkje sikker|"
    r"aner ikke|anar ikkje|ingen anelse|don'?t know|do not know|dunno|not sure|unsure|no idea|unknown|ukjent|hopp over|"
    r"skip|vis begge|show both|vis taket|show the ceiling|ikke (?:bestemt|avklart|vurdert)|ikkje (?:bestemt|avklara|"
    r"vurdert)|"
    r"ingen peiling|husker ikke|hugsar ikkje)\b"
)
_YES = re.compile(r"^\W*(?:ja|jo|japp|jepp|yes|yep|yeah|stemmer|det stemmer|riktig|korrekt|correct|sure|ja takk)\b")
_NO = re.compile(r"^\W*(?:nei|neida|nope|no|ikke|ikkje|niks)\b")

_NOT_REDUCED = re.compile(
    r"\b(?:ikke|ikkje|uten|utan|not|no|without|inga|ingen)\b(?: \w+){0,3} "
    r"(?:nedsatt|nedsett|redusert|reduced|impaired|lowered)"
    r"(?: (?:arbeidsevne\w*|work\w*(?: (?:capacity|ability))?|capacity|ability))?|"
    r"\b(?:full|vanlig|vanleg|normal)\w* arbeidsevne\w*|\btrenger veiledning\b|\btreng rettleiing\b|"
    r"\bneeds guidance\b|\bsituasjonsbestemt\w*"
)
_REDUCED = re.compile(
    r"\b(?:nedsatt\w*|nedsett\w*|redusert\w*|reduced|impaired|lowered|varig svekket)"
    r"(?: (?:arbeidsevne\w*|work\w*(?: (?:capacity|ability))?|capacity|ability|helse))?|\baap\b|"
    r"\barbeidsavklaringspeng\w+|"
    r"\bspesielt tilpasset\b|\bjobbe delvis\b"
)
_CAPACITY = re.compile(
    r"arbeidsevne|work|capacity|ability|aap|arbeidsavklaring|spesielt|delvis|helse|veiledning|rettleiing|guidance|"
    r"situasjon"
)

_SCHEMES: tuple[tuple[Scheme, re.Pattern[str]], ...] = (
    (Scheme.FIREARIG, re.compile(
        r"\b(?:fire|4)[- ]?(?:årig|års|årlig)\w*|\bfour[- ]year\w*|\b4[- ]year\w*|\bungdomsforsøk\w*")),
    (Scheme.VARIG, re.compile(
        r"\bvarig(?!he[it])\w* (?:lønns?|løns)?til?sk\w*|"
        r"\bvarige?\b(?! (?:tilrettelagt|nedsatt|nedsett|redusert|svekk|syk|sjuk|skad))|"
        r"\bpermanent\w* (?:wage )?subsid\w*|"
        r"\bvarig lønn\w*")),
    (Scheme.VTAO, re.compile(r"\bvta[- ]?o\b|\bvarig tilrettelagt arbeid\b|\bpermanently adapted work\b")),
    (Scheme.SOMMERJOBB, re.compile(r"\b(?:sommer|sommar)(?:jobb|vikar|arbeid|hjelp)\w*|\bsummer (?:job|work)\w*")),
    (Scheme.MENTOR, re.compile(r"\bmentor\w*|\bfadder\w*")),
    (Scheme.INKLUDERING, re.compile(r"\binkluderingstil?sk\w*|\binclusion (?:grant|subsid)\w*")),
    (Scheme.MIDLERTIDIG, re.compile(
        r"\b(?:midlertidig\w*|mellombels|tidsbegrenset\w*|tidsavgrensa) ?(?:lønns?|løns)?til?sk\w*|"
        r"\btemporary (?:wage )?subsid\w*|"
        r"\b(?:midlertidig|mellombels)\b(?! (?:ansett|stilling|tilsett|tilset|jobb))")),
    # What is lasting may be the person's reduced work capacity; a scheme that is named goes before it.
    (Scheme.VARIG, re.compile(r"\bvarige?\b(?! tilrettelagt)")),
)  # fmt: skip

_CHANGE = re.compile(
    r"\b(?:hva (?:hvis|om|med|dersom|når|blir det (?:hvis|om|med))|kva (?:hvis|om|med|dersom|viss|når|"
    r"blir det (?:om|med|viss))|"
    r"ka (?:hvis|om|med|viss)|enn (?:hvis|om|med)|what (?:if|about|happens if)|how about|endr\w*|byt\w*|juster\w*|"
    r"change\w*|"
    r"og (?:hvis|om|med|dersom|viss)|and (?:if|with)|men (?:hvis|med|om|viss)|but (?:if|with)|hvis|dersom|viss|if|"
    r"i stedet|"
    r"i staden|instead|regn (?:på nytt|om igjen|med|heller)|rekn (?:på nytt|om att|med|heller)|samme|same|"
    r"sett \w+ til|set \w+ to|"
    r"heller|nei|actually|egentlig|eigentleg|forresten|skal være|skal vere|should be|mente|meinte|meant)\b"
)

_WHAT_IF = re.compile(
    r"\b(?:(?:hva|kva|ka|og|men|enn) (?:hvis|om|med|dersom|viss)|what if|what about|how about|and if|endr\w*|change\w*|"
    r"sett \w+ til|set \w+ to|i stedet|i staden|instead|bytt\w*|juster\w*)\b"
)
_QUESTION = re.compile(
    r"^\W*(?:men |og |ok |eh |but |and )?(?:hva|kva|ka|hvorfor|kvifor|hvem|kven|hvor|kvar|hvordan|korleis|åssen|når|"
    r"hvilke\w*|"
    r"kan|må|er det|får|what|why|who|where|how|when|which|can|must|is it|do|does)\b"
)
_MEANING = re.compile(
    r"^\W*(?:men |og |ok |eh |but |and )?(?:hva (?:er|betyr|menes|vil|mener)|kva (?:er|tyder|meiner|vil)|ka (?:e|"
    r"betyr)|hvorfor|"
    r"kvifor|hvem|kven|what (?:is|does|do)|why|who)\b"
)
_ASKS_TO_CHANGE = re.compile(
    r"^\W*(?:\w+ ){0,4}(?:endr\w*|byt\w*|change\w*|juster\w*|rett\w*|feil|wrong|annen|anna|another|ny|nytt|new)\b"
)

_SLOT_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("position", re.compile(r"\bstillings?\w*|\bposition\w*|\barbeidstid\w*|\bstillingsprosent\w*")),
    ("wage", re.compile(r"\bløn\w*|\blønn\w*|\bwages?\b|\bsalary\b|\bpay\b|\btimelønn\w*|\bmånedslønn\w*")),
    ("place", re.compile(r"\bsted\w*|\bstad\b|\bkommune\w*|\bsone\w*|\bavgift\w*|\barbeidsgiveravgift\w*|\baga\b|"
                         r"\bplace\b|"
                         r"\bmunicipality\b|\bzone\b|\bcontribution\w*")),
    ("group", re.compile(r"\barbeidsevne\w*|\bgruppe\w*|\bwork capacity\b|\bgroup\b")),
    ("start", re.compile(r"\bstartdato\w*|\boppstart\w*|\bstart\w*|\bdato\w*|\bdate\b")),
    ("length", re.compile(r"\bvarighet\w*|\bvarigheit\w*|\blengd\w*|\bsluttdato\w*|\bduration\b|\blength\b|"
                          r"\bend date\b")),
    ("holiday", re.compile(r"\bferiepeng\w*|\bholiday pay\b")),
    ("pension", re.compile(r"\botp\b|\bpensjon\w*|\bpension\b")),
    ("hours", re.compile(r"\btim(?:er|ar|etall\w*|etal\w*)\b|\bhours\b")),
    ("percent", re.compile(r"\bprosent\w*|\bsats\w*|\bpercent\w*|\brate\b")),
    ("scheme", re.compile(r"\bordning\w*|\bscheme\b")),
    ("expenses", re.compile(r"\butgift\w*|\bkostnad\w*|\bexpens\w*|\bcosts?\b")),
)  # fmt: skip

_JOB = (
    (PositionType.FAST, re.compile(r"\b(?:fast (?:stilling|jobb|ansett\w*|tilsett\w*)|ansettes fast|"
                                   r"permanent (?:post|position|job))\b")),
    (PositionType.MIDLERTIDIG, re.compile(
        r"\b(?:midlertidig|mellombels|temporary) (?:stilling|jobb|ansett\w*|tilsett\w*|post|position|job)\b")),
)  # fmt: skip

_ORDER = re.compile(
    r"^\W*(?:hei\W+|ok\W+|og )?(?:(?:kan|kunne|can|could) (?:du|de|dere|you) |vær så snill å |please )?"
    r"(?:regne?|rekne?|berekne?|beregne?|kalkulere?|calculate|compute|work out|estimate)\b"
    r"(?! (?:med|på nytt|om igjen|om att|når|hvor lenge|kor lenge|when|how long))"
)
_ENDS_EARLY = re.compile(
    r"\b(?:slutt\w*|stopp\w*|avbryt\w*|syke?\w*|sjuk\w*|sick|oppsig\w*|si(?:er)? opp|sagt opp|permitt\w*|quits?|"
    r"leaves?|ends?|dismiss\w*|laid off)\b"
)

_AGE = re.compile(
    r"(?P<sign>[-−]|minus )?(?<![\d.,])(?P<age>\d{1,3})(?:[ -]?(?:åring\w*|year[- ]old\w*)| ?(?:år|"
    r"years?)\b(?: gammel\w*| gamal\w*| old)?)"
    r"|(?:\b(?:han|hun|ho|hen|vedkommende|personen|kandidaten|she|he|deltak(?:er|ar)en|person) (?:er|is)|\b(?:fylt|"
    r"fyller|fyll|"
    r"alder(?:en)?|aged?|turns|aldersgruppe))(?: på| er| is)? (?P<other>\d{1,3})"
    r"(?! ?(?:%|kr|prosent|percent|\d|tim|hour|mån|mnd|dag|uk|vek|[.,]\d))(?!\d)"
)


_BORN = re.compile(
    r"\b(?:født|fødd|født:|born|årskull|f\.)(?: i| in| den| on| år)?:? ?(?:\d{1,2}[./]\d{1,2}[./])?"
    r"(?P<year>(?:19|20)\d\d)\b"
)
_NEXT_BIRTHDAY = re.compile(
    r"\b(?:fyller|fyll|blir|turns|turning) (?P<age>[1-9]\d)(?: år| years)? (?:i|in|til|den|neste|next|on) "
    r"(?:\d{1,2}\. )?\w+"
)


def wants_to_cancel(text: str) -> bool:
    """Tell whether a message ends the calculation."""
    return bool(_CANCEL.match(text.lower()))


def wants_to_restart(text: str) -> bool:
    """Tell whether a message asks to begin anew."""
    return bool(_RESTART.search(text.lower()))


def is_unknown(text: str) -> bool:
    """Tell whether a message says that the answer is not known."""
    return bool(_UNKNOWN.search(text.lower().replace("’", "'")))


def yes_or_no(text: str) -> bool | None:
    """Return True for yes, False for no, None for neither."""
    lower = text.lower()
    if _YES.match(lower):
        return True
    return False if _NO.match(lower) else None


def take_assessment(text: str, *, asked: bool) -> Assessment | None:
    """Return what a text says of the person's work capacity."""
    for value, pattern in ((Assessment.NOT_REDUCED, _NOT_REDUCED), (Assessment.REDUCED, _REDUCED)):
        match = pattern.search(text)
        if match is not None and (asked or _CAPACITY.search(match.group())):
            return value
    return None


def scheme_named(text: str) -> tuple[Scheme, int, int] | None:
    """Return the calculable scheme that a lower-case text names, the most particular one first, and where."""
    for scheme, pattern in _SCHEMES:
        match = pattern.search(text)
        if match is not None:
            return scheme, match.start(), match.end()
    return None


def says_change(text: str) -> bool:
    """Tell whether a message has words for changing something in a calculation."""
    return bool(_CHANGE.search(text.lower()))


def asks_what_if(text: str) -> bool:
    """Tell whether a message surely asks to calculate again with something else."""
    return bool(_WHAT_IF.search(text.lower()))


def orders_calculation(text: str) -> bool:
    """Tell whether a message begins by asking for a calculation in so many words: "regn ut ..."."""
    return bool(_ORDER.search(text.lower()))


def tells_of_an_end(text: str) -> bool:
    """Tell whether a message is about something that breaks off: "hva hvis hun slutter etter 3 måneder?"."""
    return bool(_ENDS_EARLY.search(text.lower()))


def starts_as_question(text: str) -> bool:
    """Tell whether a message begins with a question word."""
    return bool(_QUESTION.match(text.lower()))


def asks_for_meaning(text: str) -> bool:
    """Tell whether a message asks what something is, or why."""
    return bool(_MEANING.match(text.lower()))


def asks_to_change(text: str) -> bool:
    """Tell whether a message asks to change something without saying to what: "endre lønn"."""
    return bool(_ASKS_TO_CHANGE.search(text.lower()))


def slot_word(text: str) -> str | None:
    """Return the name of the slot that a message such as "endre lønn" is about."""
    lower = text.lower()
    return next((slot for slot, pattern in _SLOT_WORDS if pattern.search(lower)), None)


def job_type(text: str) -> PositionType | None:
    """Return whether a post is said to be permanent or temporary."""
    return next((kind for kind, pattern in _JOB if pattern.search(text)), None)


def find_birth(text: str, today: date) -> tuple[int, int, int] | None:
    """Return an age that is told by the year of birth or by the next birthday, with where it stands."""
    match = _BORN.search(text)
    if match is not None:
        return today.year - int(match["year"]), match.start(), match.end()
    match = _NEXT_BIRTHDAY.search(text)
    return None if match is None else (int(match["age"]) - 1, match.start(), match.end())


def find_age(text: str) -> tuple[int, int, int] | None:
    """Return an age of a lower-case text with where it stands; a few years are a duration instead."""
    for match in _AGE.finditer(text):
        age = int(match["age"] or match["other"])
        if match["age"] and match["sign"] is None and age < 10 and not _names_age(match.group()):
            continue
        return (-age if match["sign"] else age), match.start(), match.end()
    return None


def _names_age(text: str) -> bool:
    return any(word in text for word in ("åring", "gam", "old"))
