"""Leads an employer to a person: opens the form, takes its answers, hands the request to the desk, tells the state."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from anyio.to_thread import run_sync as in_thread
from sqlalchemy import func, select

from bot.conversation.language import Language
from bot.conversation.replies import Button, Reply
from bot.conversation.store import ConversationStore, Turn
from bot.handoff import intake as form
from bot.handoff import reference
from bot.handoff.desk import Desk
from bot.handoff.errors import Invalid
from bot.handoff.intake import Intake, Lookups, Slot, Step
from bot.handoff.models import Handoff
from bot.handoff.promise import Promise, Situation
from bot.handoff.request import NAME_MAX, QUESTION_MAX, Request
from bot.handoff.states import OWNED, State
from bot.handoff.summary import summarise
from bot.handoff.views import View
from bot.knowledge.geography import Gazetteer
from bot.knowledge.terms import Language as Spoken
from bot.texts import Texts

_EVERYTHING = 10_000
_WITHDRAW = re.compile(
    r"(avbryt|avbryte|trekk|trekk saken|trekk saka|cancel|withdraw|glem det|gløym det|/avbryt)[.! ]*", re.IGNORECASE
)


class FrontDesk:
    """The reception of the desk; see `bot.conversation.reception.Reception`."""

    def __init__(self, desk: Desk, store: ConversationStore, texts: Texts) -> None:
        self._desk = desk
        self._store = store
        self._texts = texts
        self._places = Gazetteer(desk.routing.municipalities.values())
        self._lookups = Lookups(self._theme, self._municipality)

    async def take(
        self, turn: Turn, raw: str, masked: str, pressed: str | None, language: Language
    ) -> list[Reply] | None:
        """Answer a message that is for the handover form; None where it is not."""
        if pressed is None and raw.startswith(form.PAYLOAD):
            pressed = raw  # a button of an older message
        return await in_thread(lambda: self._take(turn, raw, masked, pressed, cast(Spoken, language.value)))

    async def complete(self, turn: Turn, text: str, replies: Sequence[Reply], language: Language) -> list[Reply]:
        """Put the form, a position or a promised time into the bot's replies."""
        spoken = cast(Spoken, language.value)
        done: list[Reply] = []
        intents = {reply.custom.get("intent") for reply in replies}
        for reply in replies:
            intent = reply.custom.get("intent")
            if intent == "handoff" and reply.kind == "contact":
                done += await in_thread(lambda: self._wanted(turn, text, spoken))
            elif intent == "handoff_status":
                done += await in_thread(lambda: self._status(turn, text, spoken))
            else:
                done.append(reply)
        intake = Intake.from_json(turn.intake)
        if intake is not None and not intents & {"handoff", "crisis"}:
            done.append(self._question(intake, spoken))
        return done

    async def heard(self, turn: Turn) -> None:
        """Tell the desk that the employer wrote to the person who answers."""
        await in_thread(lambda: self._desk.heard(turn.conversation))

    def state(self, turn: Turn) -> dict[str, Any] | None:
        """Return the state of a conversation's handover, in the shape of the web channel."""
        view = self._desk.of_conversation(turn.conversation)
        if view is None:
            return None
        spoken = cast(Spoken, turn.language if turn.language in {"nb", "nn", "en"} else "nb")
        return view.as_json(self._desk.wording.office(view.queue, spoken))

    def submit(self, turn: Turn, wish: Request) -> None:
        """Pass a filled-in form on, with the summary of the conversation.

        Raises:
            Invalid: A value cannot be used.
        """
        summary = summarise(self._store.messages_after(turn.conversation, 0, _EVERYTHING))
        self._desk.request(turn.conversation, replace(wish, summary=summary))
        self._store.set_intake(turn.conversation, None)

    def withdraw(self, turn: Turn) -> None:
        """Take back an open request, and whatever is filled in of the form."""
        self._store.set_intake(turn.conversation, None)
        self._desk.cancel(turn.conversation)

    def _take(self, turn: Turn, raw: str, masked: str, pressed: str | None, language: Spoken) -> list[Reply] | None:
        intake = Intake.from_json(turn.intake)
        if intake is None:
            return self._without_form(turn, raw, pressed, language)
        outcome = form.take(intake, raw, masked, pressed, self._lookups)
        match outcome.step:
            case Step.ELSEWHERE if pressed is not None and pressed.startswith(form.PAYLOAD):
                return [self._question(intake, language)]
            case Step.ELSEWHERE:
                return None
            case Step.CANCEL:
                self._store.set_intake(turn.conversation, None)
                return [self._say("intake_cancelled", language, phone=self._desk.routing.phone)]
            case Step.WRONG:
                return [self._question(intake, language, outcome.fault)]
            case Step.ASK:
                self._store.set_intake(turn.conversation, outcome.intake.to_json())
                return [self._question(outcome.intake, language)]
            case Step.SEND:
                return self._send(turn, outcome.intake, language)

    def _without_form(self, turn: Turn, raw: str, pressed: str | None, language: Spoken) -> list[Reply] | None:
        """Withdraw a request on a plain word; buttons of a form that is over tell how things stand."""
        form_of_ours = pressed is not None and pressed.startswith(form.PAYLOAD)
        withdraws = pressed == form.CANCEL or bool(_WITHDRAW.fullmatch(raw.strip()))
        if withdraws and not turn.context.get("form"):
            view = self._desk.of_conversation(turn.conversation)
            if view is not None and view.state in (State.REQUESTED, State.QUEUED):
                self._desk.cancel(turn.conversation)
                return []
        return self._status(turn, "", language) if form_of_ours else None

    def _send(self, turn: Turn, intake: Intake, language: Spoken) -> list[Reply]:
        answers = dict(intake.answers)
        wish = Request(
            question=answers.get("question", ""),
            consent=answers.get("consent") == "yes",
            theme=answers.get("theme"),
            organisation=answers.get("organisation"),
            municipality=answers.get("municipality"),
            name=answers.get("name"),
            phone=answers.get("phone"),
            email=answers.get("email"),
            language=language,
        )
        try:
            self.submit(turn, wish)
        except Invalid as error:
            slot = error.field if error.field in set(Slot) else Slot.CONTACT
            again = Intake(Slot(slot), {k: v for k, v in answers.items() if k != error.field}, intake.asked)
            self._store.set_intake(turn.conversation, again.to_json())
            return [self._question(again, language, error.field)]
        return []

    def _wanted(self, turn: Turn, text: str, language: Spoken) -> list[Reply]:
        """Open the form, or tell how an open request stands."""
        view = self._desk.of_conversation(turn.conversation)
        if view is not None and view.open:
            return [self._told(view, language)]
        asked = self._last_question(turn)
        intake = Intake(Slot.CONSENT, asked=asked)
        self._store.set_intake(turn.conversation, intake.to_json())
        promised = self._outlook()
        staffed = promised.situation in (Situation.OPEN, Situation.BUSY)
        key = "intake_open" if staffed else "intake_closed"
        opening = self._texts.get(key, language, answer_by=self._desk.wording.when(promised.answer_by, language))
        return [self._question(intake, language, opening=opening)]

    def _outlook(self) -> Promise:
        """Return what can be promised on the national line, before anything is known of the case."""
        queue = self._desk.routing.fallback.id
        waiting = select(func.count()).where(Handoff.queue == queue, Handoff.state == State.QUEUED)
        with self._desk.engine.connect() as connection:
            ahead = connection.execute(waiting).scalar_one()
            return self._desk.promise(connection, queue, ahead + 1, self._desk.clock())

    def _last_question(self, turn: Turn) -> str:
        """Return what the employer asked before asking for a person, masked; empty where nothing was."""
        for message in reversed(self._store.messages_after(turn.conversation, 0, _EVERYTHING)):
            if (
                message.seq < turn.seq
                and message.author.value == "employer"
                and not (message.payload or {}).get("payload")
            ):
                return message.text[:QUESTION_MAX]
        return ""

    def _status(self, turn: Turn, text: str, language: Spoken) -> list[Reply]:
        """Tell state, position and time of the request that is named, or of this conversation's."""
        named = reference.find(text)
        view = self._desk.by_reference(named) if named else self._desk.of_conversation(turn.conversation)
        if view is None and named:
            return [self._plain(self._desk.wording.unknown(language), language)]
        if view is None:
            return [self._say("intake_none", language)]
        return [self._told(view, language)]

    def _told(self, view: View, language: Spoken) -> Reply:
        text, payload = self._desk.wording.status(view, language)
        buttons: tuple[Button, ...] = ()
        if view.state not in OWNED and view.open:
            buttons = (self._button("cancel", language),)
        return Reply(text, buttons, custom=payload["custom"])

    def _question(self, intake: Intake, language: Spoken, fault: str = "", opening: str = "") -> Reply:
        """Ask for what the form stands at."""
        slot = intake.slot
        key = "intake_question_last" if slot is Slot.QUESTION and intake.asked else f"intake_{slot}"
        limit = NAME_MAX if slot is Slot.NAME else QUESTION_MAX
        parts = [opening] if opening else []
        if fault:
            parts.append(self._texts.get(f"intake_wrong_{fault}", language, **_used(self._texts, fault, limit)))
        days = {"contact_days": self._desk.routing.limits.contact_days} if slot is Slot.CONSENT else {}
        if not fault or slot in form.NEEDED:
            parts.append(self._texts.get(key, language, **days))
        custom = {
            "kind": "question",
            "form": "handoff",
            "slot": slot.value,
            "optional": slot not in form.NEEDED,
            "language": language,
        } | ({"intent": "handoff"} if slot is Slot.CONSENT else {})
        return Reply("\n\n".join(parts), tuple(self._buttons(intake, language)), custom=custom)

    def _buttons(self, intake: Intake, language: Spoken) -> list[Button]:
        if intake.slot is Slot.CONSENT:
            return [self._button("yes", language), self._button("no", language)]
        if intake.slot is Slot.QUESTION:
            last = [self._button("last", language)] if intake.asked else []
            return [*last, self._button("cancel", language)]
        themes: list[Button] = []
        if intake.slot is Slot.THEME:
            themes = [
                Button(theme.title[language], f"{form.THEME}{theme.id}") for theme in self._desk.routing.themes.values()
            ]
        return [*themes, *(self._button(word, language) for word in ("skip", "send", "cancel"))]

    def _button(self, word: str, language: Spoken) -> Button:
        return Button(self._texts.get(f"intake_{word}", language), f"{form.PAYLOAD}{word}")

    def _say(self, key: str, language: Spoken, **values: object) -> Reply:
        return self._plain(self._texts.get(key, language, **values), language)

    def _plain(self, text: str, language: Spoken) -> Reply:
        return Reply(text, custom={"kind": "smalltalk", "intent": "handoff_status", "language": language})

    def _theme(self, text: str) -> str | None:
        wanted = text.strip().casefold().rstrip(".!")
        for theme in self._desk.routing.themes.values():
            if wanted == theme.id or wanted in {title.casefold() for title in theme.title.values()}:
                return theme.id
        return None

    def _municipality(self, text: str) -> str | None:
        found = self._places.find(text)
        return found[0].number if len(found) == 1 else None


def _used(texts: Texts, fault: str, limit: int) -> dict[str, object]:
    """Return the values a text about a fault needs."""
    return {"limit": limit} if "{limit}" in texts.messages[f"intake_wrong_{fault}"]["nb"] else {}
