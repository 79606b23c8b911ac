"""How old a participant may be (sources api, tf, f4)."""

from datetime import date

from bot.subsidy.dates import ONE_DAY, add_years
from bot.subsidy.rules import Rules
from bot.subsidy.schema import AgeLimit
from bot.subsidy.terms import ErrorCode, Scheme


def has_turned(age: int, birth: date, on: date) -> bool:
    """Tell whether someone born on `birth` has turned `age` years on `on`, that day included."""
    return birth <= add_years(on, -age)


def is_over(age: int, birth: date, on: date) -> bool:
    """Tell whether someone is older than `age` years on `on`; on the birthday itself they are not."""
    return birth < add_years(on, -age)


def age_on(birth: date, on: date) -> int:
    """Return completed years on `on`."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def limit_at_end(scheme: Scheme, rules: Rules) -> AgeLimit | None:
    """Return the age a participant must be below on the agreement's last day."""
    return next((row for row in rules.ages.below_at_end if scheme in row.schemes), None)


def limit_at_start(scheme: Scheme, rules: Rules) -> AgeLimit | None:
    """Return the age a participant must not be over on the agreement's first day."""
    return next((row for row in rules.ages.not_over_at_start if scheme in row.schemes), None)


def check_age_at_end(scheme: Scheme, birth: date | None, end: date | None, rules: Rules) -> ErrorCode | None:
    """Refuse an agreement that lasts until the participant's 72nd (VTA-O: 67th) birthday or longer."""
    limit = limit_at_end(scheme, rules)
    if limit is None or birth is None or end is None or not has_turned(limit.value, birth, end):
        return None
    return limit.error


def check_age_at_start(scheme: Scheme, birth: date | None, start: date | None, rules: Rules) -> ErrorCode | None:
    """Refuse summer jobs and four-year subsidies for someone over thirty on the first day."""
    limit = limit_at_start(scheme, rules)
    if limit is None or birth is None or start is None or not is_over(limit.value, birth, start):
        return None
    return limit.error


def check_creation(scheme: Scheme, birth: date, today: date, rules: Rules) -> ErrorCode | None:
    """Check the participant's age on the day the agreement is created, before any dates are agreed."""
    if not has_turned(rules.ages.lowest.value, birth, today):
        return ErrorCode.IKKE_GAMMEL_NOK
    new_years_day = date(today.year, 1, 1)
    for row in rules.ages.not_over_on_new_years_day:
        if scheme in row.schemes and is_over(row.value, birth, new_years_day):
            return row.error
    return None


def last_possible_end(scheme: Scheme, birth: date, rules: Rules) -> date | None:
    """Return the last day an agreement may end because of age: the day before the birthday."""
    limit = limit_at_end(scheme, rules)
    if limit is None:
        return None
    day = add_years(birth, limit.value)
    while has_turned(limit.value, birth, day):
        day -= ONE_DAY
    return day


def turns_before_end(age: int, limit: int, start: date, end: date) -> bool | None:
    """Tell whether someone who is `age` years on `start` turns `limit` on or before `end`.

    None: it depends on the birthday.
    """
    if age >= limit or end >= add_years(start, limit - age):
        return True
    return None if end > add_years(start, limit - age - 1) else False
