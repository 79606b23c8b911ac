"""Says what is wrong with a figure, and which question has to be asked again."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.calculator.compute import slot_of
from bot.calculator.figures import Figures
from bot.calculator.slots import Slot
from bot.calculator.wording import Words
from bot.subsidy import ErrorCode, InputProblem, ProblemCode, Rules, Scheme

_TEXTS: dict[ProblemCode | ErrorCode, str] = {
    ProblemCode.NEGATIVE: "calc_error_negative",
    ProblemCode.ZERO: "calc_error_zero",
    ProblemCode.TOO_HIGH: "calc_error_too_high",
    ProblemCode.TOO_LOW: "calc_error_too_low",
    ProblemCode.START_TOO_EARLY: "calc_error_start_too_early",
    ProblemCode.GROUP_NOT_ALLOWED: "calc_error_group",
    ErrorCode.START_ETTER_SLUTT: "calc_error_end_before_start",
    ErrorCode.FORTIDLIG_STARTDATO: "calc_error_start_past",
    ErrorCode.SLUTTDATO_GRENSE_NADD: "calc_error_too_long",
    ErrorCode.DELTAKER_67_AAR: "calc_error_age_high",
    ErrorCode.DELTAKER_72_AAR: "calc_error_age_high",
    ErrorCode.IKKE_GAMMEL_NOK: "calc_error_age_low",
    ErrorCode.SOMMERJOBB_FOR_GAMMEL: "calc_error_age_over",
    ErrorCode.SOMMERJOBB_FOR_GAMMEL_FRA_OPPSTARTDATO: "calc_error_age_over",
    ErrorCode.FIREARIG_FOR_GAMMEL: "calc_error_age_over",
    ErrorCode.SOMMERJOBB_FOR_TIDLIG: "calc_error_summer_early",
    ErrorCode.SOMMERJOBB_FOR_SENT: "calc_error_summer_late",
    ErrorCode.FIREARIG_FOR_TIDLIG_OPPSTART: "calc_error_four_year_early",
    ErrorCode.FIREARIG_FOR_SEN_SLUTTDATO: "calc_error_four_year_late",
    ErrorCode.FEIL_OTP_SATS: "calc_error_pension",
    ErrorCode.PROSENT_UGYLDIG: "calc_error_percent",
    ErrorCode.FOR_SEN_STARTDATO_VTAO: "calc_vtao_new",
}
_TOO_LONG = frozenset(code for code in ErrorCode if code.name.startswith("FOR_LANG")) | {
    ErrorCode.SOMMERJOBB_FOR_LANG_VARIGHET
}

_PERCENT_FIELDS = frozenset({"position_percent", "percent"})
_FRACTION_FIELDS = frozenset({"holiday_pay", "pension", "employer_tax"})
_MONEY_FIELDS = frozenset({"month_wage", "mentor_wage", "expenses"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, in words, and what to ask again."""

    slot: Slot
    text: str


def impossible_date(slot: Slot, words: Words) -> Fault:
    """Return the fault of a date such as 31 February."""
    return Fault(slot, words.say("calc_error_date"))


def fault_of(problem: InputProblem, told: Figures, words: Words, rules: Rules) -> Fault:
    """Put one problem of the arithmetic into words."""
    slot, key = slot_of(problem), _key(problem)
    if slot is Slot.AGE and _ends_too_late(problem, told):
        slot, key = Slot.LENGTH, "calc_error_age_end"
    limit = _limit(problem, told, words)
    if problem.code is ProblemCode.START_TOO_EARLY and told.scheme is not Scheme.VTAO:
        # Rules are known for years back, but a new agreement may hardly begin before today.
        key, limit = "calc_error_start_past", words.number(rules.dates.late_registration_days.value)
    if key == "calc_vtao_new":
        return Fault(Slot.AGREED, words.say(key, day=words.date(rules.dates.vtao_last_start.value)))
    if problem.code is ErrorCode.PROSENT_UGYLDIG and told.scheme in (Scheme.MIDLERTIDIG, Scheme.FIREARIG):
        key = "calc_error_percent_fixed"
    what_key = words.either(f"calc_what_{slot}", "calc_what_other")
    return Fault(slot, words.say(key, **_values(key, limit, words.say(what_key))))


def _values(key: str, limit: str, what: str) -> dict[str, str]:
    """Return what a text needs."""
    if key in ("calc_error_negative", "calc_error_zero", "calc_error_too_low"):
        return {"what": what}
    if key == "calc_error_too_high":
        return {"what": what, "limit": limit}
    return {} if key in ("calc_error_group", "calc_error_other") else {"limit": limit}


def _key(problem: InputProblem) -> str:
    if problem.code in _TOO_LONG:
        return "calc_error_too_long"
    if problem.field == "start" and problem.code is ProblemCode.TOO_HIGH:
        return "calc_error_start_too_late"
    key = _TEXTS.get(problem.code, "calc_error_other")
    return "calc_error_other" if problem.limit is None and key in _WITH_LIMIT else key


_WITH_LIMIT = frozenset(
    key
    for key in _TEXTS.values()
    if key not in ("calc_error_negative", "calc_error_zero", "calc_error_too_low", "calc_error_group", "calc_vtao_new")
)


def _ends_too_late(problem: InputProblem, told: Figures) -> bool:
    """Tell whether someone below the limit only passes it before the agreement ends."""
    at_end = problem.code in (ErrorCode.DELTAKER_67_AAR, ErrorCode.DELTAKER_72_AAR)
    return at_end and isinstance(problem.limit, int) and told.age is not None and told.age < problem.limit


def _limit(problem: InputProblem, told: Figures, words: Words) -> str:
    limit = problem.limit
    if limit is None:
        return ""
    if isinstance(limit, date):
        return words.date(limit)
    if isinstance(limit, tuple):
        return words.listed([words.percent(value) for value in limit], "calc_or")
    if problem.field in _FRACTION_FIELDS:
        return words.percent(Decimal(limit) * 100)
    if problem.field == "percent":
        return (
            words.say("calc_up_to", percent=words.percent(limit))
            if told.scheme is Scheme.VARIG
            else words.percent(limit)
        )
    if problem.field in _PERCENT_FIELDS:
        return words.percent(limit)
    return words.money(limit) if problem.field in _MONEY_FIELDS else words.number(limit)
