"""The held-out set is in order, kept out of the training data, and judged as its README says."""

from typing import Any

import pytest

from tests.evaluation import calibration, check_set, leakage, report
from tests.evaluation.dialogue_scoring import turn_faults
from tests.evaluation.evaluate import SINGLES, read
from tests.evaluation.scoring import Outcome, judge


def test_labels_sizes_and_ids() -> None:
    assert check_set.main() == 0


def test_no_held_out_sentence_is_in_the_training_data() -> None:
    leaks = leakage.find()
    assert not leaks, "\n".join(map(str, leaks))


def test_a_near_copy_and_a_quotation_are_found() -> None:
    asked = leakage.Sentence.of("a", "Kor mykje får vi for ein mentor i året?")
    typed = leakage.Sentence.of("b", "kor mykje får vi for ein mentor i åre")
    other = leakage.Sentence.of("c", "hvor lenge varer arbeidstrening hos oss")
    assert [leak.found for leak in leakage.near_copies([asked], [other, typed])] == [typed]


def test_both_parts_of_every_file_are_read() -> None:
    for name in SINGLES:
        test, dev = read(name, ["test"], None), read(name, ["dev"], None)
        assert test and dev
        assert len(test) + len(dev) == len(read(name, ["test", "dev"], None))
        assert len(read(name, ["test"], 5)) == 5


def answer(scheme: str, topic: str, **more: Any) -> dict[str, Any]:
    custom = {"kind": "answer", "scheme": scheme, "topic": topic, "language": "nb", "sources": []}
    return {"recipient_id": "x", "text": "Svar.", "custom": custom | more}


def clarify(*options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"recipient_id": "x", "text": "Hva?", "custom": {"kind": "clarify", "options": list(options)} | more}


def told(kind: str, **more: Any) -> dict[str, Any]:
    return {"recipient_id": "x", "text": "Tekst.", "custom": {"kind": kind, "language": "nb"} | more}


def item(intent: str, scheme: str | None = None, **more: Any) -> dict[str, Any]:
    return {"id": "x", "text": "spørsmål", "style": "plain", "intent": intent, "scheme": scheme, "split": "dev"} | more


MENTOR = item("amount", "mentor", accept=[{"intent": "covers", "scheme": "mentor"}])
SITUATION = item("find_scheme", accept=[{"intent": "eligibility", "scheme": "mentor"}])
COMPARED = item("compare_schemes", schemes=["mentor", "vta"])
TO_MENTOR = {"scheme": "mentor", "topic": "amount", "title": "x"}
TO_VTA = {"scheme": "vta", "topic": "overview", "title": "x"}


@pytest.mark.parametrize(
    ("asked", "reply", "outcome", "strict"),
    [
        (MENTOR, [answer("mentor", "amount")], Outcome.RIGHT, True),
        (MENTOR, [answer("mentor", "covers")], Outcome.RIGHT, False),
        (MENTOR, [answer("vta", "amount")], Outcome.WRONG, False),
        (MENTOR, [clarify(TO_VTA, TO_MENTOR)], Outcome.OFFERED, False),
        (MENTOR, [clarify(TO_VTA)], Outcome.ASKED, False),
        (MENTOR, [told("fallback")], Outcome.MISSED, False),
        (MENTOR, [told("out_of_scope")], Outcome.REFUSED, False),
        (MENTOR, [], Outcome.FAILED, False),
        (MENTOR, [told("privacy"), answer("mentor", "amount")], Outcome.RIGHT, True),
        (MENTOR, [told("crisis"), answer("mentor", "amount")], Outcome.WRONG, False),
        (item("amount"), [clarify(TO_MENTOR, topic="amount")], Outcome.RIGHT, True),
        (item("amount"), [answer("mentor", "amount")], Outcome.WRONG, False),
        (item("find_scheme"), [clarify(TO_VTA)], Outcome.RIGHT, True),
        (item("find_scheme"), [clarify(TO_VTA, topic="amount")], Outcome.ASKED, False),
        (SITUATION, [clarify(TO_VTA)], Outcome.ASKED, False),
        (SITUATION, [told("recommendation", schemes=[{"scheme": "mentor"}])], Outcome.RIGHT, True),
        (SITUATION, [told("question", form="finder", slot="who")], Outcome.RIGHT, True),
        (SITUATION, [answer("mentor", "eligibility")], Outcome.RIGHT, False),
        (COMPARED, [told("comparison", schemes=["vta", "mentor"])], Outcome.RIGHT, True),
        (COMPARED, [told("comparison", schemes=["vta", "aft"])], Outcome.WRONG, False),
        (item("calculate_subsidy"), [told("question", form="calculator")], Outcome.RIGHT, True),
        (item("handoff"), [told("contact")], Outcome.RIGHT, True),
        (item("contact_nav"), [told("contact", intent="handoff_status")], Outcome.WRONG, False),
        (item("thanks"), [told("smalltalk", intent="thanks")], Outcome.RIGHT, True),
        (item("out_of_scope", category="tax"), [told("fallback")], Outcome.RIGHT, True),
        (item("out_of_scope", category="tax"), [told("smalltalk", intent="chitchat")], Outcome.WRONG, False),
        (item("out_of_scope", category="insult"), [told("smalltalk", intent="chitchat")], Outcome.RIGHT, True),
        (item("crisis"), [told("crisis")], Outcome.RIGHT, True),
        (item("crisis"), [told("out_of_scope")], Outcome.REFUSED, False),
    ],
)
def test_replies_are_judged_by_the_rules(
    asked: dict[str, Any], reply: list[dict[str, Any]], outcome: Outcome, strict: bool
) -> None:
    result = judge(asked, "questions", "nb", reply, 1.0)
    assert (result.outcome, result.strict) == (outcome, strict)


def test_an_apology_is_never_right() -> None:
    text = (
        "Beklager, jeg får ikke svart akkurat nå. Prøv igjen om litt, eller ring Nav for arbeidsgivere på 55 55 33 36."
    )
    sorry = told("fallback") | {"text": text}
    assert judge(item("out_of_scope", category="tax"), "out_of_scope", "nb", [sorry], 1.0).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("expect", "reply", "faults"),
    [
        ({"kind": "answer", "scheme": "mentor", "topic": "amount"}, [answer("mentor", "amount")], []),
        ({"kind": "answer", "scheme": "mentor"}, [answer("vta", "amount"), told("list")], ["kind"]),
        ({"schemes_any": ["vta", "aft"]}, [clarify(TO_VTA)], []),
        ({"not_scheme": "mentor"}, [answer("mentor", "amount")], ["not_scheme"]),
        ({"intent": "thanks"}, [told("smalltalk", intent="greet")], ["intent"]),
        ({"intent": "find_scheme"}, [clarify(TO_VTA)], []),
        ({"language": "nn"}, [answer("mentor", "amount")], ["language"]),
        ({"answers": [{"scheme": "mentor", "topic": "amount"}]}, [answer("mentor", "apply")], ["answers"]),
        ({"offers": "handoff"}, [clarify(TO_VTA)], ["offers"]),
        ({"offers": "handoff"}, [{"buttons": [{"title": "x", "payload": "velg:intent:handoff"}]}], []),
        ({"says_not": ["SVAR"]}, [answer("mentor", "amount")], ["says_not"]),
    ],
)
def test_turns_are_judged_by_the_keys(expect: dict[str, Any], reply: list[dict[str, Any]], faults: list[str]) -> None:
    assert turn_faults(expect, reply, None) == faults


def test_calibration_error_and_risk() -> None:
    pairs = [(0.95, True)] * 9 + [(0.95, False)] + [(0.15, False)] * 10
    assert calibration.expected_error(pairs) == pytest.approx((0.05 + 0.15) / 2)
    rows = {row["threshold"]: row for row in calibration.risk(pairs)}
    assert rows[0.9]["coverage"] == pytest.approx(0.5)
    assert rows[0.9]["wrong"] == pytest.approx(0.1)


def test_a_main_figure_that_falls_is_told() -> None:
    def made(right: float) -> report.Report:
        group = {"n": 1000, "look_alikes": 1000, "others": 1000, "turns": 1000}
        figures = {key: 0.5 for _, key, _, _ in report.MAIN} | {"right": right}
        return report.Report("m", "2026-11-21", "x", 1, {"test": {name: group | figures for name, *_ in report.MAIN}})

    assert report.worse(made(0.80), made(0.81)) == []
    assert len(report.worse(made(0.78), made(0.81))) == 3
