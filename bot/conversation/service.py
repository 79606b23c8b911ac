"""Handles an employer's message from the first byte to the last reply."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import anyio
import anyio.to_thread
import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.conversation.choices import parse, pick
from bot.conversation.cleaning import Problem, clean
from bot.conversation.hub import STAFF, Hub, topic_of
from bot.conversation.language import ANSWERED, Language, LanguageDetector
from bot.conversation.locks import OrderedLocks
from bot.conversation.masking import Masked, mask
from bot.conversation.models import Author, Owner
from bot.conversation.notices import Notices
from bot.conversation.rasa_client import RasaClient, RasaError
from bot.conversation.reception import HIDDEN, Reception
from bot.conversation.replies import Kind, Reply, buttons_of, context_of, read_replies
from bot.conversation.store import ConversationStore, Turn
from bot.logs import request_id

_log = structlog.get_logger("gateway")


@dataclass(slots=True)
class _Report:
    """What the log says about one message; never its text."""

    channel: str
    started: float = field(default_factory=time.perf_counter)
    conversation: str = ""
    language: str = ""
    outcome: str = "answered"
    rasa_ms: float = 0.0
    masked: frozenset[Masked] = frozenset()

    def write(self, replies: list[Reply]) -> None:
        """Write the one line of a handled message."""
        _log.info(
            "message_handled",
            conversation=self.conversation,
            channel=self.channel,
            ms=round((time.perf_counter() - self.started) * 1000, 1),
            rasa_ms=round(self.rasa_ms, 1),
            kinds=[reply.kind for reply in replies],
            language=self.language,
            outcome=self.outcome,
            masked=sorted(self.masked),
        )


@dataclass(frozen=True, slots=True)
class _Answered:
    """Replies, and what is remembered with them."""

    replies: list[Reply]
    language: str | None
    wish: str | None
    context: Mapping[str, Any]
    taken: bool = False
    """The handover form asked for what was written, so that personal data in it is no surprise."""


class ConversationService:
    """Answers messages of all channels, those of one conversation strictly one after the other."""

    def __init__(
        self,
        store: ConversationStore,
        rasa: RasaClient,
        detector: LanguageDetector,
        notices: Notices,
        *,
        message_max_characters: int,
        writers: int,
        hub: Hub | None = None,
        reception: Reception | None = None,
    ) -> None:
        """Put the parts together.

        Args:
            store: The conversations.
            rasa: Where answers come from.
            detector: Tells the languages apart.
            notices: The gateway's own replies.
            message_max_characters: Longest message that is handled.
            writers: Database calls at a time; 1 for SQLite, where more only wait for its single write lock.
            hub: Told of every new message.
            reception: Hands conversations over to people; None where nobody does.
        """
        self._store = store
        self._rasa = rasa
        self._detector = detector
        self._notices = notices
        self._max_characters = message_max_characters
        self._limiter = anyio.CapacityLimiter(writers)
        self._locks = OrderedLocks()
        self._hub = hub or Hub()
        self._reception = reception
        self.counts: Counter[str] = Counter()
        """How often each outcome came up since the start."""

    async def handle(
        self, channel: str, sender: str, text: str, client_id: str | None = None, *, create: bool = True
    ) -> list[Reply]:
        """Return the bot's replies to one message; none where a person answers the conversation.

        Args:
            channel: Short name of the channel.
            sender: The channel's id of the employer; only its hash is stored.
            text: The message as it came, a typed text or a button's payload.
            client_id: The channel's id of the message, so that one sent twice is handled once.
            create: Begin a conversation where there is none.

        Raises:
            UnknownConversationError: There is no conversation and none is to be made.
        """
        report = _Report(channel)
        try:
            async with self._locks.hold((channel, sender)):
                replies = await self._handle(report, channel, sender, text, client_id, create=create)
        except SQLAlchemyError as error:
            # The driver's message may quote what was written, so only its type is logged.
            _log.error("store_failed", error=type(error).__name__)
            report.outcome = "store_failed"
            replies = [self._notices.unavailable(Language.NB)]
        self.counts[report.outcome] += 1
        report.write(replies)
        return replies

    async def _handle(
        self, report: _Report, channel: str, sender: str, text: str, client_id: str | None, *, create: bool
    ) -> list[Reply]:
        """Clean, mask, store, answer and store the answer."""
        cleaned = clean(text, self._max_characters)
        if cleaned.problem:
            return await self._refuse(report, channel, sender, cleaned.problem)
        masked, report.masked = mask(cleaned.text)
        begun = await self._in_thread(
            lambda: self._store.begin(channel, sender, masked, client_id, create=create, hidden=HIDDEN)
        )
        report.conversation, report.language = str(begun.conversation), begun.language or ""
        # A message that comes again was either answered, or its process died before it could be.
        turn = await self._in_thread(lambda: self._store.again(begun)) if begun.duplicate else begun
        if turn is None:
            report.outcome = "duplicate"
            return []
        if turn.owner is Owner.PERSON:
            report.outcome = "person"
            self._tell_staff(turn)
            if self._reception is not None:
                await self._reception.heard(turn)
            return []
        topic = topic_of(turn.conversation)
        self._hub.tell(topic)
        self._hub.tell(topic, typing="bot")
        async with self._locks.hold(turn.conversation):
            replies = await self._answered_and_stored(report, turn, cleaned.text, masked, channel)
        self._hub.tell(topic)
        return replies

    def _tell_staff(self, turn: Turn) -> None:
        """Wake up whoever owns the conversation."""
        self._hub.tell(topic_of(turn.conversation))
        self._hub.tell(STAFF, conversation=str(turn.conversation))

    async def _answered_and_stored(
        self, report: _Report, turn: Turn, raw: str, masked: str, channel: str
    ) -> list[Reply]:
        """Answer a message and store the answer, after those before it in the same conversation."""
        answered = await self._answer(report, turn, raw, masked, channel)
        replies = answered.replies
        if report.masked and not answered.taken:
            replies.insert(0, self._notices.privacy(_answered(answered.language)))
        sent = await self._in_thread(
            lambda: self._store.finish(turn, replies, answered.language, answered.wish, answered.context)
        )
        return sent if not answered.taken else await self._in_thread(lambda: self._since(turn))

    def _since(self, turn: Turn) -> list[Reply]:
        """Return everything said since the employer's message: what the desk says, it stores by itself."""
        return [
            Reply(message.text, buttons_of((message.payload or {}).get("buttons")), custom=message.custom)
            for message in self._store.messages_after(turn.conversation, turn.seq)
            if message.author is not Author.EMPLOYER
        ]

    async def _refuse(self, report: _Report, channel: str, sender: str, problem: Problem) -> list[Reply]:
        """Say why a message cannot be read; nothing of it is stored."""
        turn = await self._in_thread(lambda: self._store.find(channel, sender))
        language = _answered(turn.language if turn else None)
        report.conversation = str(turn.conversation) if turn else ""
        report.language, report.outcome = language, problem.value
        if turn and turn.owner is Owner.PERSON and problem is Problem.EMPTY:
            return []
        return [self._notices.refused(problem, language)]

    async def _answer(self, report: _Report, turn: Turn, raw: str, text: str, channel: str) -> _Answered:
        """Return the replies to a message, and what is to be remembered of the conversation after them."""
        current = Language(turn.language) if turn.language else None
        button = pick(
            text,
            turn.offered,
            clarifying=turn.last_kind == Kind.CLARIFY,
            asking=turn.last_kind == Kind.QUESTION,
        )
        choice = parse(button.payload if button else text)
        if button or choice:
            language = current or Language.NB  # a title or payload is our own wording, not the employer's
        else:
            wish = Language(turn.wish) if turn.wish else None
            asking = turn.last_kind == Kind.QUESTION
            language = self._detector.choose(text, current, wish=wish, naming=asking)
        report.language = language.value
        if language is Language.OTHER:
            report.outcome = "other_language"
            sorry = self._notices.other_language(_answered(turn.language))
            return _Answered([sorry], turn.language, turn.wish, turn.context)
        if self._reception is not None:
            pressed = button.payload if button else None
            taken = await self._reception.take(turn, raw, text, pressed, _answered(language))
            if taken is not None:
                report.outcome = "handoff"
                return _Answered(taken, language.value, _kept(turn.wish, language), turn.context, taken=True)
        if button:
            text = button.title if choice else button.payload
        started = time.perf_counter()
        try:
            messages = await self._rasa.ask(
                turn.conversation,
                text,
                choice=choice,
                language=language.value,
                channel=channel,
                request_id=request_id(),
                context=turn.context,
            )
        except RasaError as error:
            report.outcome = "rasa_failed"
            _log.warning("rasa_failed", reason=str(error), conversation=str(turn.conversation))
            sorry = self._notices.unavailable(language)
            return _Answered([sorry], language.value, _kept(turn.wish, language), turn.context)
        finally:
            report.rasa_ms = (time.perf_counter() - started) * 1000
        replies = read_replies(messages, self._notices.no_text(language))
        if self._reception is not None:
            replies = await self._reception.complete(turn, text, replies, _answered(language))
        context = context_of(messages)
        context = turn.context if context is None else context
        said = _language_said(replies)
        wished = any(reply.custom.get("intent") == "language_switch" for reply in replies)
        if said and (wished or said is not language):
            # Only words such as "english please" make Rasa answer in another language than it was told.
            report.language = said.value
            return _Answered(replies, said.value, said.value, context)
        return _Answered(replies, language.value, _kept(turn.wish, language), context)

    async def _in_thread[Result](self, call: Callable[[], Result]) -> Result:
        """Run a database call in a worker thread, so that the event loop goes on answering others."""
        return await anyio.to_thread.run_sync(call, limiter=self._limiter)


def _language_said(replies: list[Reply]) -> Language | None:
    """Return the language the last reply that names one is in."""
    for reply in reversed(replies):
        language = reply.custom.get("language")
        if language in set(ANSWERED):
            return Language(language)
    return None


def _kept(wish: str | None, language: Language) -> str | None:
    """Return the wish if the answer follows it; an employer who changes language has dropped it."""
    return wish if wish == language.value else None


def _answered(language: str | None) -> Language:
    """Return a language the assistant speaks; bokmål where none is known."""
    return Language(language) if language in set(ANSWERED) else Language.NB
