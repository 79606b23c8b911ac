"""Whom an employer turns to: by place, by errand, and whether someone answers now."""

import re
from enum import StrEnum
from typing import Any

from bot.dialogue.payloads import Message
from bot.dialogue.voice import Voice


class Errand(StrEnum):
    """What an employer wants to reach somebody about, where there is a place for it."""

    ACCESS = "access"
    REFUND = "refund"
    AGREEMENT = "agreement"


_ERRANDS = (
    (Errand.ACCESS, re.compile(
        r"\b(?:tilgang\w*|altinn\w*|rettighet\w*|rett til å (?:sjå|sende)|logg\w* (?:på|inn)|innlogg\w*|"
        r"kommer ikke inn|kjem ikkje inn|fullmakt\w*|access\w*|log(?:ging)? ?in\w*|permission\w*)\b", re.IGNORECASE)),
    (Errand.REFUND, re.compile(
        r"\b(?:refusjon\w*|utbetal\w*|krav(?:et|a|ene)?|pengene|pengane|refund\w*|payout\w*|payment\w*|reimburse\w*|"
        r"kontonummer\w*)\b", re.IGNORECASE)),
    (Errand.AGREEMENT, re.compile(
        r"\b(?:avtale\w*|tiltaksgjennomføring\w*|signer\w*|godkjenn?\w*|agreement\w*|contract\w*)\b", re.IGNORECASE)),
)  # fmt: skip
"""Access comes first: "tilgang til refusjon" is about access."""

_URLS = {Errand.ACCESS: "access_help", Errand.REFUND: "refunds", Errand.AGREEMENT: "agreements"}
"""Which address of `contacts.yml` is the place for an errand."""


_REACH = re.compile(
    r"\b(?:kontakt(?:e|er|ar|info\w*)?|ring(?:e|er|jer|je)?|telefon\w*|tlf|contact|call|phone|reach)\b", re.IGNORECASE
)
_NAV = re.compile(r"\bnav(?:-?kontor\w*)?\b", re.IGNORECASE)
_SHORT = 8
"""A longer message has something of its own that the contact is about."""


def asks_whom_to_reach(text: str, voice: Voice) -> bool:
    """Tell whether a short message asks how to reach Nav or somebody in a place: "telefonnummer i Ålesund"."""
    if len(text.split()) > _SHORT or not _REACH.search(text):
        return False
    return bool(_NAV.search(text) or voice.knowledge.municipalities(text))


def errand_of(text: str) -> Errand | None:
    """Return the errand a message tells; None where it tells none that has a place of its own."""
    return next((errand for errand, pattern in _ERRANDS if pattern.search(text)), None)


def contact_message(text: str, voice: Voice) -> Message:
    """Tell whom to call, the hours now, the region of a municipality, and the right place for an errand."""
    contacts = voice.knowledge.contacts
    custom: dict[str, Any] = {
        "kind": "contact",
        "language": voice.language,
        "phone": voice.phone,
        "hours": voice.hours(),
        "open": contacts.phone.hours.is_open(voice.now),
        "url": contacts.contact_form,
        "find_office": contacts.find_office,
    }
    opens = contacts.phone.hours.next_opening(voice.now)
    if opens is not None and not custom["open"]:
        custom["opens"] = opens.isoformat()
    parts = []
    places = voice.knowledge.municipalities(text)
    if places:
        place = places[0]
        parts.append(voice.say("contact_region", municipality=place.short_name, region=place.region))
        custom |= {"region": place.region, "municipality": place.short_name}
    errand = errand_of(text)
    if errand is not None and _URLS[errand] in contacts.urls:
        links = {"url": contacts.urls[_URLS[errand]], "support": contacts.urls.get("user_support", "")}
        parts.append(voice.say(f"contact_{errand}", **links))
        custom |= {"errand": errand.value, "place": links["url"], "support": links["support"]}
    parts.append(
        voice.say(
            "contact",
            phone=voice.phone,
            hours=voice.hours(),
            form=contacts.contact_form,
            offices=contacts.find_office,
        )
    )
    return Message("\n\n".join(parts) if errand else " ".join(parts), custom)
