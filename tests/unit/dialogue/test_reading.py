"""What Rasa sends, as typed values."""

from bot.dialogue.reading import Question, Reading

SENT = {
    "text": "hva er mentor, og hvor lenge?",
    "questions": [
        {
            "text": "hva er mentor",
            "intent": "overview",
            "confidence": 0.9,
            "ranking": [["overview", 0.9], ["amount", 0.05]],
            "named": ["mentor"],
            "weak": ["opplaering"],
            "excluded": ["bio"],
            "inferred": [["none", 0.6], ["mentor", 0.2]],
        },
        {"text": "hvor lenge?", "ranking": [["duration", 0.8]], "named": ["mentor"], "chosen": True},
    ],
    "more_questions": 2,
}


def test_questions_arrive_whole_and_in_order() -> None:
    read = Reading.from_message(SENT)
    first, second = read.questions
    assert (read.text, read.more) == ("hva er mentor, og hvor lenge?", 2)
    assert first.ranking == (("overview", 0.9), ("amount", 0.05))
    assert (first.named, first.weak, first.excluded) == (("mentor",), ("opplaering",), ("bio",))
    assert first.inferred == (("none", 0.6), ("mentor", 0.2))
    assert (first.intent, first.confidence, first.is_topic, first.chosen) == ("overview", 0.9, True, False)
    assert (second.intent, second.chosen, second.weak) == ("duration", True, ())


def test_the_probability_of_an_intent_is_zero_where_it_was_not_ranked() -> None:
    question = Question("x", (("amount", 0.7), ("crisis", 0.2)))
    assert question.probability("crisis") == 0.2
    assert question.probability("greet") == 0.0


def test_a_message_without_understanding_is_a_fallback() -> None:
    assert Reading.from_message({}) == Reading("")
    empty = Reading.from_message({"text": None, "questions": [{}]}).questions[0]
    assert (empty.intent, empty.confidence, empty.is_topic) == ("nlu_fallback", 0.0, False)
