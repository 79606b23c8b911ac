"""Random sequences of everything people do, with crashes in the middle: what must hold holds after every step."""

import tempfile
from collections.abc import Callable, Collection
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import event, func, select

from bot.conversation.models import Author, Conversation, Message, Owner
from bot.handoff import states
from bot.handoff.errors import HandoffError
from bot.handoff.models import Handoff
from bot.handoff.people import QueueTo, StaffTo
from bot.handoff.states import ENDED, OPEN, OWNED, CloseReason, State
from tests.unit.handoff.kit import KARI, LINE, OLA, World, sqlite

STAFF = st.sampled_from([KARI, OLA])
WHO = st.sampled_from(["owner", "owner", "owner", "other"])
"""Who acts on a case: mostly who has it, or else would be refused."""

WHICH = st.sampled_from([0, 0, 0, 1])
SELDOM = st.sampled_from([False, False, True])
"""How often a case is ended, so that something happens before."""

CRASH = st.sampled_from([None] * 26 + list(range(14)))
"""After so many statements the process dies; None lets it live."""

TO = st.one_of(STAFF.map(StaffTo), STAFF.map(StaffTo), st.sampled_from([LINE, "oslo"]).map(QueueTo))


class Crash(BaseException):
    """The process dies here."""


class Death:
    """Kills a transaction at a chosen statement, or at its commit."""

    def __init__(self, world: World) -> None:
        self.left: int | None = None
        event.listen(world.engine, "before_cursor_execute", lambda *_: self._step())
        event.listen(world.engine, "commit", lambda _: self._step())

    def _step(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.left = None
                raise Crash


class Shared:
    """One database for all examples; making its tables takes longer than an example."""

    stack = ExitStack()
    world: World | None = None
    death: Death

    @classmethod
    def get(cls) -> World:
        if cls.world is None:
            directory = Path(cls.stack.enter_context(tempfile.TemporaryDirectory()))
            cls.world = World(cls.stack.enter_context(sqlite(directory / "machine.db")))
            event.listen(cls.world.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
            cls.world.engine.dispose()  # this machine tests order and atomicity, not the disk
            cls.death = Death(cls.world)
        return cls.world


def teardown_module() -> None:
    Shared.stack.close()
    Shared.world = None


class Handoffs(RuleBasedStateMachine):
    """Two employers, two members of staff, and a clock."""

    @initialize()
    def begin(self) -> None:
        fresh = Shared.get()
        self.world = World(fresh.engine)
        self.conversations = [self.world.conversation("nb"), self.world.conversation("en")]
        self.sent: list[dict[str, Author]] = [{}, {}]
        """Client ids of the acknowledged messages of each conversation, with their authors."""
        self.log: dict[Any, tuple[Any, ...]] = {}
        self.number = 0
        for conversation in self.conversations:
            self.world.asks(conversation)

    def teardown(self) -> None:
        Shared.death.left = None
        for conversation in getattr(self, "conversations", ()):
            assert self.world.store.erase(conversation)
            assert self.world.desk.of_conversation(conversation) is None

    def everything(self) -> list[Any]:
        """Return all that is stored of the two conversations."""
        with self.world.engine.connect() as connection:
            return [
                connection.execute(statement).all()
                for statement in (
                    select(Conversation.__table__).order_by(Conversation.id),
                    select(Message.__table__).order_by(Message.conversation_id, Message.seq),
                    select(Handoff.__table__).order_by(Handoff.id),
                )
            ]

    def do(self, call: Callable[[], Any], crash: int | None, *, once: bool = True) -> Any:
        """Do something, perhaps dying on the way: then nothing of it has happened."""
        before = self.everything() if crash is not None and once else None
        Shared.death.left = crash
        try:
            return call()
        except Crash:
            if before is not None:
                assert self.everything() == before
            return None
        except HandoffError:
            return None
        finally:
            Shared.death.left = None

    def handoff(self, which: int, wanted: Collection[State] = frozenset(State)) -> Any:
        """Return the handoff of a conversation, or of the other one where that fits better."""
        found = self.world.desk.of_conversation(self.conversations[which])
        if found and found.state not in wanted:
            return self.world.desk.of_conversation(self.conversations[1 - which])
        return found

    def any(self, wanted: Collection[State]) -> bool:
        """Tell whether one of the two is in one of these states."""
        return any(found and found.state in wanted for found in map(self.handoff, (0, 1)))

    def person(self, found: Any, who: str) -> Any:
        """Return the one who has the case, or a colleague."""
        owner = OLA if found.claimed_by == OLA.id else KARI
        return owner if who == "owner" else (KARI if owner is OLA else OLA)

    @rule(which=WHICH, crash=CRASH)
    @precondition(lambda self: self.any(ENDED))
    def asks(self, which: int, crash: int | None) -> None:
        self.do(lambda: self.world.asks(self.conversations[which]), crash)

    @rule(which=WHICH, staff=STAFF, crash=CRASH)
    @precondition(lambda self: self.any({State.QUEUED, State.TRANSFERRED}))
    def claims(self, which: int, staff: Any, crash: int | None) -> None:
        found = self.handoff(which, {State.QUEUED, State.TRANSFERRED})
        if found:
            taken = self.do(lambda: self.world.desk.claim(found.id, staff), crash)
            if taken is not None:
                assert found.claimed_by in (None, staff.id) and taken.claimed_by == staff.id

    @precondition(lambda self: self.any(OWNED))
    @rule(which=WHICH, who=WHO, again=st.booleans(), crash=CRASH)
    def says(self, which: int, who: str, again: bool, crash: int | None) -> None:
        found = self.handoff(which, OWNED)
        if found is None:
            return
        which = self.conversations.index(found.conversation_id)
        staff = self.person(found, who)
        known = [name for name, author in self.sent[which].items() if author is Author.PERSON]
        self.number += 1
        name = known[-1] if again and known else f"p{self.number}"
        stored = self.do(lambda: self.world.desk.say(found.id, staff, name, name), crash)
        if stored is not None:
            assert name in known or found.claimed_by == staff.id, "only the owner may speak"
            self.sent[which][name] = Author.PERSON

    @rule(which=WHICH, again=st.booleans(), heard=st.booleans(), crash=CRASH)
    def writes(self, which: int, again: bool, heard: bool, crash: int | None) -> None:
        known = [name for name, author in self.sent[which].items() if author is Author.EMPLOYER]
        self.number += 1
        name = known[-1] if again and known else f"e{self.number}"
        if self.do(lambda: self.world.writes(self.conversations[which], name, name), crash) is not None:
            self.sent[which][name] = Author.EMPLOYER
            if heard:
                self.do(lambda: self.world.desk.heard(self.conversations[which]), crash)

    @rule(which=WHICH, who=WHO, to=TO, crash=CRASH)
    @precondition(lambda self: self.any(OPEN))
    def transfers(self, which: int, who: str, to: Any, crash: int | None) -> None:
        found = self.handoff(which, OWNED)
        if found:
            staff = self.person(found, who)
            self.do(lambda: self.world.desk.transfer(found.id, staff, to, "notat"), crash)

    @rule(which=WHICH, who=WHO, crash=CRASH)
    @precondition(lambda self: self.any(OWNED))
    def releases(self, which: int, who: str, crash: int | None) -> None:
        found = self.handoff(which, OWNED)
        if found:
            staff = self.person(found, who)
            self.do(lambda: self.world.desk.release(found.id, staff), crash)

    @rule(which=WHICH, who=WHO, to_bot=st.booleans(), really=SELDOM, crash=CRASH)
    @precondition(lambda self: self.any(OPEN))
    def closes(self, which: int, who: str, to_bot: bool, really: bool, crash: int | None) -> None:
        found = self.handoff(which, OWNED)
        staff = self.person(found, who) if found else KARI
        if not really:
            return
        if found and to_bot:
            self.do(lambda: self.world.desk.to_bot(found.id, staff), crash)
        elif found:
            self.do(lambda: self.world.desk.close(found.id, staff, CloseReason.ANSWERED), crash)

    @rule(which=WHICH, really=SELDOM, crash=CRASH)
    @precondition(lambda self: self.any(OPEN))
    def cancels(self, which: int, really: bool, crash: int | None) -> None:
        if not really:
            return
        self.do(lambda: self.world.desk.cancel(self.conversations[which]), crash)

    @rule(minutes=st.sampled_from([1, 1, 5, 5, 25, 25, 61, 61, 200, 1441, 15 * 1440]), crash=CRASH)
    def time_passes(self, minutes: int, crash: int | None) -> None:
        self.world.clock.move(minutes=minutes)
        self.do(self.world.desk.tick, crash, once=False)
        for _ in range(4):  # a handoff may reach several limits, one after the other
            if not self.world.desk.tick():
                return
        raise AssertionError("the tick never comes to rest")

    @invariant()
    def one_owner_that_agrees_with_the_state(self) -> None:
        for conversation in getattr(self, "conversations", ()):
            with self.world.engine.connect() as connection:
                mine = (Handoff.conversation_id == conversation, Handoff.state.in_(OPEN))
                count = select(func.count()).select_from(Handoff).where(*mine)
                assert connection.execute(count).scalar_one() <= 1
            found = self.world.desk.of_conversation(conversation)
            assert self.world.owner(conversation) is (states.owner(found.state) if found else Owner.BOT)
            if found:
                assert found.state is not State.REQUESTED
                assert (found.owner is not None) == (states.owner(found.state) is Owner.PERSON)
                assert found.open == (found.closed_at is None)
                assert found.state is not State.QUEUED or found.claimed_by is None

    @invariant()
    def no_message_is_lost_or_doubled(self) -> None:
        for conversation, sent in zip(getattr(self, "conversations", ()), getattr(self, "sent", ()), strict=True):
            messages = self.world.messages(conversation)
            assert sorted(row.client_id for row in messages if row.client_id) == sorted(sent)
            assert all(sent[row.client_id] is row.author for row in messages if row.client_id)
            seqs = [row.seq for row in messages]
            assert seqs == sorted(set(seqs))

    @invariant()
    def the_log_only_grows_and_its_chain_is_whole(self) -> None:
        for conversation in getattr(self, "conversations", ()):
            with self.world.engine.connect() as connection:
                mine = select(Handoff.id, Handoff.state).where(Handoff.conversation_id == conversation)
                rows = connection.execute(mine).all()
            for row in rows:
                log = self.world.desk.events(row.id)
                assert log[: len(self.log.get(row.id, ()))] == self.log.get(row.id, ())
                self.log[row.id] = log
                assert [item.seq for item in log] == list(range(1, len(log) + 1))
                assert log[0].from_state is None and log[-1].to_state is row.state
                previous = None
                for item in log:
                    assert item.from_state is previous
                    states.check(item.from_state, item.to_state)
                    if item.action == "claim":
                        assert item.from_state in {State.QUEUED, State.TRANSFERRED}
                    previous = item.to_state


TestHandoffs = Handoffs.TestCase
TestHandoffs.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),  # a step costs real transactions, so shrinking would take minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
