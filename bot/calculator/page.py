"""A page of a calculation to read, print or save: everything is in the file, nothing is fetched."""

import base64
import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from html import escape

from bot.calculator.chart import alt_text
from bot.calculator.compute import Case
from bot.calculator.report import basis, report_of
from bot.calculator.tables import Table, cost_table, periods_table, steps_table
from bot.calculator.wording import Words
from bot.subsidy import Calculation, Rules

_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem 1rem 3rem; background: #fff; color: #1a1a1a;
  font: 1rem/1.5 system-ui, "Source Sans 3", Arial, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; text-wrap: balance; margin: 0 0 .25rem; }
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
@media (max-width: 34rem) {
  /* The sums must be seen without scrolling; a period lasts until the next one begins. */
  table { font-size: .78rem; }
  th, td { padding: .35rem .2rem; }
  thead th { white-space: normal; }
  .scroll th:nth-child(2):nth-last-child(n+4), .scroll td:nth-child(2):nth-last-child(n+4) { display: none; }
}
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
            _section(say("calc_page_steps"), _table(steps_table(result, words))),
            _section(say("calc_page_cost"), _table(cost_table(result, words))),
            _section(say("calc_page_basis"), _items(basis(report, words))),
            _section(say("calc_page_notes"), _items((report.hangs_on, *report.notes))),
            _section(say("calc_page_next"), _items((report.next_step, report.deadline))),
            _section(say("calc_page_months"), _table(periods_table(result, words, rules))),
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


def _table(table: Table | None) -> str:
    """Return a table; columns after the first ones hold figures."""
    if table is None:
        return ""

    def cells(texts: Sequence[str], tag: str, scope: str = "") -> str:
        return "".join(
            f"<{tag}{scope}{' class=n' if place >= table.words_first else ''}>{escape(text)}</{tag}>"
            for place, text in enumerate(texts)
        )

    body = "".join(f"<tr>{_row(row, cells, headed=not table.heads)}</tr>" for row in table.rows)
    end = f"<tfoot><tr>{_row(table.foot, cells, headed=not table.heads)}</tr></tfoot>" if table.foot else ""
    head = f"<thead><tr>{cells(table.heads, 'th', ' scope=col')}</tr></thead>" if table.heads else ""
    return f"<div class=scroll tabindex=0><table>{head}<tbody>{body}</tbody>{end}</table></div>"


def _row(texts: Sequence[str], cells: Callable[[Sequence[str], str], str], *, headed: bool) -> str:
    """Return the cells of a row; without a line of heads its first cell is the head."""
    if not headed:
        return cells(texts, "td")
    return f"<th scope=row>{escape(texts[0])}</th>" + "".join(f"<td class=n>{escape(text)}</td>" for text in texts[1:])
