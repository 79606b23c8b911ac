"""The language a message is answered in, measured on our own sentences."""

from pathlib import Path

import pytest
import yaml

from bot.conversation.language import ANSWERED, Language, LanguageDetector
from bot.settings import ROOT

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def detector() -> LanguageDetector:
    return LanguageDetector(ROOT / "data" / "knowledge" / "language_words.yml")


def sentences(name: str) -> list[tuple[Language, str]]:
    listed = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return [(Language(language), text) for language, texts in listed.items() for text in texts]


@pytest.mark.parametrize(("name", "least"), [("language_sentences.yml", 190), ("language_heldout.yml", 55)])
def test_98_of_100_longer_messages_are_answered_in_their_language(
    detector: LanguageDetector, name: str, least: int
) -> None:
    longer = [(want, text) for want, text in sentences(name) if detector.evidence(text).words >= 4]
    assert len(longer) >= least
    wrong = [(want, text) for want, text in longer if detector.choose(text, None) is not want]
    assert len(wrong) <= 0.02 * len(longer), wrong


@pytest.mark.parametrize("name", ["language_sentences.yml", "language_heldout.yml"])
def test_a_conversation_in_another_language_changes_with_the_employer(detector: LanguageDetector, name: str) -> None:
    pairs = [
        (want, current, text)
        for want, text in sentences(name)
        for current in ANSWERED
        if current is not want and detector.evidence(text).words >= 4
    ]
    wrong = [pair for pair in pairs if detector.choose(pair[2], pair[1]) is not pair[0]]
    assert len(wrong) <= 0.02 * len(pairs), wrong


@pytest.mark.parametrize("current", ANSWERED)
@pytest.mark.parametrize("text", ["mentor", "hva da", "what now", "kva no", "VTA-O", "12345", "!!!", "8"])
def test_two_words_never_change_the_language(detector: LanguageDetector, text: str, current: Language) -> None:
    assert detector.choose(text, current) is current


@pytest.mark.parametrize("current", ANSWERED)
@pytest.mark.parametrize("text", ["asdf qwer zxcv lkjh", "50 60 70 80", "mentor ips vta aft", "hmm ... ???"])
def test_undecided_text_keeps_the_language(detector: LanguageDetector, text: str, current: Language) -> None:
    assert detector.choose(text, current) is current


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Hello", "en"), ("hei", "nb"), ("", "nb"), ("kva er", "nn"), ("mentor", "nb"), ("wage subsidy", "en")],
)
def test_the_first_words_of_a_conversation(detector: LanguageDetector, text: str, expected: str) -> None:
    assert detector.choose(text, None) == expected


def test_a_wish_decides_between_the_norwegian_forms_only(detector: LanguageDetector) -> None:
    question = "hvor mye får vi i tilskudd?"
    assert detector.choose(question, Language.NN, wish=Language.NN) is Language.NN
    assert detector.choose(question, Language.EN, wish=Language.EN) is Language.NB
    assert detector.choose("how much do we get?", Language.NN, wish=Language.NN) is Language.EN


def test_a_foreign_name_given_to_a_form_is_no_language(detector: LanguageDetector) -> None:
    name = "Müller und Söhne Bäckerei"
    assert detector.choose(name, Language.NB) is Language.OTHER
    assert detector.choose(name, Language.NB, naming=True) is Language.NB


@pytest.mark.parametrize(
    ("text", "current"),
    [
        ("sorry i meant VTA", Language.EN),
        ("I meant the mentor one", Language.EN),
        ("not that, the previous one", Language.EN),
        ("og hvor lenge", Language.NN),
        ("gjelder det alle", Language.NN),
        ("og aft då", Language.NB),
        ("kan dette kombineres", Language.NN),
    ],
)
def test_a_short_follow_up_stays_in_the_language_of_the_conversation(
    detector: LanguageDetector, text: str, current: Language
) -> None:
    assert detector.choose(text, current) is current


@pytest.mark.parametrize(
    ("text", "current", "expected"),
    [
        ("eg meinte mentor", Language.NB, Language.NN),
        ("hva dekker det ikke", Language.NN, Language.NB),
        ("nei, jeg mente mentor", Language.EN, Language.NB),
        ("the other one please", Language.NN, Language.EN),
    ],
)
def test_a_short_follow_up_that_is_clear_changes_the_language(
    detector: LanguageDetector, text: str, current: Language, expected: Language
) -> None:
    assert detector.choose(text, current) is expected
