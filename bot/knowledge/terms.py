"""The fixed words of the knowledge base: languages, topics, scheme ids, units and states."""

from enum import StrEnum
from typing import Literal

Language = Literal["nb", "nn", "en"]
"""The languages every text exists in."""

LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")

TOPICS: tuple[str, ...] = (
    "overview",
    "eligibility",
    "employer_requirements",
    "amount",
    "covers",
    "duration",
    "apply",
    "refund",
    "combine",
    "changes",
    "legal",
    "example",
)
"""What an employer may ask about a scheme, in the order of the public contract."""

SCHEME_IDS: tuple[str, ...] = (
    "midlertidig-lonnstilskudd",
    "varig-lonnstilskudd",
    "firearig-lonnstilskudd",
    "sommerjobb",
    "mentor",
    "inkluderingstilskudd",
    "funksjonsassistanse",
    "hjelpemidler",
    "ekspertbistand",
    "arbeidstrening",
    "oppfolging",
    "ips",
    "avklaring",
    "arbeidsrettet-rehabilitering",
    "opplaering",
    "bio",
    "aft",
    "vta",
    "vta-o",
    "helseiarbeid",
    "tilretteleggingstilskudd",
    "arbeidsgiverperiode-fritak",
    "tilrettelegging",
    "rekruttering",
    "laerling",
    "inkluderingsdugnaden",
    "vi-inkluderer",
    "trondelagsmodellen",
    "likestilt-arbeidsliv",
    "tillitsvalgte",
    "arbeidsinkluderingsbedrift",
)
"""Every scheme of the public contract, in its order."""


class Unit(StrEnum):
    """What the number of a parameter counts."""

    NOK = "NOK"
    NOK_PER_MONTH = "NOK_per_month"
    NOK_PER_YEAR = "NOK_per_year"
    PERCENT = "percent"
    MONTHS = "months"
    YEARS = "years"
    WEEKS = "weeks"
    DAYS = "days"
    HOURS = "hours"
    MINUTES = "minutes"
    AGE = "age"
    TIMES = "times"
    NUMBER = "number"


class Group(StrEnum):
    """The kind of help a scheme gives; lists are grouped by it."""

    LONN = "lonn"
    STOTTE = "stotte"
    UTSTYR = "utstyr"
    OPPLAERING = "opplaering"
    OPPFOLGING = "oppfolging"
    VARIG = "varig"
    SYKEFRAVAER = "sykefravaer"
    REKRUTTERING = "rekruttering"
    SAMARBEID = "samarbeid"
    AVSLUTTET = "avsluttet"


class Owner(StrEnum):
    """Who runs a scheme."""

    NAV = "nav"
    FYLKESKOMMUNE = "fylkeskommune"
    ANNEN = "annen"
    ARBEIDSGIVER = "arbeidsgiver"


class State(StrEnum):
    """Whether a scheme can be used today."""

    ACTIVE = "active"
    TRIAL = "trial"
    CHANGED = "changed"
    MOVED = "moved"
    DISCONTINUED = "discontinued"
    HISTORIC = "historic"


class Confidence(StrEnum):
    """How well a text is founded; what is founded worse than `medium` is left out."""

    HIGH = "high"
    MEDIUM = "medium"


class Relation(StrEnum):
    """How a scheme goes together with another one."""

    COMBINES_WITH = "combines_with"
    NOT_WITH = "not_with"
    ASK_NAV = "ask_nav"
    REPLACED_BY = "replaced_by"
