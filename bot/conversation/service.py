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
from bot.conversation.language import ANSWERED, Language, LanguageDetector
from bot.conversation.locks import OrderedLocks
from bot.conversation.masking import Masked, mask
from bot.conversation.models import Owner
from bot.conversation.notices import Notices
from bot.conversation.rasa_client import RasaClient, RasaError
from bot.conversation.replies import Kind, Reply, context_of, read_replies
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
    ) -> None:
        """Put the parts together.

        Args:
            store: The conversations.
            rasa: Where answers come from.
            detector: Tells the languages apart.
            notices: The gateway's own replies.
            message_max_characters: Longest message that is handled.
            writers: Database calls at a time; 1 for SQLite, where more only wait for its single write lock.
        """
        self._store = store
        self._rasa = rasa
        self._detector = detector
        self._notices = notices
        self._max_characters = message_max_characters
        self._limiter = anyio.CapacityLimiter(writers)
        self._locks = OrderedLocks()
        self.counts: Counter[str] = Counter()
        """How often each outcome came up since the start."""

    async def handle(self, channel: str, sender: str, text: str, client_id: str | None = None) -> list[Reply]:
        """Return the bot's replies to one message; none where a person answers the conversation.

        Args:
            channel: Short name of the channel.
            sender: The channel's id of the employer; only its hash is stored.
            text: The message as it came, a typed text or a button's payload.
            client_id: The channel's id of the message, so that one sent twice is handled once.
        """
        report = _Report(channel)
        try:
            async with self._locks.hold((channel, sender)):
                replies = await self._handle(report, channel, sender, text, client_id)
        except SQLAlchemyError as error:
            # The driver's message may quote what was written, so only its type is logged.
            _log.error("store_failed", error=type(error).__name__)
            report.outcome = "store_failed"
            replies = [self._notices.unavailable(Language.NB)]
        self.counts[report.outcome] += 1
        report.write(replies)
        return replies

    async def _handle(
        self, report: _Report, channel: str, sender: str, text: str, client_id: str | None
    ) -> list[Reply]:
        """Clean, mask, store, answer and store the answer."""
        cleaned = clean(text, self._max_characters)
        if cleaned.problem:
            return await self._refuse(report, channel, sender, cleaned.problem)
        masked, report.masked = mask(cleaned.text)
        turn = await self._in_thread(lambda: self._store.begin(channel, sender, masked, client_id))
        report.conversation = str(turn.conversation)
        report.language = turn.language or ""
        if turn.duplicate or turn.owner is Owner.PERSON:
            report.outcome = "duplicate" if turn.duplicate else "person"
            return []
        answered = await self._answer(report, turn, masked, channel)
        replies = answered.replies
        if report.masked:
            replies.insert(0, self._notices.privacy(_answered(answered.language)))
        return await self._in_thread(
            lambda: self._store.finish(turn.conversation, replies, answered.language, answered.wish, answered.context)
        )

    async def _refuse(self, report: _Report, channel: str, sender: str, problem: Problem) -> list[Reply]:
        """Say why a message cannot be read; nothing of it is stored."""
        turn = await self._in_thread(lambda: self._store.find(channel, sender))
        language = _answered(turn.language if turn else None)
        report.conversation = str(turn.conversation) if turn else ""
        report.language, report.outcome = language, problem.value
        if turn and turn.owner is Owner.PERSON and problem is Problem.EMPTY:
            return []
        return [self._notices.refused(problem, language)]

    async def _answer(self, report: _Report, turn: Turn, text: str, channel: str) -> _Answered:
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
