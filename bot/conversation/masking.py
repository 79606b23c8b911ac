"""Masks personal data before anything is stored or passed on.

Identity and account numbers are recognised by their check digits, so an organisation number, an amount or a
date is left alone. The order matters: a longer number is looked for before a shorter one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from stdnum.no import fodselsnummer, kontonr, orgnr


class Masked(StrEnum):
    """What was masked; the value stands in the masked text inside brackets."""

    IDENTITY = "fødselsnummer"
    ACCOUNT = "kontonummer"
    EMAIL = "e-post"
    PHONE = "telefon"

    @property
    def token(self) -> str:
        """Return the words that replace the masked ones."""
        return f"[{self.value}]"


@dataclass(frozen=True, slots=True)
class Group:
    """Some adjacent digits and where they stand in the text."""

    digits: str
    start: int
    end: int


Span = tuple[int, int]

_SEPARATOR = r"[ .,:/_\-‐‑‒–—−\u00a0]{0,3}"  # a dash may have a space on both sides
_RUN = re.compile(rf"[0-9](?:{_SEPARATOR}[0-9])*")
_DIGITS = re.compile(r"[0-9]+")
_EMAIL = re.compile(r"[\w.+%'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_IBAN = re.compile(r"\bNO[0-9]{2}[ .]?[0-9]{4}[ .]?[0-9]{4}[ .]?[0-9]{3}\b", re.IGNORECASE)

_ACCOUNT_GROUPS = ((11,), (4, 2, 5))
_MONTH_OFFSETS = (0, 40, 65, 80)
"""Added to the month: none, H-numbers and Nav's test persons, test persons of other registers."""

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

PUBLIC_NUMBERS = {55553336}
"""Nav's telephone for employers: never masked, since we hand it out ourselves."""

_NO_PHONE = re.compile(
    r"(?<![0-9])(?:[0-3]?[0-9][ ./-][01]?[0-9][ ./-](?:19|20)[0-9]{2}"
    r"|(?:19|20)[0-9]{2}[./-][01][0-9][./-][0-3][0-9]"
    r"|(?:19|20)[0-9]{2} ?[-–/] ?(?:19|20)[0-9]{2}"
    r"|[0-9]{2,}0 ?[-–] ?[0-9]{2,}0)(?![0-9])"
)
"""Dates, spans of years, and ranges of round numbers."""

_AMOUNT_BEFORE = re.compile(r"(?:\bkr\.?|\bnok|\bkroner|€|\$)[ :]*$", re.IGNORECASE)
_AMOUNT_AFTER = re.compile(r"^(?:,-|,[0-9]{2}\b| ?(?:kr\b|kroner|nok\b|%|prosent|percent|mill))", re.IGNORECASE)
_THOUSANDS = re.compile(r"^[0-9]{2}[ .][0-9]{3}[ .]000$")


def mask(text: str) -> tuple[str, frozenset[Masked]]:
    """Return `text` with personal data replaced, and the kinds of data that were found."""
    found: set[Masked] = set()
    for spans_of in (_emails, _numbers, _phones):
        spans = list(spans_of(text))
        text = _replaced(text, spans)
        found.update(kind for _, kind in spans)
    return text, frozenset(found)


def _replaced(text: str, spans: list[tuple[Span, Masked]]) -> str:
    """Return `text` with every span replaced by its token; spans that overlap become one."""
    merged: list[tuple[int, int, Masked]] = []
    for (start, end), kind in sorted(spans, key=lambda item: item[0]):
        if merged and start < merged[-1][1]:
            first, last, before = merged[-1]
            merged[-1] = (first, max(last, end), Masked.IDENTITY if kind is Masked.IDENTITY else before)
        else:
            merged.append((start, end, kind))
    for start, end, kind in reversed(merged):
        text = text[:start] + kind.token + text[end:]
    return text


def _emails(text: str) -> Iterator[tuple[Span, Masked]]:
    """Find e-mail addresses."""
    for match in _EMAIL.finditer(text):
        yield match.span(), Masked.EMAIL


def _numbers(text: str) -> Iterator[tuple[Span, Masked]]:
    """Find identity and account numbers, however their digits are grouped."""
    for match in _IBAN.finditer(text):
        if kontonr.is_valid("".join(_DIGITS.findall(match.group()))[2:]):
            yield match.span(), Masked.ACCOUNT
    for groups in _runs(text):
        shielded = _organisation_groups(groups)
        for first in range(len(groups)):
            number = ""
            for last in range(first, len(groups)):
                number += groups[last].digits
                if last in shielded or len(number) > 11:
                    break
                if len(number) < 11:
                    continue
                span = groups[first].start, groups[last].end
                sizes = tuple(len(group.digits) for group in groups[first : last + 1])
                if is_identity_number(number):
                    yield span, Masked.IDENTITY
                elif sizes in _ACCOUNT_GROUPS and kontonr.is_valid(number):
                    yield span, Masked.ACCOUNT


def _runs(text: str) -> Iterator[list[Group]]:
    """Find stretches of digits with nothing but separators between them, as groups."""
    for run in _RUN.finditer(text):
        yield [
            Group(match.group(), run.start() + match.start(), run.start() + match.end())
            for match in _DIGITS.finditer(run.group())
        ]


def _organisation_groups(groups: list[Group]) -> set[int]:
    """Return the positions of groups that make up an organisation number (nine digits, or three by three)."""
    shielded = {at for at, group in enumerate(groups) if len(group.digits) == 9 and orgnr.is_valid(group.digits)}
    for at in range(len(groups) - 2):
        three = groups[at : at + 3]
        if all(len(group.digits) == 3 for group in three) and orgnr.is_valid("".join(g.digits for g in three)):
            shielded.update((at, at + 1, at + 2))
    return shielded


def is_identity_number(number: str) -> bool:
    """Tell whether eleven digits are a fødselsnummer, a D-number, an H-number or a test person's number.

    python-stdnum knows the check digits but not the dates of test persons, so the date is checked here.
    """
    day, month = int(number[0:2]), int(number[2:4])
    day = day - 40 if day > 40 else day
    months = [month - offset for offset in _MONTH_OFFSETS if 1 <= month - offset <= 12]
    if not any(1 <= day <= _DAYS[candidate - 1] for candidate in months):
        return False
    return (
        fodselsnummer.calc_check_digit1(number) == number[9] and fodselsnummer.calc_check_digit2(number) == number[10]
    )


def _phones(text: str) -> Iterator[tuple[Span, Masked]]:
    """Find telephone numbers that are not Nav's own, an organisation number, an amount or a date."""
    shielded = [match.span() for match in _NO_PHONE.finditer(text)]
    for groups in _runs(text):
        shielded += [(groups[at].start, groups[at].end) for at in _organisation_groups(groups)]
    hidden = list(text)
    for start, end in shielded:
        # The matcher joins neighbouring numbers, so what must survive is hidden from it.
        hidden[start:end] = "x" * (end - start)
    for match in phonenumbers.PhoneNumberMatcher("".join(hidden), "NO"):
        national = match.number.national_number or 0
        if match.number.country_code == 47 and (national in PUBLIC_NUMBERS or not 10**7 <= national < 10**8):
            continue
        if _AMOUNT_BEFORE.search(text[: match.start]) or _AMOUNT_AFTER.match(text[match.end :]):
            continue
        if _THOUSANDS.match(match.raw_string):
            continue
        yield (match.start, match.end), Masked.PHONE
