"""Remarks on a calculation: unusual figures, rates that are not set, the yearly ceiling."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from bot.calculator.wording import Words
from bot.subsidy import Calculation, Note, NoteCode
from bot.subsidy.five_g import FiveGNotice


def remarks(result: Calculation, words: Words) -> tuple[str, ...]:
    """Return the remarks of the arithmetic in words."""
    found = [text for note in result.notes if (text := _remark(note, result, words))]
    if result.five_g is not None:
        found += _five_g(result.five_g, words)
    return tuple(found)


def _remark(note: Note, result: Calculation, words: Words) -> str:
    limit = note.limit
    match note.code:
        case NoteCode.WAGE_UNUSUAL:
            return words.say("calc_note_wage_unusual", wage=words.money(result.inputs.month_wage))
        case NoteCode.RATE_UNUSUAL:
            return words.say(f"calc_note_rate_unusual_{note.field}")
        case NoteCode.HOURS_UNUSUAL:
            return words.say("calc_note_hours_unusual", limit=words.number(round(Decimal(str(limit)))))
        case NoteCode.MENTOR_WAGE_UNUSUAL:
            return words.say("calc_note_mentor_wage_unusual")
        case NoteCode.AGE_CLOSE_TO_LIMIT:
            return words.say("calc_note_age_close")
        case NoteCode.RATE_NOT_SET if isinstance(limit, date):
            return words.say("calc_note_rate_not_set", limit=words.date(limit))
        case NoteCode.CEILING_NOT_NEW:
            return words.say("calc_note_ceiling_not_new", limit=limit)
        case _:
            # A missing G is told with the ceiling; that VTA-O is closed stands among what the rate hangs on.
            return ""


def _five_g(notice: FiveGNotice, words: Words) -> Iterator[str]:
    for year in notice.over:
        if year.payable is not None:
            agreed, payable = words.money(year.agreed), words.money(year.payable)
            yield words.say("calc_note_five_g_over", year=year.year, agreed=agreed, payable=payable)
    limit = words.money(notice.newest_limit)
    years = [str(year.year) for year in notice.perhaps_over]
    years += [str(year.year) for year in notice.over if year.payable is None]
    if years:
        yield words.say("calc_note_five_g_perhaps", year=words.listed(sorted(years)), limit=limit)
