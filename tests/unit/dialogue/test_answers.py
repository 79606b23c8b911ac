"""Answers from the real knowledge: every scheme, topic and language."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest

from bot.clock import OSLO
from bot.conversation.choices import Choice, parse
from bot.dialogue.answers import NEXT_TOPICS, answer_messages, general_message, has_topic
from bot.dialogue.payloads import Message
from bot.dialogue.plan import Option, Plan, Step
from bot.dialogue.resolve import How
from bot.dialogue.voice import Voice
from bot.knowledge.model import Knowledge
from bot.knowledge.terms import LANGUAGES, SCHEME_IDS, TOPICS, Language

from .kit import NOW, check_message

MakeVoice = Callable[..., Voice]

PROMISES = re.compile(
    r"dere får garantert|dere vil få \d|dere har (?:krav|rett) på|Nav (?:må|skal) gi dere|garantert tilskudd|"
    r"de får garantert|de vil få \d|de har (?:krav|rett) på|Nav (?:må|skal) gi dykk|garantert tilskot|"
    r"(?<!not mean )you will (?:receive|get|be paid)(?!\.)|you are (?:entitled|guaranteed)|guaranteed grant|"
    r"Nav (?:must|will) pay you",
    re.IGNORECASE,
)
"""Wordings that promise money; Nav decides every case."""


def answered(plan: Plan, voice: Voice) -> Message:
    (message,) = answer_messages(plan, voice)
    return message


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEME_IDS)
def test_every_topic_of_every_scheme_is_answered(voice_in: MakeVoice, scheme: str, language: Language) -> None:
    voice = voice_in(language)
    for topic in TOPICS:
        message = answered(Plan(Step.ANSWER, topic, (scheme,)), voice)
        check_message(message, language)
        custom = message.custom
        assert (message.kind, custom["scheme"], custom["topic"]) == ("answer", scheme, topic)
        assert custom["sources"]
        for source in custom["sources"]:
            assert date.fromisoformat(source["checked"]) <= NOW.date()
            assert source["title"]
            assert source["url"].startswith(("https://", "http://"))
        assert custom["body"] in message.text
        assert custom["sources"][0]["title"] in message.text
        assert not PROMISES.search(message.text), PROMISES.search(message.text)
        assert len(message.buttons) == 3
        assert [parse(button.payload) for button in message.buttons] == [
            Choice(scheme, following) for following in NEXT_TOPICS[topic]
        ]


def test_what_is_offered_next_is_a_topic_and_never_the_one_just_answered() -> None:
    assert set(NEXT_TOPICS) == set(TOPICS)
    for topic, following in NEXT_TOPICS.items():
        assert topic not in following
        assert set(following) <= set(TOPICS)


def test_forbidden_promises_are_recognised() -> None:
    for promise in ("Dere får garantert 60 prosent.", "You will receive NOK 5,000.", "De har krav på tilskot."):
        assert PROMISES.search(promise)
    assert not PROMISES.search("That does not mean you will receive that much.")


def test_the_source_line_tells_titles_addresses_and_dates(voice_in: MakeVoice) -> None:
    for language, opening in (("nb", "Kilde: "), ("nn", "Kjelde: "), ("en", "Source: ")):
        voice = voice_in(language)
        message = answered(Plan(Step.ANSWER, "amount", ("mentor",)), voice)
        line = message.text.rsplit("\n\n", 1)[1]
        assert line.startswith(opening)
        for source in message.custom["sources"][:2]:
            assert source["url"] in line
            assert voice.date(date.fromisoformat(source["checked"])) in line


def test_a_figure_follows_the_day(voice_in: MakeVoice) -> None:
    plan = Plan(Step.ANSWER, "overview", ("vta-o",))
    before = answered(plan, voice_in(now=datetime(2026, 8, 31, 12, tzinfo=OSLO)))
    after = answered(plan, voice_in(now=datetime(2026, 9, 1, 12, tzinfo=OSLO)))
    assert before.custom["body"] != after.custom["body"]


def test_an_inferred_scheme_is_said_to_be_a_guess(voice_in: MakeVoice) -> None:
    plan = Plan(Step.ANSWER, "amount", ("mentor",), How.INFERRED, "funksjonsassistanse", confidence=0.6789)
    message = answered(plan, voice_in("nb"))
    assert message.text.startswith("Jeg tror du mener mentortilskudd.")
    assert (message.custom["inferred"], message.custom["confidence"]) == (True, 0.679)
    first = message.buttons[0]
    assert first.title == "Nei, jeg mente funksjonsassistanse i arbeidslivet"
    assert parse(first.payload) == Choice("funksjonsassistanse", "amount")
    assert len(message.buttons) == 3


def test_a_named_scheme_is_answered_without_reservation(voice: Voice) -> None:
    message = answered(Plan(Step.ANSWER, "amount", ("mentor",)), voice)
    assert message.custom["inferred"] is False
    assert message.text.startswith(message.custom["body"])
    assert "Jeg tror" not in message.text


def test_topics_that_were_nearly_meant_come_first_among_the_buttons(voice: Voice) -> None:
    message = answered(Plan(Step.ANSWER, "amount", ("mentor",), close_topics=("legal", "amount", "duration")), voice)
    topics = [parse(button.payload) for button in message.buttons]
    assert topics == [Choice("mentor", "legal"), Choice("mentor", "duration"), Choice("mentor", "covers")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_active_is_said_so_once(voice_in: MakeVoice, language: Language) -> None:
    voice = voice_in(language)
    noted = 0
    for scheme in voice.knowledge.schemes:
        note = voice.knowledge.note(scheme, language, voice.today)
        message = answered(Plan(Step.ANSWER, "overview", (scheme,)), voice)
        legal = answered(Plan(Step.ANSWER, "legal", (scheme,)), voice)
        if note is not None:
            noted += 1
            assert message.text.count(note) == 1
            own = voice.knowledge.answer(scheme, "legal", language, voice.today)
            assert own is not None
            assert legal.custom["body"] == own.text
    assert noted >= 8


def test_a_second_topic_is_answered_as_well(voice: Voice) -> None:
    plan = Plan(Step.ANSWER, "covers", ("bio",), How.INFERRED, "mentor", also="amount")
    first, second = answer_messages(plan, voice)
    assert [first.custom["topic"], second.custom["topic"]] == ["covers", "amount"]
    assert first.text.startswith("Jeg tror")
    assert not second.text.startswith("Jeg tror")


def test_a_second_topic_without_text_is_left_out(
    voice_in: MakeVoice, knowledge_without: Callable[[str, str], Knowledge]
) -> None:
    voice = voice_in(knowledge=knowledge_without("bio", "amount"))
    message = answered(Plan(Step.ANSWER, "covers", ("bio",), also="amount"), voice)
    assert message.custom["topic"] == "covers"


def test_a_missing_topic_is_admitted_and_the_overview_told(
    voice_in: MakeVoice, knowledge_without: Callable[[str, str], Knowledge]
) -> None:
    voice = voice_in(knowledge=knowledge_without("mentor", "refund"))
    message = answered(Plan(Step.ANSWER, "refund", ("mentor",)), voice)
    assert message.text.startswith("Jeg har ikke noe sikkert om refusjon for mentortilskudd.")
    assert message.custom["topic"] == "overview"
    offered = [parse(button.payload) for button in message.buttons]
    assert offered == [Choice("mentor", topic) for topic in NEXT_TOPICS["overview"]]


def test_a_missing_topic_is_not_offered(
    voice_in: MakeVoice, knowledge_without: Callable[[str, str], Knowledge]
) -> None:
    voice = voice_in(knowledge=knowledge_without("mentor", "amount"))
    message = answered(Plan(Step.ANSWER, "overview", ("mentor",)), voice)
    assert Choice("mentor", "amount") not in [parse(button.payload) for button in message.buttons]
    assert not has_topic(voice, "mentor", "amount")


def test_a_scheme_without_overview_is_an_error(
    voice_in: MakeVoice, knowledge_without: Callable[[str, str], Knowledge]
) -> None:
    with pytest.raises(LookupError, match="mentor has no overview"):
        answer_messages(
            Plan(Step.ANSWER, "overview", ("mentor",)), voice_in(knowledge=knowledge_without("mentor", "overview"))
        )


def test_several_schemes_get_an_answer_each_but_at_most_three(voice: Voice) -> None:
    messages = answer_messages(Plan(Step.ANSWER, "duration", ("mentor", "bio", "vta", "aft")), voice)
    assert [message.custom["scheme"] for message in messages] == ["mentor", "bio", "vta"]


def test_combining_is_answered_for_the_first_scheme(voice: Voice) -> None:
    message = answered(Plan(Step.ANSWER, "combine", ("mentor", "midlertidig-lonnstilskudd")), voice)
    assert (message.custom["scheme"], message.custom["topic"]) == ("mentor", "combine")


def test_old_sources_are_told_to_be_old(voice_in: MakeVoice) -> None:
    plan = Plan(Step.ANSWER, "amount", ("midlertidig-lonnstilskudd",))
    fresh = answered(plan, voice_in())
    late = answered(plan, voice_in(now=datetime(2029, 1, 8, 10, tzinfo=OSLO)))
    assert (fresh.custom["stale"], late.custom["stale"]) == (False, True)
    assert late.text.endswith(voice_in().say("stale"))
    assert voice_in().say("stale") not in fresh.text


def test_an_old_page_beside_a_current_regulation_does_not_make_the_answer_old(voice: Voice) -> None:
    mixed = 0
    for scheme in SCHEME_IDS:
        for topic in TOPICS:
            custom = answered(Plan(Step.ANSWER, topic, (scheme,)), voice).custom
            dates = [date.fromisoformat(source["checked"]) for source in custom["sources"]]
            assert custom["checked"] == min(dates).isoformat()
            assert custom["stale"] == ((voice.today - max(dates)).days > voice.knowledge.stale_after_days)
            mixed += (voice.today - min(dates)).days > voice.knowledge.stale_after_days and not custom["stale"]
    assert mixed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_a_general_answer_that_asks_for_the_scheme(
    voice_in: MakeVoice, topic: str, language: Language
) -> None:
    voice = voice_in(language)
    message = general_message(Plan(Step.GENERAL, topic), voice)
    check_message(message, language)
    assert message.kind == "clarify"
    assert message.text.endswith(voice.say("which_scheme"))
    assert len(message.text) > len(voice.say("which_scheme"))
    assert message.custom["sources"]
    assert not PROMISES.search(message.text)
    assert [button.title for button in message.buttons] == [option["title"] for option in message.custom["options"]]
    assert all(option["topic"] == topic for option in message.custom["options"])


def test_a_general_answer_offers_the_likeliest_schemes(voice: Voice) -> None:
    options = tuple(Option("apply", scheme, 0.1) for scheme in ("vta", "bio", "aft", "ips"))
    message = general_message(Plan(Step.GENERAL, "apply", options=options), voice)
    assert [parse(button.payload) for button in message.buttons] == [
        Choice("vta", "apply"),
        Choice("bio", "apply"),
        Choice("aft", "apply"),
    ]


def test_what_has_a_text_is_known(voice: Voice) -> None:
    assert has_topic(voice, "mentor", "amount")
    assert not has_topic(voice, "mentor", "greet")
    assert not has_topic(voice, "no-such-scheme", "amount")
