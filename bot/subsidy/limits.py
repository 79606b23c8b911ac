"""Checks of an agreement, in the order of Nav's system: the first that fails gives the code (source api)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from bot.subsidy.ages import check_age_at_end, check_age_at_start
from bot.subsidy.dates import ONE_DAY, add_months
from bot.subsidy.rules import Rules
from bot.subsidy.terms import ErrorCode, Group, PositionType, Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesToCheck:
    """What the date checks look at; None is not known, and is then not checked.

    `late_registration`: Nav has opened for a start further back. `agreed`: the agreement is already entered
    into. `arena`: taken over from Arena. `vtao_open`: Nav has opened for later VTA-O starts.
    """

    scheme: Scheme
    start: date | None
    end: date | None
    birth: date | None = None
    group: Group | None = None
    position: PositionType | None = None
    today: date | None = None
    late_registration: bool = False
    agreed: bool = False
    arena: bool = False
    vtao_open: bool = False


def check_dates(given: DatesToCheck, rules: Rules) -> ErrorCode | None:
    """Return why an agreement with these dates is refused, or None.

    Order: start after end, start too long ago, end beyond the calendar; then the scheme's own first and last
        days,
    age, and length.
    """
    code = _check_all_schemes(given, rules)
    if code is not None:
        return code
    match given.scheme:
        case Scheme.SOMMERJOBB:
            return _check_summer_job(given, rules)
        case Scheme.FIREARIG:
            return _check_four_years(given, rules)
        case Scheme.VTAO:
            return check_age_at_end(given.scheme, given.birth, given.end, rules) or _check_vtao(given, rules)
        case _:
            return check_age_at_end(given.scheme, given.birth, given.end, rules) or _check_length(given, rules)


def last_end(given: DatesToCheck, rules: Rules) -> date | None:
    """Return the last day an agreement may end by its length alone; None without a longest duration."""
    if given.start is None:
        return None
    limit = rules.duration_for(given.scheme, given.group, given.position, given.start)
    if limit is None:
        return None
    end = add_months(given.start, limit.months) + timedelta(weeks=limit.weeks)
    return end - ONE_DAY + timedelta(days=limit.extra_days)


def check_amounts(
    scheme: Scheme,
    rules: Rules,
    *,
    percent: int | None = None,
    pension: Decimal | None = None,
    expenses: Sequence[int] = (),
    end: date | None = None,
) -> ErrorCode | None:
    """Check a chosen percentage, an OTP rate (fraction), and the expenses of an inkluderingstilskudd.

    Raises:
        RateNotSet: There are expenses, and no ceiling is known for the agreement's last day.
    """
    row = next((row for row in rules.percentages if row.scheme is scheme and row.chosen), None)
    if row is not None and percent is not None:
        fits = percent in row.allowed if row.allowed else 0 <= percent <= row.steps[0].percent
        if not fits:
            return ErrorCode.PROSENT_UGYLDIG
    if pension is not None and not 0 <= pension <= rules.rates.pension_max:
        return ErrorCode.FEIL_OTP_SATS
    if scheme is Scheme.INKLUDERING and expenses and sum(expenses) > rules.inclusion_ceiling_on(end):
        return ErrorCode.INKLUDERING_SUM_FOR_HOY
    return None


def check_purpose(scheme: Scheme, keeps_job: bool) -> ErrorCode | None:
    """Refuse a four-year subsidy whose purpose is to keep a job, not to get one."""
    return ErrorCode.FIREARIG_BEHOLDE_ARBEID if scheme is Scheme.FIREARIG and keeps_job else None


def group_allowed(scheme: Scheme, group: Group, rules: Rules) -> bool:
    """Tell whether a participant with this assessment may have the scheme."""
    return group in rules.groups_of(scheme)


def _check_all_schemes(given: DatesToCheck, rules: Rules) -> ErrorCode | None:
    if given.start is not None and given.end is not None and given.start > given.end:
        return ErrorCode.START_ETTER_SLUTT
    excused = given.late_registration or given.agreed
    if given.start is not None and given.today is not None and not excused:
        earliest = given.today - timedelta(days=rules.dates.late_registration_days.value)
        if given.start < earliest:
            return ErrorCode.FORTIDLIG_STARTDATO
    if given.end is not None and given.end > rules.dates.latest_end.value:
        return ErrorCode.SLUTTDATO_GRENSE_NADD
    return None


def _check_summer_job(given: DatesToCheck, rules: Rules) -> ErrorCode | None:
    if given.start is None:
        return None
    if given.start < rules.dates.summer_first_start.in_year(given.start.year):
        return ErrorCode.SOMMERJOBB_FOR_TIDLIG
    if given.start > rules.dates.summer_last_start.in_year(given.start.year):
        return ErrorCode.SOMMERJOBB_FOR_SENT
    code = check_age_at_start(given.scheme, given.birth, given.start, rules) or _check_length(given, rules)
    if code is not None or given.end is None:
        return code
    if given.end > rules.dates.summer_last_end.in_year(given.end.year):
        return ErrorCode.SOMMERJOBB_FOR_SENT
    return None


def _check_four_years(given: DatesToCheck, rules: Rules) -> ErrorCode | None:
    if given.start is not None and given.start < rules.dates.four_year_first_start.value:
        return ErrorCode.FIREARIG_FOR_TIDLIG_OPPSTART
    code = check_age_at_start(given.scheme, given.birth, given.start, rules)
    if code is not None or given.start is None or given.end is None:
        return code
    if given.end > rules.dates.four_year_last_end.value:
        return ErrorCode.FIREARIG_FOR_SEN_SLUTTDATO
    return _check_length(given, rules)


def _check_vtao(given: DatesToCheck, rules: Rules) -> ErrorCode | None:
    if given.start is None or given.agreed or given.vtao_open:
        return None
    return ErrorCode.FOR_SEN_STARTDATO_VTAO if given.start > rules.dates.vtao_last_start.value else None


def _check_length(given: DatesToCheck, rules: Rules) -> ErrorCode | None:
    if given.start is None or given.end is None:
        return None
    if given.scheme is Scheme.MENTOR and given.arena and given.today is not None and given.end < given.today:
        return None
    latest = last_end(given, rules)
    if latest is None or given.end <= latest:
        return None
    limit = rules.duration_for(given.scheme, given.group, given.position, given.start)
    return None if limit is None else limit.error
