"""A page of a calculation to read, print or save: everything is in the file, nothing is fetched."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape

from bot.calculator.chart import alt_text
from bot.calculator.compute import Case
from bot.calculator.report import Report, report_of
from bot.calculator.wording import Words
from bot.subsidy import Calculation, Rules
from bot.subsidy.periods import amount_for_days

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem 1rem 3rem; background: #fff; color: #1a1a1a;
  font: 1rem/1.5 system-ui, "Source Sans 3", Arial, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 1.75rem 0 .5rem; }
.estimate { display: inline-block; margin: .25rem 0 1rem; padding: .2rem .6rem; border: 2px solid #8a1538;
  border-radius: .25rem; color: #8a1538; font-weight: 700; }
.lead { font-size: 1.1rem; }
img { display: block; width: 100%; max-width: 26rem; height: auto; margin: 1rem auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .5rem; border-bottom: 1px solid #767676; text-align: left; white-space: nowrap; }
td.n, th.n { text-align: right; }
tfoot td, tfoot th { font-weight: 700; border-bottom: 0; }
.made { margin-top: 2rem; color: #4d4d4d; font-size: .9rem; }
a:focus-visible, .scroll:focus-visible { outline: 3px solid #0072b2; }
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  h2, .lead { break-after: avoid; }
  tr, img, li { break-inside: avoid; }
  thead { display: table-header-group; }
  img { max-width: 9cm; }
  .scroll { overflow: visible; }
  @page { margin: 1.8cm; }
}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""The page may use its own style and its own picture, and nothing else."""


def page(case: Case, result: Calculation, words: Words, rules: Rules, chart: bytes, made: date) -> str:
    """Return the page as HTML."""
    report = report_of(case, result, words, rules)
    say = words.say
    picture = base64.b64encode(chart).decode("ascii")
    body = "".join(
        (
            f"<h1>{escape(report.title)}</h1><p class=estimate>{escape(report.estimate)}</p>",
            f"<p class=lead>{_join(report.lead, report.total, report.other_case)}</p>",
            f'<img alt="{escape(alt_text(result, words))}" src="data:image/png;base64,{picture}">',
            _section(say("calc_page_steps"), _steps(result, words)),
            _section(say("calc_page_cost"), _cost(result, words)),
            _section(say("calc_page_basis"), _basis(report, words)),
            _section(say("calc_page_notes"), _items((report.hangs_on, *report.notes))),
            _section(say("calc_page_next"), _items((report.next_step, report.deadline))),
            _section(say("calc_page_months"), _periods(result, words, rules)),
            f"<p class=made>{escape(say('calc_page_made', day=words.date(made)))} {escape(report.estimate)}.</p>",
        )
    )
    title = escape(say("calc_page_title", scheme=words.scheme(result.scheme)))
    return (
        f'<!doctype html><html lang="{words.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>"
    )


def _join(*parts: str) -> str:
    return " ".join(escape(part) for part in parts if part)


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{content}</section>" if content else ""


def _items(texts: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(text)}</li>" for text in texts if text)
    return f"<ul>{items}</ul>" if items else ""


def _basis(report: Report, words: Words) -> str:
    assumed = words.say("calc_page_assumed")
    return _items((*report.based_on, *(f"{text} ({assumed})" for text in report.assumptions)))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], foot: Sequence[str] = (), words_first: int = 2) -> str:
    """Return a table; columns after the first ones hold figures."""

    def cells(texts: Sequence[str], tag: str, scope: str = "") -> str:
        return "".join(
            f"<{tag}{scope}{' class=n' if place >= words_first else ''}>{escape(text)}</{tag}>"
            for place, text in enumerate(texts)
        )

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    end = f"<tfoot><tr>{cells(foot, 'td')}</tr></tfoot>" if foot else ""
    head = cells(heads, "th", " scope=col")
    return f"<div class=scroll tabindex=0><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody>{end}</table></div>"


def _steps(result: Calculation, words: Words) -> str:
    if not result.monthly:
        return ""
    heads = [words.say(f"calc_page_{name}") for name in ("from", "to", "percent", "grant", "own")]
    rows = [
        (
            words.short_date(step.start),
            words.short_date(step.end),
            "–" if step.percent is None else words.percent(step.percent),
            words.short_money(step.amount),
            words.short_money(step.own_cost),
        )
        for step in result.monthly
    ]
    return _table(heads, rows)


def _cost(result: Calculation, words: Words) -> str:
    cost = result.cost
    if cost is None:
        return ""
    rows = (
        (words.say("calc_page_wage"), words.short_money(cost.wage)),
        (words.say("calc_page_holiday"), words.short_money(cost.holiday_pay)),
        (words.say("calc_page_pension"), words.short_money(cost.pension)),
        (words.say("calc_page_tax"), words.short_money(cost.employer_tax)),
    )
    body = "".join(
        f"<tr><th scope=row>{escape(name)}</th><td class=n>{escape(value)}</td></tr>" for name, value in rows
    )
    total = escape(words.short_money(cost.total))
    name = escape(words.say("calc_page_total"))
    return (
        f"<table><tbody>{body}</tbody><tfoot><tr><th scope=row>{name}</th><td class=n>{total}</td></tr></tfoot></table>"
    )


def _periods(result: Calculation, words: Words, rules: Rules) -> str:
    """Return one row for each period, usually a month."""
    if not result.periods:
        return ""
    due = {item.number: item.deadline for item in result.deadlines}
    heads = [words.say(f"calc_page_{name}") for name in ("from", "to", "percent", "grant", "own")]
    heads += [words.say("calc_page_due")] if due else []
    rows = []
    own_total = 0
    whole = result.cost.total if result.cost is not None else None
    for period in result.periods:
        own = None
        if whole is not None and period.amount is not None:
            own = amount_for_days(period.start, period.end, whole, rules) - period.amount
            own_total += own
        row = [
            words.short_date(period.start),
            words.short_date(period.end),
            "–" if period.percent is None else words.percent(period.percent),
            words.short_money(period.amount),
            words.short_money(own),
        ]
        rows.append([*row, *([words.short_date(due[period.number])] if due else [])])
    total = words.short_money(result.total)
    foot = [words.say("calc_page_total"), "", "", total, words.short_money(own_total if whole is not None else None)]
    return _table(heads, rows, [*foot, *([""] if due else [])])
