"""When a refund claim must be sent, and when Nav may approve a period (sources refapi, api)."""

from datetime import date

from bot.subsidy.dates import add_months, add_months_keeping_month_end
from bot.subsidy.rules import Rules


def refund_deadline(period_end: date, decided: date | None, rules: Rules) -> date:
    """Return the last day to send the claim of a period.

    Two months after the period's end, or after Nav's decision when that came later; the last day of a month
    stays the last day of a month.
    """
    counted_from = period_end if decided is None else max(period_end, decided)
    return add_months_keeping_month_end(counted_from, rules.refund.deadline_months)


def latest_extended_deadline(period_end: date, decided: date | None, rules: Rules, *, absence: bool = False) -> date:
    """Return the latest deadline Nav may give: one month more, or 13 months after a period with absence."""
    if absence:
        return add_months_keeping_month_end(period_end, rules.refund.absence_months)
    ordinary = refund_deadline(period_end, decided, rules)
    return add_months_keeping_month_end(ordinary, rules.refund.extension_months)


def approval_opens(number: int, period_start: date, rules: Rules) -> date | None:
    """Return the first day Nav may approve a period; None is at any time.

    The first period has no first day; the others open three months ahead. A period of a year without a budget
    waits for that year, the first one too.
    """
    ahead = add_months(period_start, -rules.approval.months_before)
    if period_start >= rules.approval.no_budget_from:
        return max(ahead, rules.approval.no_budget_from)
    return None if number == 1 else ahead
