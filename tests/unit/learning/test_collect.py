"""What is found in the stored conversations."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from bot.conversation.feedback import FeedbackStore, Reason
from bot.conversation.masking import mask
from bot.conversation.models import Author, Message, Verdict
from bot.conversation.replies import Button, Reply
from bot.conversation.store import ConversationStore
from bot.learning.collect import SHOWN, Trouble, collect

from .conftest import Say

CLARIFY = {"kind": "clarify", "topic": "amount", "options": [{"title": "Hvor mye: mentor"}, {"title": "Noe annet"}]}
ANSWER = {"kind": "answer", "scheme": "mentor", "topic": "amount"}


def seq_of(engine: Engine, conversation: UUID, author: Author = Author.BOT) -> int:
    with engine.connect() as connection:
        query = select(Message.seq).where(Message.conversation_id == conversation, Message.author == author)
        return connection.execute(query.order_by(Message.seq.desc())).scalars().first() or 0


@pytest.mark.parametrize(
    ("custom", "kind"),
    [
        (CLARIFY, Trouble.UNCLEAR),
        ({"kind": "fallback"}, Trouble.UNCLEAR),
        ({"kind": "out_of_scope", "intent": "out_of_scope"}, Trouble.REJECTED),
    ],
)
def test_what_was_unclear_or_turned_down_is_found(
    engine: Engine, say: Say, custom: dict[str, object], kind: Trouble
) -> None:
    say("hva med støtta da", custom, language="nn")
    (found,) = collect(engine)
    assert (found.text, found.kind, found.language) == ("hva med støtta da", kind, "nn")
    assert found.said_at.tzinfo is not None


@pytest.mark.parametrize("custom", [ANSWER, {"kind": "crisis"}, {"kind": "fallback", "reason": "unavailable"}])
def test_what_was_answered_or_failed_is_not_found(engine: Engine, say: Say, custom: dict[str, object]) -> None:
    say("hvor mye er det", custom)
    assert collect(engine) == []


def test_what_was_answered_is_told_in_one_line(engine: Engine, say: Say) -> None:
    say("hvor mye", CLARIFY)
    say("hva", {"kind": "fallback"})
    told = {item.text: item.answered for item in collect(engine)}
    assert told == {"hvor mye": "clarify amount: Hvor mye: mentor / Noe annet", "hva": "fallback: svar 0"}


def test_a_thumb_down_is_found_with_its_reasons_and_its_masked_words(engine: Engine, say: Say) -> None:
    conversation = say("hvor lenge da", ANSWER)
    say("dette var bra", ANSWER)
    store = FeedbackStore(engine)
    assert store.judge(conversation, seq_of(engine, conversation), Verdict.DOWN, [Reason.WRONG], "ring meg på 41234567")
    (found,) = collect(engine)
    assert (found.text, found.kind) == ("hvor lenge da", Trouble.THUMBS_DOWN)
    assert found.answered == f"answer mentor amount: svar 0 | wrong, {mask('ring meg på 41234567')[0]}"


def test_a_thumb_up_is_not_found(engine: Engine, say: Say) -> None:
    conversation = say("hvor lenge da", ANSWER)
    assert FeedbackStore(engine).judge(conversation, seq_of(engine, conversation), Verdict.UP)
    assert collect(engine) == []


def test_a_thumb_down_weighs_more_than_having_been_unclear(engine: Engine, say: Say) -> None:
    conversation = say("hvor lenge da", {"kind": "fallback"}, CLARIFY)
    assert FeedbackStore(engine).judge(conversation, seq_of(engine, conversation), Verdict.DOWN)
    (found,) = collect(engine)
    assert found.kind is Trouble.THUMBS_DOWN


def test_each_answer_belongs_to_the_message_before_it(engine: Engine, say: Say) -> None:
    say("første", {"kind": "fallback"}, sender="a")
    say("andre", ANSWER, sender="a")
    say("tredje", CLARIFY, sender="a")
    say("fjerde", {"kind": "fallback"}, sender="b")
    assert [item.text for item in collect(engine)] == ["fjerde", "tredje", "første"]


def test_a_pressed_button_is_left_out(engine: Engine) -> None:
    store = ConversationStore(engine)
    turn = store.begin("rest", "a", "hva")
    store.finish(turn, [Reply("?", (Button("Mentor", "velg:mentor:amount"),), custom=CLARIFY)], "nb", None)
    pressed = store.begin("rest", "a", "velg:mentor:amount")
    store.finish(pressed, [Reply("hm", custom={"kind": "fallback"})], "nb", None)
    assert [item.text for item in collect(engine)] == ["hva"]


def test_only_what_was_said_since(engine: Engine, say: Say) -> None:
    say("nå", {"kind": "fallback"})
    assert collect(engine, datetime.now(UTC) - timedelta(days=1))
    assert collect(engine, datetime.now(UTC) + timedelta(days=1)) == []


def test_a_long_answer_is_cut(engine: Engine) -> None:
    store = ConversationStore(engine)
    turn = store.begin("rest", "a", "hva")
    store.finish(turn, [Reply("lang tekst " * 90, custom={"kind": "fallback"})], "nb", None)
    (found,) = collect(engine)
    assert len(found.answered) <= len("fallback: ") + SHOWN
