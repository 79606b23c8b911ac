"""What the calculator answers: complete results, changes, faults, and messages that are not for it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from bot.clock import OSLO
from bot.dialogue.context import Context
from bot.dialogue.forms import Said
from bot.dialogue.payloads import Message
from bot.dialogue.reading import Reading
from bot.knowledge.model import Language
from bot.subsidy import CALCULATOR_SCHEMES
from tests.unit.calculator.conftest import Talk

Make = Callable[..., Talk]


def words_of(message: Message) -> str:
    """Return a text with ordinary spaces."""
    return message.text.replace("\u00a0", " ")


def inputs(message: Message) -> dict[str, Any]:
    found: dict[str, Any] = message.custom["inputs"]
    return found


def test_the_answer_is_complete_as_text_and_as_data(talk: Make) -> None:
    message = talk().last("28 000 for stillingen, 60 % stilling, nedsatt arbeidsevne, Tromsø, fra 1. mars")
    text = words_of(message)
    for part in (
        "20 708 kroner", "13 806", "17 257", "455 580", "28. februar 2029", "60 %", "50 %",
        "12 % feriepenger", "2 % OTP",
        "Anslag – Nav avgjør", "Navs vurdering", "Dere kan ikke velge", "Neste steg", "31. mai 2027", "Tromsø",
    ):  # fmt: skip
        assert part in text, part
    custom = message.custom
    assert custom["monthly"] == [{"percent": 60, "amount": 20708}, {"percent": 50, "amount": 17257}]
    assert custom["total"] == 455580 == sum(period["amount"] for period in custom["periods"])
    assert custom["currency"] == "NOK"
    assert custom["own_cost"] == 34514 - 20708
    assert custom["cost"]["sum"] == 34514
    assert len(custom["deadlines"]) == len(custom["periods"]) == 24
    assert inputs(message)["assumed"] == ["end", "holiday_pay", "pension"]
    sent = message.to_json()
    assert sent["image"] == custom["files"]["chart"]
    assert [button["payload"] for button in sent["buttons"]][2:] == [
        "velg:intent:handoff",
        "velg:midlertidig-lonnstilskudd:amount",
    ]


def test_follow_ups_recalculate(talk: Make) -> None:
    conversation = talk()
    first = conversation.last("28 000 for stillingen, 60 % stilling, nedsatt arbeidsevne, Tromsø, fra 1. mars")
    assert inputs(first)["month_wage"] == 28000
    assert inputs(conversation.last("hva hvis hun jobber 80 %?"))["month_wage"] == 37333
    assert inputs(conversation.last("endre til 14,1 %"))["employer_tax"] == 0.141
    # A new wage is for the post again, as the first one was.
    assert inputs(conversation.last("og hvis lønna er 35000?"))["month_wage"] == 35000
    assert inputs(conversation.last("hva med 10,2 % feriepenger?"))["holiday_pay"] == 0.102
    assert inputs(conversation.last("hva hvis det starter 1. april?"))["start"] == "2027-04-01"
    assert inputs(conversation.last("og hvis hun ikke har nedsatt arbeidsevne?"))["group"] == "TRENGER_VEILEDNING"
    assert conversation.last("hva om det er varig lønnstilskudd?").custom["scheme"] == "varig-lonnstilskudd"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hva er mentor?", "overview"),
        ("hva hvis hun blir syk etter 3 måneder?", "changes"),
        ("hvor lenge varer det, 2 år?", "duration"),
        ("takk skal du ha", "thanks"),
        ("jeg vil snakke med en person", "handoff"),
    ],
)
def test_other_questions_after_a_calculation_are_left_alone(talk: Make, text: str, intent: str) -> None:
    conversation = talk()
    conversation.last("30 000, nedsatt arbeidsevne, Oslo")
    assert conversation.say(text, intent) is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hva er mentor?", "overview"),
        ("hva betyr nedsatt arbeidsevne?", None),
        ("hvem avgjør om arbeidsevnen er nedsatt arbeidsevne?", "eligibility"),
        ("kan vi snakke med noen i Tromsø?", "contact_nav"),
        ("jeg vil snakke med en person", "handoff"),
        ("in english please", "language_switch"),
    ],
)
def test_a_question_in_between_is_answered_by_others_and_nothing_is_lost(
    talk: Make, text: str, intent: str | None
) -> None:
    conversation = talk()
    conversation.last("regn ut", "28 000")
    assert conversation.say(text, intent) is None
    assert conversation.again().custom["slot"] == "group"
    message = conversation.last("ja", "Oslo")
    assert inputs(message)["month_wage"] == 28000


@pytest.mark.parametrize(
    "text",
    ["avbryt", "Stopp!", "cancel", "avslutt utregningen", "gløym det", "never mind", "Nei, stopp, det kan vente"],
)
def test_cancel_ends_politely_and_coming_back_goes_on(talk: Make, text: str) -> None:
    conversation = talk()
    conversation.last("regn ut", "28 000")
    message = conversation.say(text)
    assert message is not None and message.custom["kind"] == "smalltalk"
    assert conversation.state is None
    back = conversation.say("regn ut videre")
    assert back is not None and "28 000 kroner" in words_of(back) and back.custom["slot"] == "group"


def test_a_correction_that_begins_with_stop_is_no_farewell(talk: Make) -> None:
    conversation = talk()
    conversation.last("regn ut", "28 000")
    for text, left in {
        "avbryt. Hva er fristen for å kreve pengene?": True,
        "glem det, kven søkjer om dette": True,
        "nei stopp, lønna er 40 000": False,
        "stopp, det kan vente": False,
        "avbryt": False,
    }.items():
        said = Said(text, Reading(text), Context(), conversation.voice)
        assert conversation.form.is_left(said) is left, text


def test_danger_and_pressed_buttons_go_before_the_form(talk: Make) -> None:
    conversation = talk()
    conversation.last("regn ut")
    assert conversation.say("jeg orker ikke mer 2", "crisis") is None


def test_wrong_figures_are_explained(talk: Make) -> None:
    conversation = talk()
    conversation.last("regn ut")
    for text, words in (
        ("-500", "kan ikke være under null"),
        ("0", "kan ikke være null"),
        ("99 000 000", "høyere enn 1 000 000 kroner"),
        ("masse", "forsto jeg ikke"),
    ):
        message = conversation.say(text)
        assert message is not None and words in words_of(message), message.text
    message = conversation.say("masse")
    assert message is not None and "avbryt" in message.text
    message = conversation.say("masse")
    assert message is not None and message.buttons[-1].payload == "velg:intent:handoff"


def test_both_cases_are_told_when_the_assessment_is_not_known(talk: Make) -> None:
    message = talk().last("regn ut 32 500 Oslo", "vet ikke")
    assert message.custom["monthly"][0]["percent"] == 40
    assert "60\u00a0%" in message.custom["other_case"]
    assert message.custom["other_case"] in message.text
    assert "group" in inputs(message)["assumed"]


def test_what_is_not_a_money_scheme_is_said(talk: Make) -> None:
    conversation = talk(schemes=("arbeidstrening",))
    message = conversation.say("regn ut arbeidstrening", "calculate_subsidy", named=("arbeidstrening",))
    assert message is not None
    assert "arbeidstrening" in message.text and message.custom["slot"] == "scheme"
    assert conversation.last("Mentortilskudd").custom["slot"] == "wage"


def test_new_vta_o_agreements_have_nothing_to_calculate(talk: Make) -> None:
    conversation = talk()
    message = conversation.last("vta-o", "nei")
    assert "31. august 2026" in message.text and conversation.state is None


def test_the_old_vta_o_rate_is_unknown_next_year(talk: Make) -> None:
    message = talk(now=datetime(2027, 2, 1, 12, tzinfo=OSLO)).last("vta-o gammel avtale")
    assert message.custom["total"] is None and "ikke satt" in message.text


def test_the_ceiling_of_an_inclusion_grant_is_told(talk: Make) -> None:
    message = talk().last("inkluderingstilskudd", "rampe 190 000 og stol 12 000")
    assert message.custom["ceiling"] == 160400 and message.custom["over_ceiling"] == 41600
    assert "41 600 kroner" in words_of(message)


def test_five_g_is_noticed(talk: Make) -> None:
    message = talk().last("varig lønnstilskudd 90 000 i måneden, Oslo, fra 1. januar")
    assert any("fem ganger grunnbeløpet" in note for note in message.custom["notes"])


def test_holiday_pay_is_higher_for_the_old(talk: Make) -> None:
    message = talk().last("regn ut 30 000, nedsatt arbeidsevne, Oslo, hun er 62 år")
    assert inputs(message)["holiday_pay"] == 0.143


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("scheme", sorted(CALCULATOR_SCHEMES))
def test_every_scheme_can_be_calculated_in_every_language(talk: Make, scheme: str, language: Language) -> None:
    conversation = talk(language, schemes=(scheme,))
    message = conversation.say("kalkulator", named=(scheme,))
    assert message is not None
    replies = {
        "wage": "30 000", "hours": "10", "group": "vet ikke", "place": "Oslo", "expenses": "20 000", "agreed": "ja",
    }  # fmt: skip
    for _ in range(6):
        if message.custom["kind"] == "calculation":
            break
        message = conversation.last(replies[message.custom["slot"]])
    assert message.custom["kind"] == "calculation" and message.custom["scheme"] == scheme
    assert {"nb": "Nav avgjør", "nn": "Nav avgjer", "en": "Nav decides"}[language] in message.text


def test_unknown_states_are_no_trouble(talk: Make) -> None:
    conversation = talk()
    for stored in ({"pending": "nonsense"}, {"figures": {"wage": "x"}}, {"done": "perhaps"}):
        conversation.state, conversation.open = stored, True
        assert conversation.say("30 000") is None
        assert not conversation.form.wants_change(stored, conversation_said(conversation))


def conversation_said(conversation: Talk) -> Said:
    return Said("80 %", Reading("80 %"), conversation.context, conversation.voice)


@pytest.mark.parametrize(
    ("text", "intent", "claimed"),
    [
        ("regn ut varig lønnstilskudd", "overview", True),
        ("kan du beregne mentortilskuddet for oss", "amount", True),
        ("rekn ut lønstilskot", "calculate_subsidy", True),
        ("could you calculate the inclusion grant", "overview", True),
        ("Vi betaler 390 000 i året. Hva dekker Nav?", "covers", True),
        ("hva dekker mentor?", "covers", False),
        ("kan vi regne med refusjon i desember?", "refund", False),
        ("hvor lenge varer det for en på 30 000?", "duration", False),
    ],
)
def test_a_message_that_asks_for_a_sum_is_claimed(talk: Make, text: str, intent: str, claimed: bool) -> None:
    conversation = talk()
    said = Said(text, Reading(text), conversation.context, conversation.voice)
    assert conversation.form.claims(intent, (), said) is claimed


@pytest.mark.parametrize(("scheme", "claimed"), [("laerling", False), ("mentor", True), ("varig-lonnstilskudd", True)])
def test_a_wage_beside_a_scheme_without_a_sum_is_no_order(talk: Make, scheme: str, claimed: bool) -> None:
    conversation = talk()
    text = "han tjener 390 000 i året, hva får vi fra dere?"
    said = Said(text, Reading(text), conversation.context, conversation.voice)
    assert conversation.form.claims("amount", (scheme,), said) is claimed


@pytest.mark.parametrize(
    ("text", "intent", "slot"),
    [("start neste mandag", "apply", "start"), ("hva om avtalen varer i 6 måneder?", "duration", "months"),
     ("hun er 24", "eligibility", "age")],
)  # fmt: skip
def test_a_figure_is_taken_whatever_the_message_looks_like(talk: Make, text: str, intent: str, slot: str) -> None:
    conversation = talk()
    conversation.last("regn ut lønnstilskudd", "30 000", "ja")
    reply = conversation.say(text, intent)
    assert reply is not None and reply.custom["slot"] == "place"
    assert conversation.state is not None and conversation.state["figures"][slot]


@pytest.mark.parametrize(("text", "slot"), [("hun er 15 år", "age"), ("hun er 73", "age"), ("fra 1.1.1990", "start")])
def test_a_finished_calculation_is_changed_by_a_plain_statement(talk: Make, text: str, slot: str) -> None:
    conversation = talk()
    conversation.last("regn ut lønnstilskudd, 30 000, nedsatt arbeidsevne, Oslo")
    reply = conversation.say(text)
    assert reply is not None and reply.custom["slot"] == slot, reply.text


def test_what_happens_when_someone_leaves_is_no_change(talk: Make) -> None:
    conversation = talk()
    conversation.last("regn ut lønnstilskudd, 30 000, nedsatt arbeidsevne, Oslo")
    assert conversation.say("hva hvis hun slutter etter 3 måneder?", "changes") is None


def test_a_trial_is_only_calculated_when_it_is_named(talk: Make) -> None:
    inferred = talk(schemes=("firearig-lonnstilskudd",)).say("hva får vi for en ungdom på 32 000 i måneden?")
    named = talk(schemes=("firearig-lonnstilskudd",)).say("kalkulator", named=("firearig-lonnstilskudd",))
    assert inferred is not None and inferred.custom["scheme"] == "midlertidig-lonnstilskudd"
    assert named is not None and named.custom["scheme"] == "firearig-lonnstilskudd"


def test_a_start_long_ago_is_refused_with_the_rule_that_holds_now(talk: Make) -> None:
    conversation = talk()
    message = conversation.say("regn ut lønnstilskudd 30 000 fra 01.01.1990")
    assert message is not None and message.custom["slot"] == "start"
    assert "høyst 7 dager tilbake" in message.text and "2019" not in message.text


def test_the_county_chooses_between_two_municipalities(talk: Make) -> None:
    conversation = talk()
    conversation.last("regn ut 30 000 nedsatt arbeidsevne", "Herøy")
    message = conversation.say("den i Nordland", "contact_nav")
    assert message is not None and inputs(message)["employer_tax"] == 0.051


def test_another_scheme_on_the_way_keeps_what_was_told(talk: Make) -> None:
    conversation = talk()
    conversation.last("regn ut lønnstilskudd", "30 000")
    message = conversation.say("jeg mente varig lønnstilskudd", "overview")
    assert message is not None and message.custom["scheme"] == "varig-lonnstilskudd"
    assert conversation.state is not None and conversation.state["figures"]["wage"] == "30000"
    assert conversation.say("varig lønnstilskudd?", "overview") is None
