"""Draws a calculation as a chart that can be read on a phone, with the same facts as text."""

import io
import textwrap
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.calculator.wording import Words
from bot.subsidy import Calculation, MonthlyStep, Scheme

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAV = "#0072B2"
_OWN = "#F0C04A"
_LINE = "#8A1538"
"""Blue, yellow and dark red: told apart by every kind of colour vision, and by lightness in black and white."""

_INK = "#1A1A1A"
_SIDE_INCHES = 5.4
_DPI = 200
_TEXT = 14.0
_SMALL = 12.5
_LEAST_SHARE = 0.12
"""A part of a column that is smaller than this has no room for its amount."""

_drawing = threading.Lock()
"""Matplotlib is not safe for several threads at once."""


def draw(result: Calculation, words: Words) -> bytes:
    """Return the chart as PNG bytes, 1080 by 1080 dots."""
    # Loaded with the first drawing: it costs 60 MB, which a process that never draws need not carry.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with _drawing:
        figure = Figure(figsize=(_SIDE_INCHES, _SIDE_INCHES), dpi=_DPI, layout="constrained", facecolor="white")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        if result.scheme is Scheme.INKLUDERING:
            _draw_ceiling(axes, result, words)
        else:
            _draw_steps(axes, result, words)
        title = "calc_chart_ceiling_title" if result.scheme is Scheme.INKLUDERING else "calc_chart_title"
        figure.suptitle(words.say(title), fontsize=_TEXT + 2, fontweight="bold", color=_INK)
        below = f"{words.say('calc_chart_unit')} {words.say('calc_estimate')}.\n{words.scheme(result.scheme)}"
        figure.supxlabel(below, fontsize=_SMALL - 1.5, color=_INK)
        out = io.BytesIO()
        figure.savefig(out, format="png", metadata={"Description": alt_text(result, words)})
        return out.getvalue()


def alt_text(result: Calculation, words: Words) -> str:
    """Return what the chart shows, in words."""
    if result.scheme is Scheme.INKLUDERING:
        ceiling = words.money(result.ceiling)
        steps = words.say("calc_chart_alt_ceiling", ceiling=ceiling)
        if result.total is not None:
            steps = words.say("calc_chart_alt_costs", ceiling=ceiling, costs=words.money(result.total))
    else:
        steps = " ".join(_alt_step(step, words) for step in result.monthly)
    return words.say("calc_chart_alt", steps=steps, estimate=words.say("calc_estimate"))


def _alt_step(step: MonthlyStep, words: Words) -> str:
    start, end = words.date(step.start), words.date(step.end)
    amount = words.say("calc_chart_not_known") if step.amount is None else words.money(step.amount)
    if step.own_cost is None:
        return words.say("calc_chart_alt_fixed", start=start, end=end, amount=amount)
    return words.say("calc_chart_alt_step", start=start, end=end, amount=amount, own=words.money(step.own_cost))


def _draw_steps(axes: "Axes", result: Calculation, words: Words) -> None:
    """Draw one column for each step: Nav's part below, the employer's on top."""
    steps = result.monthly
    places = list(range(len(steps)))
    grants = [step.amount or 0 for step in steps]
    owns = [step.own_cost or 0 for step in steps]
    highest = max((grant + own for grant, own in zip(grants, owns, strict=True)), default=1) or 1
    width = 0.62 if len(steps) > 1 else 0.36
    axes.bar(places, grants, width, color=_NAV, edgecolor=_INK, label=words.say("calc_chart_nav"))
    if any(owns):
        axes.bar(places, owns, width, bottom=grants, color=_OWN, edgecolor=_INK, label=words.say("calc_chart_own"))
    for place, step, grant, own in zip(places, steps, grants, owns, strict=True):
        size = _TEXT if len(steps) < 4 else _SMALL - 1
        text = words.say("calc_chart_not_known") if step.amount is None else _amount(grant, words)
        _label(axes, place, 0, grant, highest, text, "white", size)
        if own:
            _label(axes, place, grant, own, highest, _amount(own, words), _INK, size)
    axes.set_xticks(
        places, [_step_name(step, words, len(steps)) for step in steps], fontsize=_SMALL if len(steps) < 4 else 11
    )
    axes.set_xlim(-0.6, len(steps) - 0.4)
    axes.set_ylim(0, highest * 1.04)
    _clean(axes, legend=2 if any(owns) else 0)


def _amount(value: int, words: Words) -> str:
    return words.number(value)


def _label(
    axes: "Axes", place: float, bottom: int, height: int, highest: int, text: str, colour: str, size: float
) -> None:
    """Write an amount inside its part of the column, or above it where it has no room."""
    inside = height / highest >= _LEAST_SHARE
    level = bottom + height / 2 if inside else bottom + height + highest * 0.03
    axes.text(
        place, level, text, ha="center", va="center", fontsize=size, fontweight="bold", color=colour if inside else _INK
    )


def _step_name(step: MonthlyStep, words: Words, count: int) -> str:
    dash = "–\n" if count > 2 else " – "
    span = f"{words.month(step.start)}{dash}{words.month(step.end)}"
    return span if step.percent is None else f"{words.percent(step.percent)}\n{span}"


def _draw_ceiling(axes: "Axes", result: Calculation, words: Words) -> None:
    """Draw the expenses beside the ceiling of an inkluderingstilskudd."""
    ceiling, costs = result.ceiling or 0, result.total or 0
    names = [words.say("calc_chart_ceiling")] + ([words.say("calc_chart_costs")] if costs else [])
    values: Sequence[int] = [ceiling, costs][: len(names)]
    axes.bar(range(len(names)), values, 0.5, color=[_OWN, _NAV][: len(names)], edgecolor=_INK)
    axes.axhline(ceiling, color=_LINE, linewidth=2, linestyle="--")
    for place, value in enumerate(values):
        _label(axes, place, 0, value, ceiling, _amount(value, words), "white" if place else _INK, _TEXT)
    axes.set_xticks(range(len(names)), ["\n".join(textwrap.wrap(name, 16)) for name in names], fontsize=_SMALL)
    axes.set_xlim(-0.7, len(names) - 0.3)
    axes.set_ylim(0, ceiling * 1.1)
    _clean(axes, legend=0)


def _clean(axes: "Axes", *, legend: int) -> None:
    """Take away what a phone has no room for: the amounts stand on the columns."""
    axes.yaxis.set_visible(False)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="x", length=0, colors=_INK)
    if legend:
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=legend, fontsize=_SMALL, frameon=False)
