"""A PDF of a calculation to save, print or send on: the same parts as the page, with table and chart."""

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.calculator.chart import alt_text
from bot.calculator.compute import Case
from bot.calculator.report import Report, basis, report_of
from bot.calculator.tables import Table, cost_table, periods_table, steps_table
from bot.calculator.wording import Words
from bot.subsidy import Calculation, Rules

if TYPE_CHECKING:
    from fpdf import FPDF

_FONT = "DejaVu"
_MARGIN = 18.0
_LINE = 5.4
_BODY, _SMALL, _HEADING, _TITLE = 10.5, 8.5, 13.0, 18.0
_CHART_WIDTH = 88.0
_INK, _GREY, _RED = (26, 26, 26), (77, 77, 77), (138, 21, 56)
_BULLET = "•"
_BULLET_WIDTH = 5.0
_LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


def pdf(case: Case, result: Calculation, words: Words, rules: Rules, chart: bytes, made: date) -> bytes:
    """Return the calculation as a PDF; the same calculation always gives the same file."""
    report = report_of(case, result, words, rules)
    document = _document(report, words, made)
    _top(document, report)
    document.image(
        io.BytesIO(chart),
        x=(document.w - _CHART_WIDTH) / 2,
        w=_CHART_WIDTH,
        alt_text=alt_text(result, words),
    )
    document.ln(2)
    _section(document, words.say("calc_page_steps"), steps_table(result, words))
    _section(document, words.say("calc_page_cost"), cost_table(result, words))
    _section(document, words.say("calc_page_basis"), basis(report, words))
    _section(document, words.say("calc_page_notes"), (report.hangs_on, *report.notes))
    _section(document, words.say("calc_page_next"), (report.next_step, report.deadline))
    _section(document, words.say("calc_page_months"), periods_table(result, words, rules))
    return bytes(document.output())


def _document(report: Report, words: Words, made: date) -> "FPDF":
    """Return an empty document with its fonts and its line at the foot of every page."""
    # Loaded with the first file: most processes never make one.
    import matplotlib
    from fpdf import FPDF

    foot = f"{words.say('calc_page_made', day=words.date(made))} {report.estimate}."

    class Paper(FPDF):
        """A page with a line at its foot."""

        def footer(self) -> None:
            """Write when it was made, that it is an estimate, and the number of the page."""
            self.set_y(-14)
            self.set_font(_FONT, size=_SMALL)
            self.set_text_color(*_GREY)
            self.cell(0, 5, foot)
            self.set_x(self.l_margin)
            self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="R")

    document = Paper(format="A4")
    fonts = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    document.add_font(_FONT, "", fonts / "DejaVuSans.ttf")
    document.add_font(_FONT, "B", fonts / "DejaVuSans-Bold.ttf")
    document.set_creation_date(datetime.combine(made, time(12), UTC))
    document.set_title(report.title)
    document.set_lang(_LANGUAGES[words.language])
    document.set_margins(_MARGIN, _MARGIN)
    document.set_auto_page_break(auto=True, margin=_MARGIN + 2)
    document.add_page()
    return document


def _top(document: "FPDF", report: Report) -> None:
    """Write the title, that it is an estimate, and the answer in short."""
    _write(document, report.title, _TITLE, bold=True)
    document.ln(1)
    document.set_font(_FONT, "B", _BODY)
    document.set_text_color(*_RED)
    document.set_draw_color(*_RED)
    document.set_line_width(0.5)
    document.cell(document.get_string_width(report.estimate) + 6, 7.5, report.estimate, border=1, align="C")
    document.ln(10)
    _write(document, " ".join(part for part in (report.lead, report.total, report.other_case) if part), _BODY + 0.5)
    document.ln(2)


def _write(document: "FPDF", text: str, size: float, *, bold: bool = False) -> None:
    document.set_font(_FONT, "B" if bold else "", size)
    document.set_text_color(*_INK)
    document.multi_cell(0, size * 0.53, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _section(document: "FPDF", title: str, content: Table | Iterable[str] | None) -> None:
    """Write a part with its heading, which never stands alone at the foot of a page."""
    if content is None:
        return
    texts = () if isinstance(content, Table) else tuple(text for text in content if text)
    if not isinstance(content, Table) and not texts:
        return
    if document.will_page_break(_HEADING + 4 * _LINE):
        document.add_page()
    document.ln(3)
    _write(document, title, _HEADING, bold=True)
    document.ln(1)
    if isinstance(content, Table):
        _table(document, content)
    for text in texts:
        _item(document, text)


def _item(document: "FPDF", text: str) -> None:
    document.set_font(_FONT, size=_BODY)
    document.set_text_color(*_INK)
    document.cell(_BULLET_WIDTH, _LINE, _BULLET)
    document.multi_cell(0, _LINE, text, align="L", new_x="LMARGIN", new_y="NEXT")
    document.ln(0.8)


def _table(document: "FPDF", content: Table) -> None:
    """Write a table; its heads stand again on every page it goes over."""
    from fpdf.enums import TableBordersLayout, TableHeadingsDisplay
    from fpdf.fonts import FontFace

    count = len(content.rows[0])
    align = tuple("LEFT" if place < content.words_first else "RIGHT" for place in range(count))
    document.set_font(_FONT, size=_SMALL + 0.5)
    document.set_text_color(*_INK)
    document.set_draw_color(*_GREY)
    document.set_line_width(0.2)
    bold = FontFace(emphasis="BOLD", color=_INK)
    with document.table(
        align="LEFT",
        text_align=align,
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        line_height=_LINE,
        padding=(0.6, 1),
        headings_style=bold,
        first_row_as_headings=bool(content.heads),
        repeat_headings=TableHeadingsDisplay.ON_TOP_OF_EVERY_PAGE,
        width=document.epw if content.heads else document.epw * 0.6,
    ) as table:
        for texts in ((content.heads,) if content.heads else ()) + content.rows:
            table.row(texts)
        if content.foot:
            table.row(content.foot, style=bold)
