"""The message of kind `calculation`: complete as text, and with everything a channel can draw from."""

from dataclasses import dataclass
from typing import Any

from bot.calculator.chart import alt_text
from bot.calculator.compute import Case
from bot.calculator.links import Drawing, Links
from bot.calculator.report import Report, report_of
from bot.calculator.wording import Words
from bot.dialogue.payloads import Button, Message, choose, choose_intent
from bot.subsidy import Calculation, Rules, Scheme
from bot.subsidy.terms import WAGE_SCHEMES


@dataclass(frozen=True, slots=True)
class CalculationMessage(Message):
    """A message with a picture."""

    image: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the message as the contract has it."""
        out = Message.to_json(self)
        return {**out, "image": self.image} if self.image else out


def result_message(
    drawing: Drawing, result: Calculation, words: Words, rules: Rules, links: Links, extra: tuple[str, ...] = ()
) -> CalculationMessage:
    """Return the answer to a finished calculation; `extra` are remarks on what was told."""
    case = drawing.case
    report = report_of(case, result, words, rules)
    files = links.files(drawing)
    custom = {
        "kind": "calculation",
        **result.payload(),
        "inputs": _inputs(case, result),
        "language": words.language,
        "title": report.title,
        "estimate": report.estimate,
        "lead": report.lead,
        "cost": result.cost_payload(),
        "own_cost": result.monthly[0].own_cost if result.monthly else None,
        "own_total": report.own_total,
        "ceiling": result.ceiling,
        "over_ceiling": case.over_ceiling,
        "steps": [
            {
                "from": step.start.isoformat(),
                "to": step.end.isoformat(),
                "percent": step.percent,
                "amount": step.amount,
                "own_cost": step.own_cost,
            }
            for step in result.monthly
        ],
        "assumptions": list(report.assumptions),
        "based_on": list(report.based_on),
        "depends_on": report.hangs_on,
        "other_case": report.other_case or None,
        "notes": [*extra, *report.notes],
        "deadlines": [
            {"period_end": due.period_end.isoformat(), "deadline": due.deadline.isoformat()} for due in result.deadlines
        ],
        "first_deadline": report.first_deadline.isoformat() if report.first_deadline else None,
        "next_step": report.next_step,
        "deadline": report.deadline,
        "files": files,
        "alt": alt_text(result, words),
    }
    return CalculationMessage(_text(report, case, words, extra), custom, _buttons(result, words), files["chart"])


def _text(report: Report, case: Case, words: Words, extra: tuple[str, ...]) -> str:
    """Return the whole answer as text, shortest first."""
    summary = " ".join(part for part in (report.lead, report.total) if part)
    steps = "\n".join([words.say("calc_steps"), *report.steps]) if report.steps else ""
    basis = words.say("calc_based_on", facts=words.listed(report.based_on)) if report.based_on else ""
    assumed = ""
    if report.assumptions:
        key = "wage" if case.given.scheme in WAGE_SCHEMES else "fixed"
        example = words.say(f"calc_example_{'mentor' if case.given.scheme is Scheme.MENTOR else key}")
        assumed = words.say("calc_assumed", facts=words.listed(report.assumptions), example=example)
    parts = (
        f"{report.title}. {report.estimate}.",
        summary,
        report.other_case,
        steps,
        report.cost,
        " ".join(part for part in (basis, assumed) if part),
        " ".join([report.hangs_on, *extra, *report.notes]),
        f"{report.next_step}\n{report.deadline}",
    )
    return "\n\n".join(part for part in parts if part)


def _inputs(case: Case, result: Calculation) -> dict[str, Any]:
    """Return the figures used, with the names of those that were assumed."""
    given = result.inputs
    values: dict[str, Any] = {
        "start": given.start.isoformat(),
        "end": given.end.isoformat() if given.end else None,
        "group": given.group.value if given.group else None,
        "percent": given.percent,
        "month_wage": given.month_wage,
        "holiday_pay": _float(given.holiday_pay),
        "pension": _float(given.pension),
        "employer_tax": _float(given.employer_tax),
        "position_percent": _float(given.position_percent),
        "mentor_wage": given.mentor_wage,
        "mentor_hours": _float(given.mentor_hours),
        "expenses": list(given.expenses) or None,
    }
    assumed = dict.fromkeys((*case.assumed, *(assumption.field for assumption in result.assumptions)))
    return {**{name: value for name, value in values.items() if value is not None}, "assumed": list(assumed)}


def _float(value: object) -> float | None:
    return None if value is None else round(float(str(value)), 6)


def _buttons(result: Calculation, words: Words) -> tuple[Button, ...]:
    changes = {
        Scheme.MENTOR: ("hours", "wage"),
        Scheme.INKLUDERING: ("expenses",),
        Scheme.VTAO: (),
    }.get(result.scheme, ("position", "wage"))
    titles = [words.say(f"calc_button_change_{change}") for change in changes]
    return (
        *(Button(title, title.lower()) for title in titles),
        Button(words.say("calc_button_person"), choose_intent("handoff")),
        Button(words.say("calc_button_more"), choose(result.scheme.value, "amount")),
    )
